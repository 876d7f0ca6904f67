package org.sparksoftmax.linalg;

import static org.sparksoftmax.linalg.F32Panels.PANEL;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The tiles of {@link F32VectorGemm#multiply}: C += A B for eight rows and a few vectors of
 * columns, which stay in registers.
 *
 * <p>They are written out, without helpers: the compiler keeps a vector in a register only while it
 * does not cross a call that is not inlined.
 */
final class F32VectorTiles {

  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;

  private F32VectorTiles() {}

  /** Adds some steps to eight rows of three panels. A starts at the first column of a panel. */
  static void addEightByThree(
      float[] a,
      int aAt,
      int aPanel,
      float[] b,
      int b0At,
      int b1At,
      int b2At,
      int steps,
      float[] c,
      int c0At,
      int c1At,
      int c2At) {
    FloatVector s00 = FloatVector.fromArray(FLOATS, c, c0At);
    FloatVector s01 = FloatVector.fromArray(FLOATS, c, c1At);
    FloatVector s02 = FloatVector.fromArray(FLOATS, c, c2At);
    FloatVector s10 = FloatVector.fromArray(FLOATS, c, c0At + PANEL);
    FloatVector s11 = FloatVector.fromArray(FLOATS, c, c1At + PANEL);
    FloatVector s12 = FloatVector.fromArray(FLOATS, c, c2At + PANEL);
    FloatVector s20 = FloatVector.fromArray(FLOATS, c, c0At + 2 * PANEL);
    FloatVector s21 = FloatVector.fromArray(FLOATS, c, c1At + 2 * PANEL);
    FloatVector s22 = FloatVector.fromArray(FLOATS, c, c2At + 2 * PANEL);
    FloatVector s30 = FloatVector.fromArray(FLOATS, c, c0At + 3 * PANEL);
    FloatVector s31 = FloatVector.fromArray(FLOATS, c, c1At + 3 * PANEL);
    FloatVector s32 = FloatVector.fromArray(FLOATS, c, c2At + 3 * PANEL);
    FloatVector s40 = FloatVector.fromArray(FLOATS, c, c0At + 4 * PANEL);
    FloatVector s41 = FloatVector.fromArray(FLOATS, c, c1At + 4 * PANEL);
    FloatVector s42 = FloatVector.fromArray(FLOATS, c, c2At + 4 * PANEL);
    FloatVector s50 = FloatVector.fromArray(FLOATS, c, c0At + 5 * PANEL);
    FloatVector s51 = FloatVector.fromArray(FLOATS, c, c1At + 5 * PANEL);
    FloatVector s52 = FloatVector.fromArray(FLOATS, c, c2At + 5 * PANEL);
    FloatVector s60 = FloatVector.fromArray(FLOATS, c, c0At + 6 * PANEL);
    FloatVector s61 = FloatVector.fromArray(FLOATS, c, c1At + 6 * PANEL);
    FloatVector s62 = FloatVector.fromArray(FLOATS, c, c2At + 6 * PANEL);
    FloatVector s70 = FloatVector.fromArray(FLOATS, c, c0At + 7 * PANEL);
    FloatVector s71 = FloatVector.fromArray(FLOATS, c, c1At + 7 * PANEL);
    FloatVector s72 = FloatVector.fromArray(FLOATS, c, c2At + 7 * PANEL);
    for (int p = 0; p < steps; p += PANEL) {
      int end = Math.min(PANEL, steps - p);
      for (int t = 0; t < end; t++) {
        FloatVector v0 = FloatVector.fromArray(FLOATS, b, b0At + t * PANEL);
        FloatVector v1 = FloatVector.fromArray(FLOATS, b, b1At + t * PANEL);
        FloatVector v2 = FloatVector.fromArray(FLOATS, b, b2At + t * PANEL);
        FloatVector f = FloatVector.broadcast(FLOATS, a[aAt + t]);
        s00 = f.fma(v0, s00);
        s01 = f.fma(v1, s01);
        s02 = f.fma(v2, s02);
        f = FloatVector.broadcast(FLOATS, a[aAt + PANEL + t]);
        s10 = f.fma(v0, s10);
        s11 = f.fma(v1, s11);
        s12 = f.fma(v2, s12);
        f = FloatVector.broadcast(FLOATS, a[aAt + 2 * PANEL + t]);
        s20 = f.fma(v0, s20);
        s21 = f.fma(v1, s21);
        s22 = f.fma(v2, s22);
        f = FloatVector.broadcast(FLOATS, a[aAt + 3 * PANEL + t]);
        s30 = f.fma(v0, s30);
        s31 = f.fma(v1, s31);
        s32 = f.fma(v2, s32);
        f = FloatVector.broadcast(FLOATS, a[aAt + 4 * PANEL + t]);
        s40 = f.fma(v0, s40);
        s41 = f.fma(v1, s41);
        s42 = f.fma(v2, s42);
        f = FloatVector.broadcast(FLOATS, a[aAt + 5 * PANEL + t]);
        s50 = f.fma(v0, s50);
        s51 = f.fma(v1, s51);
        s52 = f.fma(v2, s52);
        f = FloatVector.broadcast(FLOATS, a[aAt + 6 * PANEL + t]);
        s60 = f.fma(v0, s60);
        s61 = f.fma(v1, s61);
        s62 = f.fma(v2, s62);
        f = FloatVector.broadcast(FLOATS, a[aAt + 7 * PANEL + t]);
        s70 = f.fma(v0, s70);
        s71 = f.fma(v1, s71);
        s72 = f.fma(v2, s72);
      }
      aAt += aPanel;
      b0At += PANEL * PANEL;
      b1At += PANEL * PANEL;
      b2At += PANEL * PANEL;
    }
    s00.intoArray(c, c0At);
    s01.intoArray(c, c1At);
    s02.intoArray(c, c2At);
    s10.intoArray(c, c0At + PANEL);
    s11.intoArray(c, c1At + PANEL);
    s12.intoArray(c, c2At + PANEL);
    s20.intoArray(c, c0At + 2 * PANEL);
    s21.intoArray(c, c1At + 2 * PANEL);
    s22.intoArray(c, c2At + 2 * PANEL);
    s30.intoArray(c, c0At + 3 * PANEL);
    s31.intoArray(c, c1At + 3 * PANEL);
    s32.intoArray(c, c2At + 3 * PANEL);
    s40.intoArray(c, c0At + 4 * PANEL);
    s41.intoArray(c, c1At + 4 * PANEL);
    s42.intoArray(c, c2At + 4 * PANEL);
    s50.intoArray(c, c0At + 5 * PANEL);
    s51.intoArray(c, c1At + 5 * PANEL);
    s52.intoArray(c, c2At + 5 * PANEL);
    s60.intoArray(c, c0At + 6 * PANEL);
    s61.intoArray(c, c1At + 6 * PANEL);
    s62.intoArray(c, c2At + 6 * PANEL);
    s70.intoArray(c, c0At + 7 * PANEL);
    s71.intoArray(c, c1At + 7 * PANEL);
    s72.intoArray(c, c2At + 7 * PANEL);
  }

  /** Adds some steps to eight rows of one vector. A starts at the first column of a panel. */
  static void addEightByOne(
      float[] a, int aAt, int aPanel, float[] b, int bAt, int steps, float[] c, int cAt) {
    FloatVector s0 = FloatVector.fromArray(FLOATS, c, cAt);
    FloatVector s1 = FloatVector.fromArray(FLOATS, c, cAt + PANEL);
    FloatVector s2 = FloatVector.fromArray(FLOATS, c, cAt + 2 * PANEL);
    FloatVector s3 = FloatVector.fromArray(FLOATS, c, cAt + 3 * PANEL);
    FloatVector s4 = FloatVector.fromArray(FLOATS, c, cAt + 4 * PANEL);
    FloatVector s5 = FloatVector.fromArray(FLOATS, c, cAt + 5 * PANEL);
    FloatVector s6 = FloatVector.fromArray(FLOATS, c, cAt + 6 * PANEL);
    FloatVector s7 = FloatVector.fromArray(FLOATS, c, cAt + 7 * PANEL);
    for (int p = 0; p < steps; p += PANEL) {
      int end = Math.min(PANEL, steps - p);
      for (int t = 0; t < end; t++) {
        FloatVector v = FloatVector.fromArray(FLOATS, b, bAt + t * PANEL);
        FloatVector f = FloatVector.broadcast(FLOATS, a[aAt + t]);
        s0 = f.fma(v, s0);
        f = FloatVector.broadcast(FLOATS, a[aAt + PANEL + t]);
        s1 = f.fma(v, s1);
        f = FloatVector.broadcast(FLOATS, a[aAt + 2 * PANEL + t]);
        s2 = f.fma(v, s2);
        f = FloatVector.broadcast(FLOATS, a[aAt + 3 * PANEL + t]);
        s3 = f.fma(v, s3);
        f = FloatVector.broadcast(FLOATS, a[aAt + 4 * PANEL + t]);
        s4 = f.fma(v, s4);
        f = FloatVector.broadcast(FLOATS, a[aAt + 5 * PANEL + t]);
        s5 = f.fma(v, s5);
        f = FloatVector.broadcast(FLOATS, a[aAt + 6 * PANEL + t]);
        s6 = f.fma(v, s6);
        f = FloatVector.broadcast(FLOATS, a[aAt + 7 * PANEL + t]);
        s7 = f.fma(v, s7);
      }
      aAt += aPanel;
      bAt += PANEL * PANEL;
    }
    s0.intoArray(c, cAt);
    s1.intoArray(c, cAt + PANEL);
    s2.intoArray(c, cAt + 2 * PANEL);
    s3.intoArray(c, cAt + 3 * PANEL);
    s4.intoArray(c, cAt + 4 * PANEL);
    s5.intoArray(c, cAt + 5 * PANEL);
    s6.intoArray(c, cAt + 6 * PANEL);
    s7.intoArray(c, cAt + 7 * PANEL);
  }
}

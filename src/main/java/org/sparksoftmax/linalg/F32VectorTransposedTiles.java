package org.sparksoftmax.linalg;

import static org.sparksoftmax.linalg.F32Panels.PANEL;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The tiles of {@link F32VectorGemm#addTransposedProduct}: Rᵀ X for eight columns of R and a few
 * vectors of columns of X, which stay in registers. Written out, as {@link F32VectorTiles} are.
 */
final class F32VectorTransposedTiles {

  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;

  private static final int WIDTH = FLOATS.length();

  private F32VectorTransposedTiles() {}

  /** Sums over the rows for eight columns of R and three panels of X. */
  static void eightByThree(
      float[] r, int rAt, float[] x, int x0At, int x1At, int x2At, int rows, float[] sums) {
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector s00 = zero;
    FloatVector s01 = zero;
    FloatVector s02 = zero;
    FloatVector s10 = zero;
    FloatVector s11 = zero;
    FloatVector s12 = zero;
    FloatVector s20 = zero;
    FloatVector s21 = zero;
    FloatVector s22 = zero;
    FloatVector s30 = zero;
    FloatVector s31 = zero;
    FloatVector s32 = zero;
    FloatVector s40 = zero;
    FloatVector s41 = zero;
    FloatVector s42 = zero;
    FloatVector s50 = zero;
    FloatVector s51 = zero;
    FloatVector s52 = zero;
    FloatVector s60 = zero;
    FloatVector s61 = zero;
    FloatVector s62 = zero;
    FloatVector s70 = zero;
    FloatVector s71 = zero;
    FloatVector s72 = zero;
    for (int i = 0; i < rows; i++) {
      FloatVector v0 = FloatVector.fromArray(FLOATS, x, x0At + i * PANEL);
      FloatVector v1 = FloatVector.fromArray(FLOATS, x, x1At + i * PANEL);
      FloatVector v2 = FloatVector.fromArray(FLOATS, x, x2At + i * PANEL);
      FloatVector f = FloatVector.broadcast(FLOATS, r[rAt + i * PANEL]);
      s00 = f.fma(v0, s00);
      s01 = f.fma(v1, s01);
      s02 = f.fma(v2, s02);
      f = FloatVector.broadcast(FLOATS, r[rAt + i * PANEL + 1]);
      s10 = f.fma(v0, s10);
      s11 = f.fma(v1, s11);
      s12 = f.fma(v2, s12);
      f = FloatVector.broadcast(FLOATS, r[rAt + i * PANEL + 2]);
      s20 = f.fma(v0, s20);
      s21 = f.fma(v1, s21);
      s22 = f.fma(v2, s22);
      f = FloatVector.broadcast(FLOATS, r[rAt + i * PANEL + 3]);
      s30 = f.fma(v0, s30);
      s31 = f.fma(v1, s31);
      s32 = f.fma(v2, s32);
      f = FloatVector.broadcast(FLOATS, r[rAt + i * PANEL + 4]);
      s40 = f.fma(v0, s40);
      s41 = f.fma(v1, s41);
      s42 = f.fma(v2, s42);
      f = FloatVector.broadcast(FLOATS, r[rAt + i * PANEL + 5]);
      s50 = f.fma(v0, s50);
      s51 = f.fma(v1, s51);
      s52 = f.fma(v2, s52);
      f = FloatVector.broadcast(FLOATS, r[rAt + i * PANEL + 6]);
      s60 = f.fma(v0, s60);
      s61 = f.fma(v1, s61);
      s62 = f.fma(v2, s62);
      f = FloatVector.broadcast(FLOATS, r[rAt + i * PANEL + 7]);
      s70 = f.fma(v0, s70);
      s71 = f.fma(v1, s71);
      s72 = f.fma(v2, s72);
    }
    s00.intoArray(sums, 0);
    s01.intoArray(sums, WIDTH);
    s02.intoArray(sums, 2 * WIDTH);
    s10.intoArray(sums, 3 * WIDTH);
    s11.intoArray(sums, 4 * WIDTH);
    s12.intoArray(sums, 5 * WIDTH);
    s20.intoArray(sums, 6 * WIDTH);
    s21.intoArray(sums, 7 * WIDTH);
    s22.intoArray(sums, 8 * WIDTH);
    s30.intoArray(sums, 9 * WIDTH);
    s31.intoArray(sums, 10 * WIDTH);
    s32.intoArray(sums, 11 * WIDTH);
    s40.intoArray(sums, 12 * WIDTH);
    s41.intoArray(sums, 13 * WIDTH);
    s42.intoArray(sums, 14 * WIDTH);
    s50.intoArray(sums, 15 * WIDTH);
    s51.intoArray(sums, 16 * WIDTH);
    s52.intoArray(sums, 17 * WIDTH);
    s60.intoArray(sums, 18 * WIDTH);
    s61.intoArray(sums, 19 * WIDTH);
    s62.intoArray(sums, 20 * WIDTH);
    s70.intoArray(sums, 21 * WIDTH);
    s71.intoArray(sums, 22 * WIDTH);
    s72.intoArray(sums, 23 * WIDTH);
  }

  /** Sums over the rows for eight columns of R and one vector of X. */
  static void eightByOne(float[] r, int rAt, float[] x, int xAt, int rows, float[] sums) {
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector s0 = zero;
    FloatVector s1 = zero;
    FloatVector s2 = zero;
    FloatVector s3 = zero;
    FloatVector s4 = zero;
    FloatVector s5 = zero;
    FloatVector s6 = zero;
    FloatVector s7 = zero;
    for (int i = 0; i < rows; i++) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, xAt + i * PANEL);
      FloatVector f = FloatVector.broadcast(FLOATS, r[rAt + i * PANEL]);
      s0 = f.fma(v, s0);
      f = FloatVector.broadcast(FLOATS, r[rAt + i * PANEL + 1]);
      s1 = f.fma(v, s1);
      f = FloatVector.broadcast(FLOATS, r[rAt + i * PANEL + 2]);
      s2 = f.fma(v, s2);
      f = FloatVector.broadcast(FLOATS, r[rAt + i * PANEL + 3]);
      s3 = f.fma(v, s3);
      f = FloatVector.broadcast(FLOATS, r[rAt + i * PANEL + 4]);
      s4 = f.fma(v, s4);
      f = FloatVector.broadcast(FLOATS, r[rAt + i * PANEL + 5]);
      s5 = f.fma(v, s5);
      f = FloatVector.broadcast(FLOATS, r[rAt + i * PANEL + 6]);
      s6 = f.fma(v, s6);
      f = FloatVector.broadcast(FLOATS, r[rAt + i * PANEL + 7]);
      s7 = f.fma(v, s7);
    }
    s0.intoArray(sums, 0);
    s1.intoArray(sums, WIDTH);
    s2.intoArray(sums, 2 * WIDTH);
    s3.intoArray(sums, 3 * WIDTH);
    s4.intoArray(sums, 4 * WIDTH);
    s5.intoArray(sums, 5 * WIDTH);
    s6.intoArray(sums, 6 * WIDTH);
    s7.intoArray(sums, 7 * WIDTH);
  }
}

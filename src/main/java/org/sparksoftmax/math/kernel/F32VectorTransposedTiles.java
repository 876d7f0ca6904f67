package org.sparksoftmax.math.kernel;

import static org.sparksoftmax.math.kernel.F32Panels.PANEL;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The tiles of {@link F32VectorGemm#addTransposedProduct}: Rᵀ X for eight columns of R and a few
 * vectors of columns of X, which stay in registers. They are unrolled by hand like {@link
 * F32VectorTiles}.
 */
final class F32VectorTransposedTiles {

  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;

  /** The vector class of {@link #FLOATS}, which is not public. */
  private static final Class<? extends FloatVector> VECTOR = FloatVector.zero(FLOATS).getClass();

  private static final int WIDTH = FLOATS.length();

  private F32VectorTransposedTiles() {}

  /**
   * Rᵀ X for eight columns of R and three panels of X.
   *
   * @param r starts at {@code rAt}, at a multiple of eight columns within a panel; not modified
   * @param x starts at {@code xAt}, with panels {@code xPanel} entries apart; not modified
   * @param sums eight rows of three vectors; overwritten
   */
  static void wide(float[] r, int rAt, float[] x, int xAt, int xPanel, int rows, float[] sums) {
    int x1 = xAt + xPanel;
    int x2 = x1 + xPanel;
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
      FloatVector v0 = FloatVector.fromArray(FLOATS, x, xAt + i * PANEL);
      FloatVector v1 = FloatVector.fromArray(FLOATS, x, x1 + i * PANEL);
      FloatVector v2 = FloatVector.fromArray(FLOATS, x, x2 + i * PANEL);
      int at = rAt + i * PANEL;
      FloatVector f = VECTOR.cast(FloatVector.broadcast(FLOATS, r[at]));
      s00 = f.fma(v0, s00);
      s01 = f.fma(v1, s01);
      s02 = f.fma(v2, s02);
      f = VECTOR.cast(FloatVector.broadcast(FLOATS, r[at + 1]));
      s10 = f.fma(v0, s10);
      s11 = f.fma(v1, s11);
      s12 = f.fma(v2, s12);
      f = VECTOR.cast(FloatVector.broadcast(FLOATS, r[at + 2]));
      s20 = f.fma(v0, s20);
      s21 = f.fma(v1, s21);
      s22 = f.fma(v2, s22);
      f = VECTOR.cast(FloatVector.broadcast(FLOATS, r[at + 3]));
      s30 = f.fma(v0, s30);
      s31 = f.fma(v1, s31);
      s32 = f.fma(v2, s32);
      f = VECTOR.cast(FloatVector.broadcast(FLOATS, r[at + 4]));
      s40 = f.fma(v0, s40);
      s41 = f.fma(v1, s41);
      s42 = f.fma(v2, s42);
      f = VECTOR.cast(FloatVector.broadcast(FLOATS, r[at + 5]));
      s50 = f.fma(v0, s50);
      s51 = f.fma(v1, s51);
      s52 = f.fma(v2, s52);
      f = VECTOR.cast(FloatVector.broadcast(FLOATS, r[at + 6]));
      s60 = f.fma(v0, s60);
      s61 = f.fma(v1, s61);
      s62 = f.fma(v2, s62);
      f = VECTOR.cast(FloatVector.broadcast(FLOATS, r[at + 7]));
      s70 = f.fma(v0, s70);
      s71 = f.fma(v1, s71);
      s72 = f.fma(v2, s72);
    }
    VECTOR.cast(s00).intoArray(sums, 0);
    VECTOR.cast(s01).intoArray(sums, WIDTH);
    VECTOR.cast(s02).intoArray(sums, 2 * WIDTH);
    VECTOR.cast(s10).intoArray(sums, 3 * WIDTH);
    VECTOR.cast(s11).intoArray(sums, 4 * WIDTH);
    VECTOR.cast(s12).intoArray(sums, 5 * WIDTH);
    VECTOR.cast(s20).intoArray(sums, 6 * WIDTH);
    VECTOR.cast(s21).intoArray(sums, 7 * WIDTH);
    VECTOR.cast(s22).intoArray(sums, 8 * WIDTH);
    VECTOR.cast(s30).intoArray(sums, 9 * WIDTH);
    VECTOR.cast(s31).intoArray(sums, 10 * WIDTH);
    VECTOR.cast(s32).intoArray(sums, 11 * WIDTH);
    VECTOR.cast(s40).intoArray(sums, 12 * WIDTH);
    VECTOR.cast(s41).intoArray(sums, 13 * WIDTH);
    VECTOR.cast(s42).intoArray(sums, 14 * WIDTH);
    VECTOR.cast(s50).intoArray(sums, 15 * WIDTH);
    VECTOR.cast(s51).intoArray(sums, 16 * WIDTH);
    VECTOR.cast(s52).intoArray(sums, 17 * WIDTH);
    VECTOR.cast(s60).intoArray(sums, 18 * WIDTH);
    VECTOR.cast(s61).intoArray(sums, 19 * WIDTH);
    VECTOR.cast(s62).intoArray(sums, 20 * WIDTH);
    VECTOR.cast(s70).intoArray(sums, 21 * WIDTH);
    VECTOR.cast(s71).intoArray(sums, 22 * WIDTH);
    VECTOR.cast(s72).intoArray(sums, 23 * WIDTH);
  }

  /** Like {@link #wide}, for one vector of X; {@code sums} holds eight vectors. */
  static void narrow(float[] r, int rAt, float[] x, int xAt, int rows, float[] sums) {
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
      int at = rAt + i * PANEL;
      FloatVector f = VECTOR.cast(FloatVector.broadcast(FLOATS, r[at]));
      s0 = f.fma(v, s0);
      f = VECTOR.cast(FloatVector.broadcast(FLOATS, r[at + 1]));
      s1 = f.fma(v, s1);
      f = VECTOR.cast(FloatVector.broadcast(FLOATS, r[at + 2]));
      s2 = f.fma(v, s2);
      f = VECTOR.cast(FloatVector.broadcast(FLOATS, r[at + 3]));
      s3 = f.fma(v, s3);
      f = VECTOR.cast(FloatVector.broadcast(FLOATS, r[at + 4]));
      s4 = f.fma(v, s4);
      f = VECTOR.cast(FloatVector.broadcast(FLOATS, r[at + 5]));
      s5 = f.fma(v, s5);
      f = VECTOR.cast(FloatVector.broadcast(FLOATS, r[at + 6]));
      s6 = f.fma(v, s6);
      f = VECTOR.cast(FloatVector.broadcast(FLOATS, r[at + 7]));
      s7 = f.fma(v, s7);
    }
    VECTOR.cast(s0).intoArray(sums, 0);
    VECTOR.cast(s1).intoArray(sums, WIDTH);
    VECTOR.cast(s2).intoArray(sums, 2 * WIDTH);
    VECTOR.cast(s3).intoArray(sums, 3 * WIDTH);
    VECTOR.cast(s4).intoArray(sums, 4 * WIDTH);
    VECTOR.cast(s5).intoArray(sums, 5 * WIDTH);
    VECTOR.cast(s6).intoArray(sums, 6 * WIDTH);
    VECTOR.cast(s7).intoArray(sums, 7 * WIDTH);
  }
}

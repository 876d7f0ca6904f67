package org.sparksoftmax.math.kernel;

import static org.sparksoftmax.math.kernel.F32Panels.PANEL;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The tiles of {@link F32VectorGemm#addTransposedProduct}: Rᵀ X for a few columns of R and a few
 * vectors of columns of X, which stay in registers. They are unrolled by hand like {@link
 * F32VectorTiles}.
 *
 * <p>With 16 registers, the sums leave room for two or three factors at a time, but the compiler
 * loads all factors of a basic block before the first product, and keeps sums in memory in
 * exchange. Comparing the step with a number that is negative, which the compiler cannot tell,
 * divides a step into blocks. Without it, a product takes twice as long.
 */
final class F32VectorTransposedTiles {

  private static final VectorSpecies<Float> FLOATS = VectorRegisters.FLOATS;

  /** The vector class of {@link #FLOATS}, which is not public. */
  private static final Class<? extends FloatVector> VECTOR = FloatVector.zero(FLOATS).getClass();

  private static final int WIDTH = FLOATS.length();

  private F32VectorTransposedTiles() {}

  /**
   * Rᵀ X for eight columns of R and three vectors of X.
   *
   * @param r columns within one panel, from {@code rAt} on; not modified
   * @param x its vectors start at {@code x0}, {@code x1} and {@code x2}; not modified
   * @param out rows as in a panel; its vectors start at {@code out0} to {@code out2}; overwritten
   */
  static void eightByThree(
      float[] r,
      int rAt,
      float[] x,
      int x0,
      int x1,
      int x2,
      int rows,
      float[] out,
      int out0,
      int out1,
      int out2) {
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
      FloatVector v0 = FloatVector.fromArray(FLOATS, x, x0 + i * PANEL);
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
    VECTOR.cast(s00).intoArray(out, out0);
    VECTOR.cast(s01).intoArray(out, out1);
    VECTOR.cast(s02).intoArray(out, out2);
    VECTOR.cast(s10).intoArray(out, out0 + PANEL);
    VECTOR.cast(s11).intoArray(out, out1 + PANEL);
    VECTOR.cast(s12).intoArray(out, out2 + PANEL);
    VECTOR.cast(s20).intoArray(out, out0 + 2 * PANEL);
    VECTOR.cast(s21).intoArray(out, out1 + 2 * PANEL);
    VECTOR.cast(s22).intoArray(out, out2 + 2 * PANEL);
    VECTOR.cast(s30).intoArray(out, out0 + 3 * PANEL);
    VECTOR.cast(s31).intoArray(out, out1 + 3 * PANEL);
    VECTOR.cast(s32).intoArray(out, out2 + 3 * PANEL);
    VECTOR.cast(s40).intoArray(out, out0 + 4 * PANEL);
    VECTOR.cast(s41).intoArray(out, out1 + 4 * PANEL);
    VECTOR.cast(s42).intoArray(out, out2 + 4 * PANEL);
    VECTOR.cast(s50).intoArray(out, out0 + 5 * PANEL);
    VECTOR.cast(s51).intoArray(out, out1 + 5 * PANEL);
    VECTOR.cast(s52).intoArray(out, out2 + 5 * PANEL);
    VECTOR.cast(s60).intoArray(out, out0 + 6 * PANEL);
    VECTOR.cast(s61).intoArray(out, out1 + 6 * PANEL);
    VECTOR.cast(s62).intoArray(out, out2 + 6 * PANEL);
    VECTOR.cast(s70).intoArray(out, out0 + 7 * PANEL);
    VECTOR.cast(s71).intoArray(out, out1 + 7 * PANEL);
    VECTOR.cast(s72).intoArray(out, out2 + 7 * PANEL);
  }

  /** Like {@link #eightByThree}, for one vector of X. */
  static void eightByOne(float[] r, int rAt, float[] x, int xAt, int rows, float[] out, int outAt) {
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
    VECTOR.cast(s0).intoArray(out, outAt);
    VECTOR.cast(s1).intoArray(out, outAt + PANEL);
    VECTOR.cast(s2).intoArray(out, outAt + 2 * PANEL);
    VECTOR.cast(s3).intoArray(out, outAt + 3 * PANEL);
    VECTOR.cast(s4).intoArray(out, outAt + 4 * PANEL);
    VECTOR.cast(s5).intoArray(out, outAt + 5 * PANEL);
    VECTOR.cast(s6).intoArray(out, outAt + 6 * PANEL);
    VECTOR.cast(s7).intoArray(out, outAt + 7 * PANEL);
  }

  /**
   * S + Rᵀ X for six columns of R and two adjacent vectors of X.
   *
   * @param r columns within one panel, from {@code rAt} on; not modified
   * @param x starts at {@code xAt}; not modified
   * @param s S, with rows as in a panel; not modified unless it is {@code c}
   * @param c likewise; overwritten
   */
  static void sixByTwo(
      float[] r, int rAt, float[] x, int xAt, int steps, float[] s, int sAt, float[] c, int cAt) {
    int never = ~rAt;
    FloatVector s00 = FloatVector.fromArray(FLOATS, s, sAt);
    FloatVector s01 = FloatVector.fromArray(FLOATS, s, sAt + WIDTH);
    FloatVector s10 = FloatVector.fromArray(FLOATS, s, sAt + PANEL);
    FloatVector s11 = FloatVector.fromArray(FLOATS, s, sAt + WIDTH + PANEL);
    FloatVector s20 = FloatVector.fromArray(FLOATS, s, sAt + 2 * PANEL);
    FloatVector s21 = FloatVector.fromArray(FLOATS, s, sAt + WIDTH + 2 * PANEL);
    FloatVector s30 = FloatVector.fromArray(FLOATS, s, sAt + 3 * PANEL);
    FloatVector s31 = FloatVector.fromArray(FLOATS, s, sAt + WIDTH + 3 * PANEL);
    FloatVector s40 = FloatVector.fromArray(FLOATS, s, sAt + 4 * PANEL);
    FloatVector s41 = FloatVector.fromArray(FLOATS, s, sAt + WIDTH + 4 * PANEL);
    FloatVector s50 = FloatVector.fromArray(FLOATS, s, sAt + 5 * PANEL);
    FloatVector s51 = FloatVector.fromArray(FLOATS, s, sAt + WIDTH + 5 * PANEL);
    for (int p = 0; p < steps; p++) {
      FloatVector v0 = FloatVector.fromArray(FLOATS, x, xAt + p * PANEL);
      FloatVector v1 = FloatVector.fromArray(FLOATS, x, xAt + WIDTH + p * PANEL);
      int at = rAt + p * PANEL;
      FloatVector f = VECTOR.cast(FloatVector.broadcast(FLOATS, r[at]));
      s00 = f.fma(v0, s00);
      s01 = f.fma(v1, s01);
      f = VECTOR.cast(FloatVector.broadcast(FLOATS, r[at + 1]));
      s10 = f.fma(v0, s10);
      s11 = f.fma(v1, s11);
      if (p == never) {
        break;
      }
      f = VECTOR.cast(FloatVector.broadcast(FLOATS, r[at + 2]));
      s20 = f.fma(v0, s20);
      s21 = f.fma(v1, s21);
      f = VECTOR.cast(FloatVector.broadcast(FLOATS, r[at + 3]));
      s30 = f.fma(v0, s30);
      s31 = f.fma(v1, s31);
      if (p == never - 1) {
        break;
      }
      f = VECTOR.cast(FloatVector.broadcast(FLOATS, r[at + 4]));
      s40 = f.fma(v0, s40);
      s41 = f.fma(v1, s41);
      f = VECTOR.cast(FloatVector.broadcast(FLOATS, r[at + 5]));
      s50 = f.fma(v0, s50);
      s51 = f.fma(v1, s51);
    }
    VECTOR.cast(s00).intoArray(c, cAt);
    VECTOR.cast(s01).intoArray(c, cAt + WIDTH);
    VECTOR.cast(s10).intoArray(c, cAt + PANEL);
    VECTOR.cast(s11).intoArray(c, cAt + WIDTH + PANEL);
    VECTOR.cast(s20).intoArray(c, cAt + 2 * PANEL);
    VECTOR.cast(s21).intoArray(c, cAt + WIDTH + 2 * PANEL);
    VECTOR.cast(s30).intoArray(c, cAt + 3 * PANEL);
    VECTOR.cast(s31).intoArray(c, cAt + WIDTH + 3 * PANEL);
    VECTOR.cast(s40).intoArray(c, cAt + 4 * PANEL);
    VECTOR.cast(s41).intoArray(c, cAt + WIDTH + 4 * PANEL);
    VECTOR.cast(s50).intoArray(c, cAt + 5 * PANEL);
    VECTOR.cast(s51).intoArray(c, cAt + WIDTH + 5 * PANEL);
  }

  /** Like {@link #sixByTwo}, for five columns of R. */
  static void fiveByTwo(
      float[] r, int rAt, float[] x, int xAt, int steps, float[] s, int sAt, float[] c, int cAt) {
    int never = ~rAt;
    FloatVector s00 = FloatVector.fromArray(FLOATS, s, sAt);
    FloatVector s01 = FloatVector.fromArray(FLOATS, s, sAt + WIDTH);
    FloatVector s10 = FloatVector.fromArray(FLOATS, s, sAt + PANEL);
    FloatVector s11 = FloatVector.fromArray(FLOATS, s, sAt + WIDTH + PANEL);
    FloatVector s20 = FloatVector.fromArray(FLOATS, s, sAt + 2 * PANEL);
    FloatVector s21 = FloatVector.fromArray(FLOATS, s, sAt + WIDTH + 2 * PANEL);
    FloatVector s30 = FloatVector.fromArray(FLOATS, s, sAt + 3 * PANEL);
    FloatVector s31 = FloatVector.fromArray(FLOATS, s, sAt + WIDTH + 3 * PANEL);
    FloatVector s40 = FloatVector.fromArray(FLOATS, s, sAt + 4 * PANEL);
    FloatVector s41 = FloatVector.fromArray(FLOATS, s, sAt + WIDTH + 4 * PANEL);
    for (int p = 0; p < steps; p++) {
      FloatVector v0 = FloatVector.fromArray(FLOATS, x, xAt + p * PANEL);
      FloatVector v1 = FloatVector.fromArray(FLOATS, x, xAt + WIDTH + p * PANEL);
      int at = rAt + p * PANEL;
      FloatVector f = VECTOR.cast(FloatVector.broadcast(FLOATS, r[at]));
      s00 = f.fma(v0, s00);
      s01 = f.fma(v1, s01);
      f = VECTOR.cast(FloatVector.broadcast(FLOATS, r[at + 1]));
      s10 = f.fma(v0, s10);
      s11 = f.fma(v1, s11);
      f = VECTOR.cast(FloatVector.broadcast(FLOATS, r[at + 2]));
      s20 = f.fma(v0, s20);
      s21 = f.fma(v1, s21);
      if (p == never) {
        break;
      }
      f = VECTOR.cast(FloatVector.broadcast(FLOATS, r[at + 3]));
      s30 = f.fma(v0, s30);
      s31 = f.fma(v1, s31);
      f = VECTOR.cast(FloatVector.broadcast(FLOATS, r[at + 4]));
      s40 = f.fma(v0, s40);
      s41 = f.fma(v1, s41);
    }
    VECTOR.cast(s00).intoArray(c, cAt);
    VECTOR.cast(s01).intoArray(c, cAt + WIDTH);
    VECTOR.cast(s10).intoArray(c, cAt + PANEL);
    VECTOR.cast(s11).intoArray(c, cAt + WIDTH + PANEL);
    VECTOR.cast(s20).intoArray(c, cAt + 2 * PANEL);
    VECTOR.cast(s21).intoArray(c, cAt + WIDTH + 2 * PANEL);
    VECTOR.cast(s30).intoArray(c, cAt + 3 * PANEL);
    VECTOR.cast(s31).intoArray(c, cAt + WIDTH + 3 * PANEL);
    VECTOR.cast(s40).intoArray(c, cAt + 4 * PANEL);
    VECTOR.cast(s41).intoArray(c, cAt + WIDTH + 4 * PANEL);
  }
}

package org.sparksoftmax.math.kernel;

import static org.sparksoftmax.math.kernel.F32Panels.PANEL;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The tiles of {@link F32VectorGemm#multiply}: C += A B for a few rows and a few vectors of
 * columns, which stay in registers.
 *
 * <p>They are unrolled by hand and call no helpers: the compiler keeps a vector in a register only
 * if the vector does not cross a call that is not inlined, and only if its exact class is certain.
 * The result of a loop has the static type {@link FloatVector}, and once the JVM has used vectors
 * of two widths anywhere, the compiler no longer speculates on the class. The casts state the class
 * at no cost; without them, products may take forty times as long.
 */
final class F32VectorTiles {

  private static final VectorSpecies<Float> FLOATS = VectorRegisters.FLOATS;

  /** The vector class of {@link #FLOATS}, which is not public. */
  private static final Class<? extends FloatVector> VECTOR = FloatVector.zero(FLOATS).getClass();

  /** Base-2 logarithm of {@link F32Panels#PANEL}. */
  private static final int PANEL_BITS = Integer.numberOfTrailingZeros(PANEL);

  private F32VectorTiles() {}

  /**
   * C = S + A B for eight rows and three vectors of columns, over some of the columns of A: 24
   * sums.
   *
   * @param a starts at {@code aAt}, the first column of a panel; not modified
   * @param aPanel distance from one panel of A to the next
   * @param b its vectors start at {@code b0}, {@code b1} and {@code b2}; not modified
   * @param steps number of columns of A and rows of B
   * @param start S, the sums so far, in the layout of C; not modified unless it is C
   * @param c its vectors start at {@code c0}, {@code c1} and {@code c2}; overwritten
   */
  static void eightByThree(
      float[] a,
      int aAt,
      int aPanel,
      float[] b,
      int b0,
      int b1,
      int b2,
      int steps,
      float[] start,
      int start0,
      int start1,
      int start2,
      float[] c,
      int c0,
      int c1,
      int c2) {
    FloatVector s00 = FloatVector.fromArray(FLOATS, start, start0);
    FloatVector s01 = FloatVector.fromArray(FLOATS, start, start1);
    FloatVector s02 = FloatVector.fromArray(FLOATS, start, start2);
    FloatVector s10 = FloatVector.fromArray(FLOATS, start, start0 + PANEL);
    FloatVector s11 = FloatVector.fromArray(FLOATS, start, start1 + PANEL);
    FloatVector s12 = FloatVector.fromArray(FLOATS, start, start2 + PANEL);
    FloatVector s20 = FloatVector.fromArray(FLOATS, start, start0 + 2 * PANEL);
    FloatVector s21 = FloatVector.fromArray(FLOATS, start, start1 + 2 * PANEL);
    FloatVector s22 = FloatVector.fromArray(FLOATS, start, start2 + 2 * PANEL);
    FloatVector s30 = FloatVector.fromArray(FLOATS, start, start0 + 3 * PANEL);
    FloatVector s31 = FloatVector.fromArray(FLOATS, start, start1 + 3 * PANEL);
    FloatVector s32 = FloatVector.fromArray(FLOATS, start, start2 + 3 * PANEL);
    FloatVector s40 = FloatVector.fromArray(FLOATS, start, start0 + 4 * PANEL);
    FloatVector s41 = FloatVector.fromArray(FLOATS, start, start1 + 4 * PANEL);
    FloatVector s42 = FloatVector.fromArray(FLOATS, start, start2 + 4 * PANEL);
    FloatVector s50 = FloatVector.fromArray(FLOATS, start, start0 + 5 * PANEL);
    FloatVector s51 = FloatVector.fromArray(FLOATS, start, start1 + 5 * PANEL);
    FloatVector s52 = FloatVector.fromArray(FLOATS, start, start2 + 5 * PANEL);
    FloatVector s60 = FloatVector.fromArray(FLOATS, start, start0 + 6 * PANEL);
    FloatVector s61 = FloatVector.fromArray(FLOATS, start, start1 + 6 * PANEL);
    FloatVector s62 = FloatVector.fromArray(FLOATS, start, start2 + 6 * PANEL);
    FloatVector s70 = FloatVector.fromArray(FLOATS, start, start0 + 7 * PANEL);
    FloatVector s71 = FloatVector.fromArray(FLOATS, start, start1 + 7 * PANEL);
    FloatVector s72 = FloatVector.fromArray(FLOATS, start, start2 + 7 * PANEL);
    for (int p = 0; p < steps; p++) {
      int at = aAt + (p >> PANEL_BITS) * aPanel + (p & (PANEL - 1));
      FloatVector v0 = FloatVector.fromArray(FLOATS, b, b0 + p * PANEL);
      FloatVector v1 = FloatVector.fromArray(FLOATS, b, b1 + p * PANEL);
      FloatVector v2 = FloatVector.fromArray(FLOATS, b, b2 + p * PANEL);
      FloatVector f = VECTOR.cast(FloatVector.broadcast(FLOATS, a[at]));
      s00 = f.fma(v0, s00);
      s01 = f.fma(v1, s01);
      s02 = f.fma(v2, s02);
      f = VECTOR.cast(FloatVector.broadcast(FLOATS, a[at + PANEL]));
      s10 = f.fma(v0, s10);
      s11 = f.fma(v1, s11);
      s12 = f.fma(v2, s12);
      f = VECTOR.cast(FloatVector.broadcast(FLOATS, a[at + 2 * PANEL]));
      s20 = f.fma(v0, s20);
      s21 = f.fma(v1, s21);
      s22 = f.fma(v2, s22);
      f = VECTOR.cast(FloatVector.broadcast(FLOATS, a[at + 3 * PANEL]));
      s30 = f.fma(v0, s30);
      s31 = f.fma(v1, s31);
      s32 = f.fma(v2, s32);
      f = VECTOR.cast(FloatVector.broadcast(FLOATS, a[at + 4 * PANEL]));
      s40 = f.fma(v0, s40);
      s41 = f.fma(v1, s41);
      s42 = f.fma(v2, s42);
      f = VECTOR.cast(FloatVector.broadcast(FLOATS, a[at + 5 * PANEL]));
      s50 = f.fma(v0, s50);
      s51 = f.fma(v1, s51);
      s52 = f.fma(v2, s52);
      f = VECTOR.cast(FloatVector.broadcast(FLOATS, a[at + 6 * PANEL]));
      s60 = f.fma(v0, s60);
      s61 = f.fma(v1, s61);
      s62 = f.fma(v2, s62);
      f = VECTOR.cast(FloatVector.broadcast(FLOATS, a[at + 7 * PANEL]));
      s70 = f.fma(v0, s70);
      s71 = f.fma(v1, s71);
      s72 = f.fma(v2, s72);
    }
    VECTOR.cast(s00).intoArray(c, c0);
    VECTOR.cast(s01).intoArray(c, c1);
    VECTOR.cast(s02).intoArray(c, c2);
    VECTOR.cast(s10).intoArray(c, c0 + PANEL);
    VECTOR.cast(s11).intoArray(c, c1 + PANEL);
    VECTOR.cast(s12).intoArray(c, c2 + PANEL);
    VECTOR.cast(s20).intoArray(c, c0 + 2 * PANEL);
    VECTOR.cast(s21).intoArray(c, c1 + 2 * PANEL);
    VECTOR.cast(s22).intoArray(c, c2 + 2 * PANEL);
    VECTOR.cast(s30).intoArray(c, c0 + 3 * PANEL);
    VECTOR.cast(s31).intoArray(c, c1 + 3 * PANEL);
    VECTOR.cast(s32).intoArray(c, c2 + 3 * PANEL);
    VECTOR.cast(s40).intoArray(c, c0 + 4 * PANEL);
    VECTOR.cast(s41).intoArray(c, c1 + 4 * PANEL);
    VECTOR.cast(s42).intoArray(c, c2 + 4 * PANEL);
    VECTOR.cast(s50).intoArray(c, c0 + 5 * PANEL);
    VECTOR.cast(s51).intoArray(c, c1 + 5 * PANEL);
    VECTOR.cast(s52).intoArray(c, c2 + 5 * PANEL);
    VECTOR.cast(s60).intoArray(c, c0 + 6 * PANEL);
    VECTOR.cast(s61).intoArray(c, c1 + 6 * PANEL);
    VECTOR.cast(s62).intoArray(c, c2 + 6 * PANEL);
    VECTOR.cast(s70).intoArray(c, c0 + 7 * PANEL);
    VECTOR.cast(s71).intoArray(c, c1 + 7 * PANEL);
    VECTOR.cast(s72).intoArray(c, c2 + 7 * PANEL);
  }

  /** Like {@link #eightByThree}, for eight rows of one vector. */
  static void eightByOne(
      float[] a,
      int aAt,
      int aPanel,
      float[] b,
      int bAt,
      int steps,
      float[] start,
      int startAt,
      float[] c,
      int cAt) {
    FloatVector s0 = FloatVector.fromArray(FLOATS, start, startAt);
    FloatVector s1 = FloatVector.fromArray(FLOATS, start, startAt + PANEL);
    FloatVector s2 = FloatVector.fromArray(FLOATS, start, startAt + 2 * PANEL);
    FloatVector s3 = FloatVector.fromArray(FLOATS, start, startAt + 3 * PANEL);
    FloatVector s4 = FloatVector.fromArray(FLOATS, start, startAt + 4 * PANEL);
    FloatVector s5 = FloatVector.fromArray(FLOATS, start, startAt + 5 * PANEL);
    FloatVector s6 = FloatVector.fromArray(FLOATS, start, startAt + 6 * PANEL);
    FloatVector s7 = FloatVector.fromArray(FLOATS, start, startAt + 7 * PANEL);
    for (int p = 0; p < steps; p++) {
      int at = aAt + (p >> PANEL_BITS) * aPanel + (p & (PANEL - 1));
      FloatVector v = FloatVector.fromArray(FLOATS, b, bAt + p * PANEL);
      FloatVector f = VECTOR.cast(FloatVector.broadcast(FLOATS, a[at]));
      s0 = f.fma(v, s0);
      f = VECTOR.cast(FloatVector.broadcast(FLOATS, a[at + PANEL]));
      s1 = f.fma(v, s1);
      f = VECTOR.cast(FloatVector.broadcast(FLOATS, a[at + 2 * PANEL]));
      s2 = f.fma(v, s2);
      f = VECTOR.cast(FloatVector.broadcast(FLOATS, a[at + 3 * PANEL]));
      s3 = f.fma(v, s3);
      f = VECTOR.cast(FloatVector.broadcast(FLOATS, a[at + 4 * PANEL]));
      s4 = f.fma(v, s4);
      f = VECTOR.cast(FloatVector.broadcast(FLOATS, a[at + 5 * PANEL]));
      s5 = f.fma(v, s5);
      f = VECTOR.cast(FloatVector.broadcast(FLOATS, a[at + 6 * PANEL]));
      s6 = f.fma(v, s6);
      f = VECTOR.cast(FloatVector.broadcast(FLOATS, a[at + 7 * PANEL]));
      s7 = f.fma(v, s7);
    }
    VECTOR.cast(s0).intoArray(c, cAt);
    VECTOR.cast(s1).intoArray(c, cAt + PANEL);
    VECTOR.cast(s2).intoArray(c, cAt + 2 * PANEL);
    VECTOR.cast(s3).intoArray(c, cAt + 3 * PANEL);
    VECTOR.cast(s4).intoArray(c, cAt + 4 * PANEL);
    VECTOR.cast(s5).intoArray(c, cAt + 5 * PANEL);
    VECTOR.cast(s6).intoArray(c, cAt + 6 * PANEL);
    VECTOR.cast(s7).intoArray(c, cAt + 7 * PANEL);
  }
}

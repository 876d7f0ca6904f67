package org.sparksoftmax.math.kernel;

import static org.sparksoftmax.math.kernel.F32Kernels.LANES;
import static org.sparksoftmax.math.kernel.F32Kernels.TILE_CLASSES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link F32Kernels#logits} using the Vector API. With {@link VectorRegisters#areMany many
 * registers}, a tile of four rows by five classes stays in registers, so that 20 multiply-adds need
 * only 9 loads; otherwise, a tile of two rows, with 7 loads for 10 multiply-adds.
 */
final class F32VectorLogits {

  private static final VectorSpecies<Float> FLOATS = VectorRegisters.FLOATS;
  private static final int WIDTH = FLOATS.length();
  private static final int TILE_ROWS = VectorRegisters.OF_MACHINE.areMany() ? 4 : 2;

  private F32VectorLogits() {}

  static void logits(F32Matrix x, F32Matrix w, F32Matrix z) {
    float[] lanes = F32VectorSums.lanesOf(TILE_ROWS * TILE_CLASSES);
    for (int k = 0; k < w.rows(); k += TILE_CLASSES) {
      for (int i = 0; i < x.rows(); i += TILE_ROWS) {
        for (int lane = 0; lane < LANES; lane += WIDTH) {
          tile(x, i, w, k, lane, lanes);
        }
        int rows = Math.min(TILE_ROWS, x.rows() - i);
        F32VectorSums.sumOfLanes(lanes, rows * TILE_CLASSES);
        for (int r = 0; r < rows; r++) {
          int to = z.row(i + r) + k;
          for (int c = 0; c < TILE_CLASSES; c++) {
            z.array()[to + c] = lanes[(r * TILE_CLASSES + c) * F32VectorSums.DISTANCE];
          }
        }
      }
    }
  }

  /** Partial sums for some lanes of a tile. Past the last row, the tile recomputes that row. */
  private static void tile(F32Matrix x, int i, F32Matrix w, int k, int lane, float[] lanes) {
    int last = x.rows() - 1;
    int x0 = x.row(i) + lane;
    int x1 = x.row(Math.min(i + 1, last)) + lane;
    int wAt = w.row(k) + lane;
    int features = x.columns() - lane;
    if (TILE_ROWS == 2) {
      twoRows(x.array(), x0, x1, w.array(), wAt, w.stride(), features, lanes, lane);
    } else {
      int x2 = x.row(Math.min(i + 2, last)) + lane;
      int x3 = x.row(Math.min(i + 3, last)) + lane;
      fourRows(x.array(), x0, x1, x2, x3, w.array(), wAt, w.stride(), features, lanes, lane);
    }
  }

  /** Partial sums over every 16th feature, for four rows times five classes. */
  private static void fourRows(
      float[] x,
      int x0,
      int x1,
      int x2,
      int x3,
      float[] w,
      int w0,
      int stride,
      int features,
      float[] lanes,
      int at) {
    int w1 = w0 + stride;
    int w2 = w1 + stride;
    int w3 = w2 + stride;
    int w4 = w3 + stride;
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector s00 = zero;
    FloatVector s01 = zero;
    FloatVector s02 = zero;
    FloatVector s03 = zero;
    FloatVector s04 = zero;
    FloatVector s10 = zero;
    FloatVector s11 = zero;
    FloatVector s12 = zero;
    FloatVector s13 = zero;
    FloatVector s14 = zero;
    FloatVector s20 = zero;
    FloatVector s21 = zero;
    FloatVector s22 = zero;
    FloatVector s23 = zero;
    FloatVector s24 = zero;
    FloatVector s30 = zero;
    FloatVector s31 = zero;
    FloatVector s32 = zero;
    FloatVector s33 = zero;
    FloatVector s34 = zero;
    for (int j = 0; j < features; j += LANES) {
      FloatVector b0 = FloatVector.fromArray(FLOATS, w, w0 + j);
      FloatVector b1 = FloatVector.fromArray(FLOATS, w, w1 + j);
      FloatVector b2 = FloatVector.fromArray(FLOATS, w, w2 + j);
      FloatVector b3 = FloatVector.fromArray(FLOATS, w, w3 + j);
      FloatVector b4 = FloatVector.fromArray(FLOATS, w, w4 + j);
      FloatVector a = FloatVector.fromArray(FLOATS, x, x0 + j);
      s00 = a.fma(b0, s00);
      s01 = a.fma(b1, s01);
      s02 = a.fma(b2, s02);
      s03 = a.fma(b3, s03);
      s04 = a.fma(b4, s04);
      a = FloatVector.fromArray(FLOATS, x, x1 + j);
      s10 = a.fma(b0, s10);
      s11 = a.fma(b1, s11);
      s12 = a.fma(b2, s12);
      s13 = a.fma(b3, s13);
      s14 = a.fma(b4, s14);
      a = FloatVector.fromArray(FLOATS, x, x2 + j);
      s20 = a.fma(b0, s20);
      s21 = a.fma(b1, s21);
      s22 = a.fma(b2, s22);
      s23 = a.fma(b3, s23);
      s24 = a.fma(b4, s24);
      a = FloatVector.fromArray(FLOATS, x, x3 + j);
      s30 = a.fma(b0, s30);
      s31 = a.fma(b1, s31);
      s32 = a.fma(b2, s32);
      s33 = a.fma(b3, s33);
      s34 = a.fma(b4, s34);
    }
    s00.intoArray(lanes, at + 0 * LANES);
    s01.intoArray(lanes, at + 1 * LANES);
    s02.intoArray(lanes, at + 2 * LANES);
    s03.intoArray(lanes, at + 3 * LANES);
    s04.intoArray(lanes, at + 4 * LANES);
    s10.intoArray(lanes, at + 5 * LANES);
    s11.intoArray(lanes, at + 6 * LANES);
    s12.intoArray(lanes, at + 7 * LANES);
    s13.intoArray(lanes, at + 8 * LANES);
    s14.intoArray(lanes, at + 9 * LANES);
    s20.intoArray(lanes, at + 10 * LANES);
    s21.intoArray(lanes, at + 11 * LANES);
    s22.intoArray(lanes, at + 12 * LANES);
    s23.intoArray(lanes, at + 13 * LANES);
    s24.intoArray(lanes, at + 14 * LANES);
    s30.intoArray(lanes, at + 15 * LANES);
    s31.intoArray(lanes, at + 16 * LANES);
    s32.intoArray(lanes, at + 17 * LANES);
    s33.intoArray(lanes, at + 18 * LANES);
    s34.intoArray(lanes, at + 19 * LANES);
  }

  /** Like {@link #fourRows}, for two rows. */
  private static void twoRows(
      float[] x,
      int x0,
      int x1,
      float[] w,
      int w0,
      int stride,
      int features,
      float[] lanes,
      int at) {
    int w1 = w0 + stride;
    int w2 = w1 + stride;
    int w3 = w2 + stride;
    int w4 = w3 + stride;
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector s00 = zero;
    FloatVector s01 = zero;
    FloatVector s02 = zero;
    FloatVector s03 = zero;
    FloatVector s04 = zero;
    FloatVector s10 = zero;
    FloatVector s11 = zero;
    FloatVector s12 = zero;
    FloatVector s13 = zero;
    FloatVector s14 = zero;
    for (int j = 0; j < features; j += LANES) {
      FloatVector b0 = FloatVector.fromArray(FLOATS, w, w0 + j);
      FloatVector b1 = FloatVector.fromArray(FLOATS, w, w1 + j);
      FloatVector b2 = FloatVector.fromArray(FLOATS, w, w2 + j);
      FloatVector b3 = FloatVector.fromArray(FLOATS, w, w3 + j);
      FloatVector b4 = FloatVector.fromArray(FLOATS, w, w4 + j);
      FloatVector a = FloatVector.fromArray(FLOATS, x, x0 + j);
      s00 = a.fma(b0, s00);
      s01 = a.fma(b1, s01);
      s02 = a.fma(b2, s02);
      s03 = a.fma(b3, s03);
      s04 = a.fma(b4, s04);
      a = FloatVector.fromArray(FLOATS, x, x1 + j);
      s10 = a.fma(b0, s10);
      s11 = a.fma(b1, s11);
      s12 = a.fma(b2, s12);
      s13 = a.fma(b3, s13);
      s14 = a.fma(b4, s14);
    }
    s00.intoArray(lanes, at + 0 * LANES);
    s01.intoArray(lanes, at + 1 * LANES);
    s02.intoArray(lanes, at + 2 * LANES);
    s03.intoArray(lanes, at + 3 * LANES);
    s04.intoArray(lanes, at + 4 * LANES);
    s10.intoArray(lanes, at + 5 * LANES);
    s11.intoArray(lanes, at + 6 * LANES);
    s12.intoArray(lanes, at + 7 * LANES);
    s13.intoArray(lanes, at + 8 * LANES);
    s14.intoArray(lanes, at + 9 * LANES);
  }
}

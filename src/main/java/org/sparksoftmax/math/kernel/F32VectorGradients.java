package org.sparksoftmax.math.kernel;

import static org.sparksoftmax.math.kernel.F32Kernels.TILE_CLASSES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link F32Kernels#addGradient} using the Vector API. With {@link VectorRegisters#areMany many
 * registers}, a tile of four vectors of features by five classes stays in registers, so that 20
 * multiply-adds need only 9 loads; otherwise, a tile of two vectors, with 7 loads for 10
 * multiply-adds.
 */
final class F32VectorGradients {

  private static final VectorSpecies<Float> FLOATS = VectorRegisters.FLOATS;
  private static final boolean MANY_REGISTERS = VectorRegisters.OF_MACHINE.areMany();
  private static final int WIDTH = FLOATS.length();

  /**
   * Distance of the rows of packed residuals: the compiler hoists checks only for powers of two.
   */
  private static final int PITCH = 8;

  private F32VectorGradients() {}

  static void addGradient(F32Matrix r, F32Matrix x, F32Matrix g) {
    float[] packed = packed(r);
    for (int j = 0; j < x.columns(); ) {
      int vectors = vectorsOfTile(x.columns() - j);
      for (int k = 0; k < r.columns(); k += TILE_CLASSES) {
        tile(vectors, packed, k / TILE_CLASSES * r.rows() * PITCH, x, j, g, k);
      }
      j += vectors * WIDTH;
    }
  }

  private static int vectorsOfTile(int features) {
    if (MANY_REGISTERS && features >= 4 * WIDTH) {
      return 4;
    }
    return features >= 2 * WIDTH ? 2 : 1;
  }

  /** Adds the gradient of five classes from {@code k} on, for some features from {@code j} on. */
  private static void tile(
      int vectors, float[] packed, int r0, F32Matrix x, int j, F32Matrix g, int k) {
    float[] features = x.array();
    int from = x.row(0) + j;
    float[] sums = g.array();
    int to = g.row(k) + j;
    switch (vectors) {
      case 4 ->
          tileOfFourVectors(packed, r0, features, from, x.stride(), x.rows(), sums, to, g.stride());
      case 2 ->
          tileOfTwoVectors(packed, r0, features, from, x.stride(), x.rows(), sums, to, g.stride());
      default ->
          tileOfOneVector(packed, r0, features, from, x.stride(), x.rows(), sums, to, g.stride());
    }
  }

  /** Packs R in groups of five classes, which the tiles read with a constant stride. */
  private static float[] packed(F32Matrix r) {
    float[] packed = new float[r.columns() / TILE_CLASSES * r.rows() * PITCH];
    float[] array = r.array();
    int to = 0;
    for (int k = 0; k < r.columns(); k += TILE_CLASSES) {
      for (int i = 0; i < r.rows(); i++) {
        int from = r.row(i) + k;
        for (int c = 0; c < TILE_CLASSES; c++) {
          packed[to + c] = array[from + c];
        }
        to += PITCH;
      }
    }
    return packed;
  }

  /** Five classes times four vectors of features, summed over the rows and added to G. */
  private static void tileOfFourVectors(
      float[] r,
      int r0,
      float[] x,
      int from,
      int xStride,
      int rows,
      float[] g,
      int g0,
      int gStride) {
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector s00 = zero;
    FloatVector s01 = zero;
    FloatVector s02 = zero;
    FloatVector s03 = zero;
    FloatVector s10 = zero;
    FloatVector s11 = zero;
    FloatVector s12 = zero;
    FloatVector s13 = zero;
    FloatVector s20 = zero;
    FloatVector s21 = zero;
    FloatVector s22 = zero;
    FloatVector s23 = zero;
    FloatVector s30 = zero;
    FloatVector s31 = zero;
    FloatVector s32 = zero;
    FloatVector s33 = zero;
    FloatVector s40 = zero;
    FloatVector s41 = zero;
    FloatVector s42 = zero;
    FloatVector s43 = zero;
    int xi = from;
    for (int i = 0; i < rows; i++) {
      FloatVector a0 = FloatVector.fromArray(FLOATS, x, xi);
      FloatVector a1 = FloatVector.fromArray(FLOATS, x, xi + WIDTH);
      FloatVector a2 = FloatVector.fromArray(FLOATS, x, xi + 2 * WIDTH);
      FloatVector a3 = FloatVector.fromArray(FLOATS, x, xi + 3 * WIDTH);
      FloatVector b = FloatVector.broadcast(FLOATS, r[r0 + i * PITCH]);
      s00 = b.fma(a0, s00);
      s01 = b.fma(a1, s01);
      s02 = b.fma(a2, s02);
      s03 = b.fma(a3, s03);
      b = FloatVector.broadcast(FLOATS, r[r0 + i * PITCH + 1]);
      s10 = b.fma(a0, s10);
      s11 = b.fma(a1, s11);
      s12 = b.fma(a2, s12);
      s13 = b.fma(a3, s13);
      b = FloatVector.broadcast(FLOATS, r[r0 + i * PITCH + 2]);
      s20 = b.fma(a0, s20);
      s21 = b.fma(a1, s21);
      s22 = b.fma(a2, s22);
      s23 = b.fma(a3, s23);
      b = FloatVector.broadcast(FLOATS, r[r0 + i * PITCH + 3]);
      s30 = b.fma(a0, s30);
      s31 = b.fma(a1, s31);
      s32 = b.fma(a2, s32);
      s33 = b.fma(a3, s33);
      b = FloatVector.broadcast(FLOATS, r[r0 + i * PITCH + 4]);
      s40 = b.fma(a0, s40);
      s41 = b.fma(a1, s41);
      s42 = b.fma(a2, s42);
      s43 = b.fma(a3, s43);
      xi += xStride;
    }
    int g1 = g0 + gStride;
    int g2 = g1 + gStride;
    int g3 = g2 + gStride;
    int g4 = g3 + gStride;
    FloatVector.fromArray(FLOATS, g, g0).add(s00).intoArray(g, g0);
    FloatVector.fromArray(FLOATS, g, g0 + WIDTH).add(s01).intoArray(g, g0 + WIDTH);
    FloatVector.fromArray(FLOATS, g, g0 + 2 * WIDTH).add(s02).intoArray(g, g0 + 2 * WIDTH);
    FloatVector.fromArray(FLOATS, g, g0 + 3 * WIDTH).add(s03).intoArray(g, g0 + 3 * WIDTH);
    FloatVector.fromArray(FLOATS, g, g1).add(s10).intoArray(g, g1);
    FloatVector.fromArray(FLOATS, g, g1 + WIDTH).add(s11).intoArray(g, g1 + WIDTH);
    FloatVector.fromArray(FLOATS, g, g1 + 2 * WIDTH).add(s12).intoArray(g, g1 + 2 * WIDTH);
    FloatVector.fromArray(FLOATS, g, g1 + 3 * WIDTH).add(s13).intoArray(g, g1 + 3 * WIDTH);
    FloatVector.fromArray(FLOATS, g, g2).add(s20).intoArray(g, g2);
    FloatVector.fromArray(FLOATS, g, g2 + WIDTH).add(s21).intoArray(g, g2 + WIDTH);
    FloatVector.fromArray(FLOATS, g, g2 + 2 * WIDTH).add(s22).intoArray(g, g2 + 2 * WIDTH);
    FloatVector.fromArray(FLOATS, g, g2 + 3 * WIDTH).add(s23).intoArray(g, g2 + 3 * WIDTH);
    FloatVector.fromArray(FLOATS, g, g3).add(s30).intoArray(g, g3);
    FloatVector.fromArray(FLOATS, g, g3 + WIDTH).add(s31).intoArray(g, g3 + WIDTH);
    FloatVector.fromArray(FLOATS, g, g3 + 2 * WIDTH).add(s32).intoArray(g, g3 + 2 * WIDTH);
    FloatVector.fromArray(FLOATS, g, g3 + 3 * WIDTH).add(s33).intoArray(g, g3 + 3 * WIDTH);
    FloatVector.fromArray(FLOATS, g, g4).add(s40).intoArray(g, g4);
    FloatVector.fromArray(FLOATS, g, g4 + WIDTH).add(s41).intoArray(g, g4 + WIDTH);
    FloatVector.fromArray(FLOATS, g, g4 + 2 * WIDTH).add(s42).intoArray(g, g4 + 2 * WIDTH);
    FloatVector.fromArray(FLOATS, g, g4 + 3 * WIDTH).add(s43).intoArray(g, g4 + 3 * WIDTH);
  }

  /** Like {@link #tileOfFourVectors}, for two vectors. */
  private static void tileOfTwoVectors(
      float[] r,
      int r0,
      float[] x,
      int from,
      int xStride,
      int rows,
      float[] g,
      int g0,
      int gStride) {
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector s00 = zero;
    FloatVector s01 = zero;
    FloatVector s10 = zero;
    FloatVector s11 = zero;
    FloatVector s20 = zero;
    FloatVector s21 = zero;
    FloatVector s30 = zero;
    FloatVector s31 = zero;
    FloatVector s40 = zero;
    FloatVector s41 = zero;
    int xi = from;
    for (int i = 0; i < rows; i++) {
      FloatVector a0 = FloatVector.fromArray(FLOATS, x, xi);
      FloatVector a1 = FloatVector.fromArray(FLOATS, x, xi + WIDTH);
      FloatVector b = FloatVector.broadcast(FLOATS, r[r0 + i * PITCH]);
      s00 = b.fma(a0, s00);
      s01 = b.fma(a1, s01);
      b = FloatVector.broadcast(FLOATS, r[r0 + i * PITCH + 1]);
      s10 = b.fma(a0, s10);
      s11 = b.fma(a1, s11);
      b = FloatVector.broadcast(FLOATS, r[r0 + i * PITCH + 2]);
      s20 = b.fma(a0, s20);
      s21 = b.fma(a1, s21);
      b = FloatVector.broadcast(FLOATS, r[r0 + i * PITCH + 3]);
      s30 = b.fma(a0, s30);
      s31 = b.fma(a1, s31);
      b = FloatVector.broadcast(FLOATS, r[r0 + i * PITCH + 4]);
      s40 = b.fma(a0, s40);
      s41 = b.fma(a1, s41);
      xi += xStride;
    }
    int g1 = g0 + gStride;
    int g2 = g1 + gStride;
    int g3 = g2 + gStride;
    int g4 = g3 + gStride;
    FloatVector.fromArray(FLOATS, g, g0).add(s00).intoArray(g, g0);
    FloatVector.fromArray(FLOATS, g, g0 + WIDTH).add(s01).intoArray(g, g0 + WIDTH);
    FloatVector.fromArray(FLOATS, g, g1).add(s10).intoArray(g, g1);
    FloatVector.fromArray(FLOATS, g, g1 + WIDTH).add(s11).intoArray(g, g1 + WIDTH);
    FloatVector.fromArray(FLOATS, g, g2).add(s20).intoArray(g, g2);
    FloatVector.fromArray(FLOATS, g, g2 + WIDTH).add(s21).intoArray(g, g2 + WIDTH);
    FloatVector.fromArray(FLOATS, g, g3).add(s30).intoArray(g, g3);
    FloatVector.fromArray(FLOATS, g, g3 + WIDTH).add(s31).intoArray(g, g3 + WIDTH);
    FloatVector.fromArray(FLOATS, g, g4).add(s40).intoArray(g, g4);
    FloatVector.fromArray(FLOATS, g, g4 + WIDTH).add(s41).intoArray(g, g4 + WIDTH);
  }

  /** Like {@link #tileOfFourVectors}, for one vector. */
  private static void tileOfOneVector(
      float[] r,
      int r0,
      float[] x,
      int from,
      int xStride,
      int rows,
      float[] g,
      int g0,
      int gStride) {
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector s0 = zero;
    FloatVector s1 = zero;
    FloatVector s2 = zero;
    FloatVector s3 = zero;
    FloatVector s4 = zero;
    int xi = from;
    for (int i = 0; i < rows; i++) {
      FloatVector a0 = FloatVector.fromArray(FLOATS, x, xi);
      FloatVector b = FloatVector.broadcast(FLOATS, r[r0 + i * PITCH]);
      s0 = b.fma(a0, s0);
      b = FloatVector.broadcast(FLOATS, r[r0 + i * PITCH + 1]);
      s1 = b.fma(a0, s1);
      b = FloatVector.broadcast(FLOATS, r[r0 + i * PITCH + 2]);
      s2 = b.fma(a0, s2);
      b = FloatVector.broadcast(FLOATS, r[r0 + i * PITCH + 3]);
      s3 = b.fma(a0, s3);
      b = FloatVector.broadcast(FLOATS, r[r0 + i * PITCH + 4]);
      s4 = b.fma(a0, s4);
      xi += xStride;
    }
    int g1 = g0 + gStride;
    int g2 = g1 + gStride;
    int g3 = g2 + gStride;
    int g4 = g3 + gStride;
    FloatVector.fromArray(FLOATS, g, g0).add(s0).intoArray(g, g0);
    FloatVector.fromArray(FLOATS, g, g1).add(s1).intoArray(g, g1);
    FloatVector.fromArray(FLOATS, g, g2).add(s2).intoArray(g, g2);
    FloatVector.fromArray(FLOATS, g, g3).add(s3).intoArray(g, g3);
    FloatVector.fromArray(FLOATS, g, g4).add(s4).intoArray(g, g4);
  }
}

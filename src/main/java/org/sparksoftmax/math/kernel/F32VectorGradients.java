package org.sparksoftmax.math.kernel;

import static org.sparksoftmax.math.kernel.F32Kernels.TILE_CLASSES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link F32Kernels#addGradient} using the Vector API. A tile of four vectors of features by five
 * classes stays in registers, so that 20 multiply-adds need only 9 loads.
 */
final class F32VectorGradients {

  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int WIDTH = FLOATS.length();

  /** Features per tile: four vectors. */
  private static final int TILE_FEATURES = 4 * WIDTH;

  private F32VectorGradients() {}

  static void addGradient(F32Matrix r, F32Matrix x, F32Matrix g) {
    float[] packed = packed(r);
    float[] sums = new float[TILE_CLASSES * TILE_FEATURES];
    int tiled = x.columns() / TILE_FEATURES * TILE_FEATURES;
    for (int j = 0; j < tiled; j += TILE_FEATURES) {
      for (int k = 0; k < r.columns(); k += TILE_CLASSES) {
        tileOfVectors(packed, k * r.rows(), x.array(), x.row(0) + j, x.stride(), x.rows(), sums);
        addTile(sums, TILE_FEATURES, g, k, j);
      }
    }
    for (int j = tiled; j < x.columns(); j += WIDTH) {
      for (int k = 0; k < r.columns(); k += TILE_CLASSES) {
        tileOfOneVector(packed, k * r.rows(), x.array(), x.row(0) + j, x.stride(), x.rows(), sums);
        addTile(sums, WIDTH, g, k, j);
      }
    }
  }

  /** Adds the sums of five classes to G, from class {@code k} and feature {@code j} on. */
  private static void addTile(float[] sums, int features, F32Matrix g, int k, int j) {
    int from = 0;
    for (int c = 0; c < TILE_CLASSES; c++) {
      int to = g.row(k + c) + j;
      for (int f = 0; f < features; f += WIDTH) {
        FloatVector.fromArray(FLOATS, g.array(), to + f)
            .add(FloatVector.fromArray(FLOATS, sums, from + f))
            .intoArray(g.array(), to + f);
      }
      from += features;
    }
  }

  /** Packs R in groups of five classes, which the tiles read with a constant stride. */
  private static float[] packed(F32Matrix r) {
    float[] packed = new float[r.rows() * r.columns()];
    float[] array = r.array();
    int to = 0;
    for (int k = 0; k < r.columns(); k += TILE_CLASSES) {
      for (int i = 0; i < r.rows(); i++) {
        int from = r.row(i) + k;
        for (int c = 0; c < TILE_CLASSES; c++) {
          packed[to + c] = array[from + c];
        }
        to += TILE_CLASSES;
      }
    }
    return packed;
  }

  /** Five classes times four vectors of features, summed over the rows. */
  private static void tileOfVectors(
      float[] r, int r0, float[] x, int xi, int xStride, int rows, float[] sums) {
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
    for (int i = 0; i < rows; i++) {
      FloatVector a0 = FloatVector.fromArray(FLOATS, x, xi);
      FloatVector a1 = FloatVector.fromArray(FLOATS, x, xi + WIDTH);
      FloatVector a2 = FloatVector.fromArray(FLOATS, x, xi + 2 * WIDTH);
      FloatVector a3 = FloatVector.fromArray(FLOATS, x, xi + 3 * WIDTH);
      FloatVector b = FloatVector.broadcast(FLOATS, r[r0 + i * TILE_CLASSES]);
      s00 = b.fma(a0, s00);
      s01 = b.fma(a1, s01);
      s02 = b.fma(a2, s02);
      s03 = b.fma(a3, s03);
      b = FloatVector.broadcast(FLOATS, r[r0 + i * TILE_CLASSES + 1]);
      s10 = b.fma(a0, s10);
      s11 = b.fma(a1, s11);
      s12 = b.fma(a2, s12);
      s13 = b.fma(a3, s13);
      b = FloatVector.broadcast(FLOATS, r[r0 + i * TILE_CLASSES + 2]);
      s20 = b.fma(a0, s20);
      s21 = b.fma(a1, s21);
      s22 = b.fma(a2, s22);
      s23 = b.fma(a3, s23);
      b = FloatVector.broadcast(FLOATS, r[r0 + i * TILE_CLASSES + 3]);
      s30 = b.fma(a0, s30);
      s31 = b.fma(a1, s31);
      s32 = b.fma(a2, s32);
      s33 = b.fma(a3, s33);
      b = FloatVector.broadcast(FLOATS, r[r0 + i * TILE_CLASSES + 4]);
      s40 = b.fma(a0, s40);
      s41 = b.fma(a1, s41);
      s42 = b.fma(a2, s42);
      s43 = b.fma(a3, s43);
      xi += xStride;
    }
    s00.intoArray(sums, 0);
    s01.intoArray(sums, WIDTH);
    s02.intoArray(sums, 2 * WIDTH);
    s03.intoArray(sums, 3 * WIDTH);
    s10.intoArray(sums, 4 * WIDTH);
    s11.intoArray(sums, 5 * WIDTH);
    s12.intoArray(sums, 6 * WIDTH);
    s13.intoArray(sums, 7 * WIDTH);
    s20.intoArray(sums, 8 * WIDTH);
    s21.intoArray(sums, 9 * WIDTH);
    s22.intoArray(sums, 10 * WIDTH);
    s23.intoArray(sums, 11 * WIDTH);
    s30.intoArray(sums, 12 * WIDTH);
    s31.intoArray(sums, 13 * WIDTH);
    s32.intoArray(sums, 14 * WIDTH);
    s33.intoArray(sums, 15 * WIDTH);
    s40.intoArray(sums, 16 * WIDTH);
    s41.intoArray(sums, 17 * WIDTH);
    s42.intoArray(sums, 18 * WIDTH);
    s43.intoArray(sums, 19 * WIDTH);
  }

  /** Five classes times one vector of features, summed over the rows. */
  private static void tileOfOneVector(
      float[] r, int r0, float[] x, int xi, int xStride, int rows, float[] sums) {
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector s0 = zero;
    FloatVector s1 = zero;
    FloatVector s2 = zero;
    FloatVector s3 = zero;
    FloatVector s4 = zero;
    for (int i = 0; i < rows; i++) {
      FloatVector a = FloatVector.fromArray(FLOATS, x, xi);
      s0 = a.fma(FloatVector.broadcast(FLOATS, r[r0 + i * TILE_CLASSES]), s0);
      s1 = a.fma(FloatVector.broadcast(FLOATS, r[r0 + i * TILE_CLASSES + 1]), s1);
      s2 = a.fma(FloatVector.broadcast(FLOATS, r[r0 + i * TILE_CLASSES + 2]), s2);
      s3 = a.fma(FloatVector.broadcast(FLOATS, r[r0 + i * TILE_CLASSES + 3]), s3);
      s4 = a.fma(FloatVector.broadcast(FLOATS, r[r0 + i * TILE_CLASSES + 4]), s4);
      xi += xStride;
    }
    s0.intoArray(sums, 0);
    s1.intoArray(sums, WIDTH);
    s2.intoArray(sums, 2 * WIDTH);
    s3.intoArray(sums, 3 * WIDTH);
    s4.intoArray(sums, 4 * WIDTH);
  }
}

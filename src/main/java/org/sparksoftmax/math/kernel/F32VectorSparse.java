package org.sparksoftmax.math.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The sparse products of {@link F32Kernels} using the Vector API. */
final class F32VectorSparse {

  private static final VectorSpecies<Float> FLOATS = VectorRegisters.FLOATS;
  private static final int WIDTH = FLOATS.length();

  private F32VectorSparse() {}

  static void sparseLogits(SparseRow<float[]> row, float[] w, int classes, float[] z, int zOffset) {
    int k = 0;
    for (; k + 3 * WIDTH < classes; k += 4 * WIDTH) {
      fourVectorsOfLogits(row, w, classes, k, z, zOffset + k);
    }
    for (; k + WIDTH < classes; k += 2 * WIDTH) {
      twoVectorsOfLogits(row, w, classes, k, z, zOffset + k);
    }
    if (k < classes) {
      oneVectorOfLogits(row, w, classes, k, z, zOffset + k);
    }
  }

  private static void fourVectorsOfLogits(
      SparseRow<float[]> row, float[] w, int classes, int k, float[] z, int to) {
    int[] rows = row.rows;
    float[] values = row.values;
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    for (int e = row.from; e < row.to; e++) {
      FloatVector value = FloatVector.broadcast(FLOATS, values[e]);
      int at = rows[e] * classes + k;
      s0 = value.fma(FloatVector.fromArray(FLOATS, w, at), s0);
      s1 = value.fma(FloatVector.fromArray(FLOATS, w, at + WIDTH), s1);
      s2 = value.fma(FloatVector.fromArray(FLOATS, w, at + 2 * WIDTH), s2);
      s3 = value.fma(FloatVector.fromArray(FLOATS, w, at + 3 * WIDTH), s3);
    }
    s0.intoArray(z, to);
    s1.intoArray(z, to + WIDTH);
    s2.intoArray(z, to + 2 * WIDTH);
    s3.intoArray(z, to + 3 * WIDTH);
  }

  private static void twoVectorsOfLogits(
      SparseRow<float[]> row, float[] w, int classes, int k, float[] z, int to) {
    int[] rows = row.rows;
    float[] values = row.values;
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = s0;
    for (int e = row.from; e < row.to; e++) {
      FloatVector value = FloatVector.broadcast(FLOATS, values[e]);
      int at = rows[e] * classes + k;
      s0 = value.fma(FloatVector.fromArray(FLOATS, w, at), s0);
      s1 = value.fma(FloatVector.fromArray(FLOATS, w, at + WIDTH), s1);
    }
    s0.intoArray(z, to);
    s1.intoArray(z, to + WIDTH);
  }

  private static void oneVectorOfLogits(
      SparseRow<float[]> row, float[] w, int classes, int k, float[] z, int to) {
    int[] rows = row.rows;
    float[] values = row.values;
    FloatVector sum = FloatVector.zero(FLOATS);
    for (int e = row.from; e < row.to; e++) {
      FloatVector value = FloatVector.broadcast(FLOATS, values[e]);
      sum = value.fma(FloatVector.fromArray(FLOATS, w, rows[e] * classes + k), sum);
    }
    sum.intoArray(z, to);
  }

  static void addSparseGradient(
      SparseRow<float[]> row, float[] r, int rOffset, int classes, float[] g) {
    int k = 0;
    for (; k + 3 * WIDTH < classes; k += 4 * WIDTH) {
      addFourVectors(row, r, rOffset + k, classes, k, g);
    }
    for (; k < classes; k += WIDTH) {
      addOneVector(row, r, rOffset + k, classes, k, g);
    }
  }

  private static void addFourVectors(
      SparseRow<float[]> row, float[] r, int from, int classes, int k, float[] g) {
    int[] rows = row.rows;
    float[] values = row.values;
    FloatVector r0 = FloatVector.fromArray(FLOATS, r, from);
    FloatVector r1 = FloatVector.fromArray(FLOATS, r, from + WIDTH);
    FloatVector r2 = FloatVector.fromArray(FLOATS, r, from + 2 * WIDTH);
    FloatVector r3 = FloatVector.fromArray(FLOATS, r, from + 3 * WIDTH);
    for (int e = row.from; e < row.to; e++) {
      FloatVector value = FloatVector.broadcast(FLOATS, values[e]);
      int at = rows[e] * classes + k;
      int at1 = at + WIDTH;
      int at2 = at + 2 * WIDTH;
      int at3 = at + 3 * WIDTH;
      value.fma(r0, FloatVector.fromArray(FLOATS, g, at)).intoArray(g, at);
      value.fma(r1, FloatVector.fromArray(FLOATS, g, at1)).intoArray(g, at1);
      value.fma(r2, FloatVector.fromArray(FLOATS, g, at2)).intoArray(g, at2);
      value.fma(r3, FloatVector.fromArray(FLOATS, g, at3)).intoArray(g, at3);
    }
  }

  private static void addOneVector(
      SparseRow<float[]> row, float[] r, int from, int classes, int k, float[] g) {
    int[] rows = row.rows;
    float[] values = row.values;
    FloatVector residual = FloatVector.fromArray(FLOATS, r, from);
    for (int e = row.from; e < row.to; e++) {
      FloatVector value = FloatVector.broadcast(FLOATS, values[e]);
      int at = rows[e] * classes + k;
      value.fma(residual, FloatVector.fromArray(FLOATS, g, at)).intoArray(g, at);
    }
  }
}

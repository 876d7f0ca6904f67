package org.sparksoftmax.math.kernel;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static org.sparksoftmax.math.kernel.F32Kernels.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Exponentials and row operations of {@link F32Kernels}, using the Vector API. */
final class F32VectorSoftmax {

  private static final VectorSpecies<Float> FLOATS = VectorRegisters.FLOATS;
  private static final int WIDTH = FLOATS.length();

  private F32VectorSoftmax() {}

  static void exponentials(F32Matrix z, float[] bias, float[] max, float[] sum) {
    int count = F32Kernels.padded(z.columns());
    float[] lanes = F32VectorSums.lanesOf(z.rows());
    for (int i = 0; i < z.rows(); i++) {
      max[i] = addBias(z.array(), z.row(i), bias, count);
    }
    for (int i = 0; i < z.rows(); i++) {
      subtract(max[i], z.array(), z.row(i), count);
    }
    // One loop over all rows, because their exponentials are independent of each other.
    exponentials(z.array(), z.row(0), z.array(), z.row(0), z.rows() * z.stride());
    for (int i = 0; i < z.rows(); i++) {
      addUp(z.array(), z.row(i), count, lanes, i * LANES);
    }
    F32VectorSums.sumOfLanes(lanes, z.rows());
    for (int i = 0; i < z.rows(); i++) {
      sum[i] = lanes[i * F32VectorSums.DISTANCE];
    }
  }

  /** Adds b to one row of z; returns the maximum. */
  private static float addBias(float[] z, int offset, float[] bias, int count) {
    FloatVector max = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    for (int k = 0; k < count; k += WIDTH) {
      FloatVector v =
          FloatVector.fromArray(FLOATS, z, offset + k).add(FloatVector.fromArray(FLOATS, bias, k));
      v.intoArray(z, offset + k);
      max = v.max(max);
    }
    return max.reduceLanes(VectorOperators.MAX);
  }

  private static void subtract(float max, float[] z, int offset, int count) {
    for (int k = 0; k < count; k += WIDTH) {
      FloatVector.fromArray(FLOATS, z, offset + k).sub(max).intoArray(z, offset + k);
    }
  }

  static void exp(float[] x, int from, float[] y, int to, int count) {
    int whole = count / WIDTH * WIDTH;
    exponentials(x, from, y, to, whole);
    for (int i = whole; i < count; i++) {
      y[to + i] = F32Exp.exp(x[from + i]);
    }
  }

  /** {@link F32Exp#exp} for whole vectors of numbers. */
  private static void exponentials(float[] z, int from, float[] e, int to, int count) {
    FloatVector lowest = FloatVector.broadcast(FLOATS, F32Exp.LOWEST);
    FloatVector log2e = FloatVector.broadcast(FLOATS, F32Exp.LOG2_E);
    FloatVector rounder = FloatVector.broadcast(FLOATS, F32Exp.ROUNDER);
    FloatVector high = FloatVector.broadcast(FLOATS, -F32Exp.LN2_HIGH);
    FloatVector low = FloatVector.broadcast(FLOATS, -F32Exp.LN2_LOW);
    FloatVector one = FloatVector.broadcast(FLOATS, 1f);
    for (int i = 0; i < count; i += WIDTH) {
      FloatVector x = FloatVector.fromArray(FLOATS, z, from + i).max(lowest);
      FloatVector shifted = x.fma(log2e, rounder);
      FloatVector n = shifted.sub(rounder);
      FloatVector r = n.fma(low, n.fma(high, x));
      FloatVector p = FloatVector.broadcast(FLOATS, F32Exp.C6);
      p = p.fma(r, FloatVector.broadcast(FLOATS, F32Exp.C5));
      p = p.fma(r, FloatVector.broadcast(FLOATS, F32Exp.C4));
      p = p.fma(r, FloatVector.broadcast(FLOATS, F32Exp.C3));
      p = p.fma(r, FloatVector.broadcast(FLOATS, F32Exp.C2));
      p = p.fma(r, one).fma(r, one);
      IntVector exponent = shifted.reinterpretAsInts().sub(F32Exp.EXPONENT_OF_ONE).max(0);
      p.mul(exponent.lanewise(LSHL, 23).reinterpretAsFloats()).intoArray(e, to + i);
    }
  }

  /** Sums of every 16th entry of a row. */
  private static void addUp(float[] z, int offset, int count, float[] lanes, int at) {
    for (int lane = 0; lane < LANES; lane += WIDTH) {
      FloatVector sum = FloatVector.zero(FLOATS);
      for (int k = lane; k < count; k += LANES) {
        sum = FloatVector.fromArray(FLOATS, z, offset + k).add(sum);
      }
      sum.intoArray(lanes, at + lane);
    }
  }

  static void scaleRows(F32Matrix z, float[] factors) {
    int count = F32Kernels.padded(z.columns());
    for (int i = 0; i < z.rows(); i++) {
      int at = z.row(i);
      for (int k = 0; k < count; k += WIDTH) {
        FloatVector.fromArray(FLOATS, z.array(), at + k)
            .mul(factors[i])
            .intoArray(z.array(), at + k);
      }
    }
  }

  static void softmaxDerivative(F32Matrix u, F32Matrix p, float[] factors, int first) {
    int count = F32Kernels.padded(u.columns());
    float[] lanes = F32VectorSums.lanesOf(u.rows());
    for (int i = 0; i < u.rows(); i++) {
      for (int lane = 0; lane < LANES; lane += WIDTH) {
        FloatVector sum = FloatVector.zero(FLOATS);
        for (int k = lane; k < count; k += LANES) {
          FloatVector ofRow = FloatVector.fromArray(FLOATS, u.array(), u.row(i) + k);
          sum = ofRow.fma(FloatVector.fromArray(FLOATS, p.array(), p.row(i) + k), sum);
        }
        sum.intoArray(lanes, i * LANES + lane);
      }
    }
    F32VectorSums.sumOfLanes(lanes, u.rows());
    for (int i = 0; i < u.rows(); i++) {
      int ui = u.row(i);
      int pi = p.row(i);
      float mean = lanes[i * F32VectorSums.DISTANCE];
      float factor = factors[first + i];
      for (int k = 0; k < count; k += WIDTH) {
        FloatVector scale = FloatVector.fromArray(FLOATS, p.array(), pi + k).mul(factor);
        FloatVector.fromArray(FLOATS, u.array(), ui + k)
            .sub(mean)
            .mul(scale)
            .intoArray(u.array(), ui + k);
      }
    }
  }
}

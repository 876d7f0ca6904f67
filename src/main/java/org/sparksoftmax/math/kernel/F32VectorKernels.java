package org.sparksoftmax.math.kernel;

import java.util.Locale;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link F32Kernels} using the Vector API, with the widest vectors of the machine. Each kind of
 * kernel is implemented in a class of its own.
 *
 * <p>Tile methods are unrolled by hand and call no helpers: the compiler keeps a vector in a
 * register only if the vector does not cross a call that is not inlined, and these methods are at
 * the limit of what the compiler inlines.
 */
final class F32VectorKernels implements F32Kernels {

  private static final VectorSpecies<Float> FLOATS = VectorRegisters.FLOATS;
  private static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(int.class, FLOATS.vectorShape());

  /** As many bytes as a vector has lanes, or eight: there are no shorter vectors. */
  private static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(
          byte.class, VectorShape.forBitSize(Math.max(FLOATS.length() * Byte.SIZE, 64)));

  /** Lanes of a vector: 16 with AVX-512, 8 with AVX2. */
  private static final int WIDTH = FLOATS.length();

  @Override
  public String description() {
    return String.format(Locale.ROOT, "vector (%d bits)", FLOATS.vectorBitSize());
  }

  @Override
  public void logits(F32Matrix x, F32Matrix w, F32Matrix z) {
    F32VectorLogits.logits(x, w, z);
  }

  @Override
  public void addGradient(F32Matrix r, F32Matrix x, F32Matrix g) {
    F32VectorGradients.addGradient(r, x, g);
  }

  @Override
  public void sparseLogits(SparseRow<float[]> row, float[] w, int classes, float[] z, int zOffset) {
    F32VectorSparse.sparseLogits(row, w, classes, z, zOffset);
  }

  @Override
  public void addSparseGradient(
      SparseRow<float[]> row, float[] r, int rOffset, int classes, float[] g) {
    F32VectorSparse.addSparseGradient(row, r, rOffset, classes, g);
  }

  @Override
  public float dot(float[] x, float[] y, int from, int to) {
    float[] lanes = new float[LANES];
    int end = from + (to - from) / LANES * LANES;
    for (int lane = 0; lane < LANES; lane += WIDTH) {
      FloatVector sum = FloatVector.zero(FLOATS);
      for (int i = from + lane; i < end; i += LANES) {
        sum = FloatVector.fromArray(FLOATS, x, i).fma(FloatVector.fromArray(FLOATS, y, i), sum);
      }
      sum.intoArray(lanes, lane);
    }
    for (int i = end; i < to; i++) {
      lanes[i - end] = Math.fma(x[i], y[i], lanes[i - end]);
    }
    return F32Kernels.sumOfLanes(lanes, 0);
  }

  @Override
  public void add(float[] from, int fromOffset, float[] to, int count) {
    for (int k = 0; k < count; k += WIDTH) {
      FloatVector.fromArray(FLOATS, to, k)
          .add(FloatVector.fromArray(FLOATS, from, fromOffset + k))
          .intoArray(to, k);
    }
  }

  @Override
  public void exponentials(F32Matrix z, float[] bias, float[] max, float[] sum) {
    F32VectorSoftmax.exponentials(z, bias, max, sum);
  }

  @Override
  public void rectify(float[] z, int from, int rows, float[] bias, int at, float leak, float[] a) {
    F32VectorPanels.rectify(z, from, rows, bias, at, leak, a);
  }

  @Override
  public void addRows(float[] values, int from, int rows, float[] sums, int at) {
    F32VectorPanels.addRows(values, from, rows, sums, at);
  }

  @Override
  public void exp(float[] x, int from, float[] y, int to, int count) {
    F32VectorSoftmax.exp(x, from, y, to, count);
  }

  @Override
  public void scaleRows(F32Matrix z, float[] factors) {
    F32VectorSoftmax.scaleRows(z, factors);
  }

  @Override
  public void softmaxDerivative(F32Matrix u, F32Matrix p, float[] factors, int first) {
    F32VectorSoftmax.softmaxDerivative(u, p, factors, first);
  }

  @Override
  public void widen(byte[] from, int fromOffset, float[] to, int toOffset, int count) {
    int length = BYTES.length();
    int whole = count / length * length;
    for (int i = 0; i < whole; i += length) {
      ByteVector bytes = ByteVector.fromArray(BYTES, from, fromOffset + i);
      widen(bytes, 0, to, toOffset + i);
      if (length > WIDTH) {
        widen(bytes, 1, to, toOffset + i + WIDTH);
      }
    }
    for (int i = whole; i < count; i++) {
      to[toOffset + i] = from[fromOffset + i] & 0xFF;
    }
  }

  private static void widen(ByteVector bytes, int part, float[] to, int at) {
    IntVector ints = (IntVector) bytes.castShape(INTS, part);
    ((FloatVector) ints.and(0xFF).castShape(FLOATS, 0)).intoArray(to, at);
  }

  @Override
  public double addFixed(
      float[] values, int from, double[] scales, long[] sums, int to, int count) {
    return FixedPointVectorKernels.add(values, from, scales, sums, to, count);
  }

  @Override
  public double addFixedRows(
      float[] values, int from, double[] scales, int[] rows, int count, int width, long[] sums) {
    return FixedPointVectorKernels.addRows(values, from, scales, rows, count, width, sums);
  }
}

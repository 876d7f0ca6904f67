package org.sparksoftmax.math.curvature;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.sparksoftmax.math.block.Arithmetic;
import org.sparksoftmax.math.block.FeatureBlock;
import org.sparksoftmax.math.kernel.F32Kernels;
import org.sparksoftmax.math.kernel.F32Matrix;
import org.sparksoftmax.math.kernel.Kernels;

/**
 * Dense rows. The logits and the gradient of each strip of rows are computed while the strip is in
 * the cache.
 */
final class DenseSample implements SampleMatrix {

  private static final int STRIP_ROWS = 64;

  /** Maximum number of parts with separate sums; must not depend on the machine. */
  private static final int MAX_PARTS = 16;

  /** Maximum total length of the sums of all parts. */
  private static final int MAX_SUMS = 1 << 24;

  private final F32Kernels kernels = Kernels.f32();
  private final F32Matrix x;
  private final int features;
  private final int paddedClasses;
  private final int partRows;

  DenseSample(List<FeatureBlock> blocks, double[] scale, double[] shift, int classes) {
    this.features = scale.length;
    this.paddedClasses = F32Kernels.tiled(classes);
    this.x =
        F32Matrix.zeros(
            blocks.stream().mapToInt(FeatureBlock::rows).sum(), F32Kernels.padded(features));
    int to = 0;
    for (FeatureBlock block : blocks) {
      for (int i = 0; i < block.rows(); i++) {
        copyRow(block, i, scale, shift, x.row(to++));
      }
    }
    int parts = Math.max(1, Math.min(MAX_PARTS, MAX_SUMS / length()));
    int strips = (rows() + STRIP_ROWS - 1) / STRIP_ROWS;
    this.partRows = (strips + parts - 1) / parts * STRIP_ROWS;
  }

  private void copyRow(FeatureBlock block, int i, double[] scale, double[] shift, int at) {
    if (block.arithmetic() == Arithmetic.F64) {
      // Scale in float64: float32 may not even represent the magnitude of these values.
      for (int j = 0; j < features - 1; j++) {
        double value = block.values().get(i * (features - 1) + j);
        x.array()[at + j] = (float) (value * scale[j] - shift[j]);
      }
      x.array()[at + features - 1] = (float) scale[features - 1];
      return;
    }
    block.values().widenInto(i * (features - 1), features - 1, x.array(), at);
    x.array()[at + features - 1] = 1;
    for (int j = 0; j < features; j++) {
      x.array()[at + j] = x.array()[at + j] * (float) scale[j] - (float) shift[j];
    }
  }

  @Override
  public int rows() {
    return x.rows();
  }

  @Override
  public int columns() {
    return paddedClasses;
  }

  @Override
  public int length() {
    return paddedClasses * x.stride();
  }

  @Override
  public int index(int k, int j) {
    return k * x.stride() + j;
  }

  @Override
  public int[] counts() {
    int[] counts = new int[features];
    for (int i = 0; i < rows(); i++) {
      for (int j = 0; j < features; j++) {
        counts[j] += x.array()[x.row(i) + j] == 0 ? 0 : 1;
      }
    }
    return counts;
  }

  @Override
  public void forEachStrip(float[] v, StripFunction f) {
    forEachPart((from, to) -> forEachStrip(from, to, (strip, z) -> logits(strip, v, f, z)));
  }

  @Override
  public void multiply(float[] v, StripFunction f, float[] g) {
    addUp(
        g,
        (from, to, sum) ->
            forEachStrip(
                from,
                to,
                (strip, z) -> {
                  logits(strip, v, f, z);
                  kernels.addGradient(z, strip, sum);
                }));
  }

  @Override
  public void multiplySquares(StripFunction f, float[] g) {
    addUp(
        g,
        (from, to, sum) -> {
          float[] squares = new float[STRIP_ROWS * x.stride()];
          forEachStrip(
              from,
              to,
              (strip, z) -> {
                f.apply(rowOf(strip), z);
                for (int e = 0; e < strip.rows() * x.stride(); e++) {
                  float value = strip.array()[strip.offset() + e];
                  squares[e] = value * value;
                }
                kernels.addGradient(
                    z, new F32Matrix(squares, 0, x.stride(), strip.rows(), strip.columns()), sum);
              });
        });
  }

  private interface Part {
    void run(int from, int to);
  }

  private interface SummingPart {
    void run(int from, int to, F32Matrix sum);
  }

  private interface Strip {
    void run(F32Matrix rows, F32Matrix z);
  }

  /** f(X Vᵀ) for one strip. */
  private void logits(F32Matrix strip, float[] v, StripFunction f, F32Matrix z) {
    kernels.logits(strip, matrix(v), z);
    f.apply(rowOf(strip), z);
  }

  private int parts() {
    return (rows() + partRows - 1) / partRows;
  }

  private void forEachPart(Part part) {
    IntStream.range(0, parts())
        .parallel()
        .forEach(p -> part.run(p * partRows, Math.min(rows(), (p + 1) * partRows)));
  }

  private void forEachStrip(int from, int to, Strip strip) {
    int stride = F32Kernels.padded(paddedClasses);
    F32Matrix z =
        new F32Matrix(new float[STRIP_ROWS * stride], 0, stride, STRIP_ROWS, paddedClasses);
    for (int first = from; first < to; first += STRIP_ROWS) {
      int count = Math.min(STRIP_ROWS, to - first);
      strip.run(
          new F32Matrix(x.array(), x.row(first), x.stride(), count, x.columns()), z.head(count));
    }
  }

  private int rowOf(F32Matrix strip) {
    return strip.offset() / x.stride();
  }

  private F32Matrix matrix(float[] parameters) {
    return new F32Matrix(parameters, 0, x.stride(), paddedClasses, x.columns());
  }

  /** G: the sums of the parts, each starting at 0, added in the order of the parts. */
  private void addUp(float[] g, SummingPart part) {
    F32Matrix[] sums = new F32Matrix[parts()];
    forEachPart(
        (from, to) -> {
          F32Matrix sum = matrix(new float[length()]);
          part.run(from, to, sum);
          sums[from / partRows] = sum;
        });
    Arrays.fill(g, 0f);
    for (F32Matrix sum : sums) {
      for (int e = 0; e < g.length; e++) {
        g[e] += sum.array()[e];
      }
    }
  }
}

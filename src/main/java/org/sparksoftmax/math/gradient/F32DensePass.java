package org.sparksoftmax.math.gradient;

import java.util.Arrays;
import org.sparksoftmax.math.block.DenseBlock;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.block.FeatureBlock;
import org.sparksoftmax.math.kernel.F32Kernels;
import org.sparksoftmax.math.kernel.F32Matrix;
import org.sparksoftmax.math.kernel.FixedPoint;
import org.sparksoftmax.math.kernel.Kernels;
import org.sparksoftmax.math.layout.ParameterLayout;

/**
 * The fused pass over dense rows in float32. A block is taken in strips of rows that stay in the
 * second-level cache: logits, residuals, gradient of a strip, then the next. The gradient is summed
 * in float32 over a strip and then over the block, and in fixed point over blocks.
 */
final class F32DensePass implements BlockPass {

  /** What the features of a strip may take: a quarter of the usual second-level cache. */
  private static final int STRIP_BYTES = 256 << 10;

  private static final int MAX_STRIP_ROWS = 64;
  private static final int MIN_STRIP_ROWS = 8;

  private final F32Kernels kernels = Kernels.f32();
  private final ParameterLayout layout;
  private final F32SoftmaxStack softmax;

  /** W, Z and G with classes and features padded to whole tiles and vectors. */
  private final F32Matrix weights;

  private final F32Matrix strip;
  private final F32Matrix gradient;
  private final float[] scratch;
  private final double[] scales;

  F32DensePass(KernelParameters parameters) {
    this.layout = parameters.layout();
    this.scales = parameters.grid().scales();
    int features = F32Kernels.padded(layout.features());
    int classes = F32Kernels.tiled(layout.classes());
    int stripRows =
        Math.max(MIN_STRIP_ROWS, Math.min(MAX_STRIP_ROWS, STRIP_BYTES / Float.BYTES / features));
    this.softmax = new F32SoftmaxStack(parameters, classes, stripRows);
    int stride = F32Kernels.padded(classes);
    this.strip = new F32Matrix(new float[stripRows * stride], 0, stride, stripRows, classes);
    this.gradient = F32Matrix.zeros(classes, features);
    this.scratch = new float[stripRows * features];
    this.weights = F32Matrix.zeros(classes, features);
    for (int k = 0; k < layout.classes(); k++) {
      System.arraycopy(
          parameters.singles(),
          layout.weightIndex(k, 0),
          weights.array(),
          weights.row(k),
          layout.features());
    }
  }

  @Override
  public void add(ExampleBlock block, LossGradientSum sum) {
    DenseBlock features = (DenseBlock) block.features();
    for (int from = 0; from < block.rows(); from += strip.rows()) {
      int to = Math.min(block.rows(), from + strip.rows());
      F32Matrix x = features.rowsInto(from, to, scratch);
      F32Matrix z = strip.head(to - from);
      kernels.logits(x, weights, z);
      softmax.residuals(z, block, from, sum);
      kernels.addGradient(z, x, gradient);
    }
    addBlockGradient(sum);
  }

  @Override
  public void logitsInto(FeatureBlock x, int from, int to, double[] logits) {
    for (int first = from; first < to; first += strip.rows()) {
      int end = Math.min(to, first + strip.rows());
      F32Matrix z = strip.head(end - first);
      kernels.logits(((DenseBlock) x).rowsInto(first, end, scratch), weights, z);
      softmax.logitsInto(z, logits, (first - from) * layout.classes());
    }
  }

  private void addBlockGradient(LossGradientSum sum) {
    long[] sums = sum.gradientSum(layout.dimension());
    int features = layout.features();
    for (int k = 0; k < layout.classes(); k++) {
      sum.noteLargest(
          kernels.addFixed(
              gradient.array(), gradient.row(k), scales, sums, layout.weightIndex(k, 0), features));
    }
    if (layout.intercept()) {
      int to = layout.interceptIndex(0);
      sum.noteLargest(
          FixedPoint.add(
              softmax.interceptGradient(), 0, scales[features], sums, to, layout.classes()));
    }
    Arrays.fill(gradient.array(), 0f);
    softmax.clearInterceptGradient();
  }
}

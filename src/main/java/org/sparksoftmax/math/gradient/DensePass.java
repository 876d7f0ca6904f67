package org.sparksoftmax.math.gradient;

import org.sparksoftmax.math.block.Arithmetic;
import org.sparksoftmax.math.block.DenseBlock;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.block.FeatureBlock;
import org.sparksoftmax.math.kernel.DenseKernels;
import org.sparksoftmax.math.kernel.F32Kernels;
import org.sparksoftmax.math.kernel.F32Matrix;
import org.sparksoftmax.math.kernel.F64Kernels;
import org.sparksoftmax.math.kernel.F64Matrix;
import org.sparksoftmax.math.kernel.Kernels;
import org.sparksoftmax.math.kernel.Matrix;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.linalg.FixedPointSums;

/**
 * The fused pass over dense rows. A block is processed in strips of rows that stay in the
 * second-level cache: logits, residuals and gradient of one strip, then the next. The gradient is
 * summed in floating point over a strip and then over the block, and in fixed point over blocks.
 */
final class DensePass<M extends Matrix<M>> implements BlockPass {

  /** Maximum size of the features of a strip: a quarter of a typical second-level cache. */
  private static final int STRIP_BYTES = 256 << 10;

  private static final int MAX_STRIP_ROWS = 64;

  /** Reads rows {@code from} (inclusive) to {@code to} (exclusive), padded to whole vectors. */
  private interface Reader<M> {
    M rows(DenseBlock x, int from, int to);
  }

  private final ParameterLayout layout;

  /** Number of classes of one model. */
  private final int classesOfOne;

  private final double[] scales;
  private final DenseKernels<M> kernels;
  private final Softmax.OfLinearModel<M> softmax;
  private final Reader<M> reader;

  /** W, Z and G with classes and features padded to whole tiles and vectors. */
  private final M weights;

  private final M strip;
  private final M gradient;

  private DensePass(
      KernelParameters parameters,
      DenseKernels<M> kernels,
      Softmax.OfLinearModel<M> softmax,
      Reader<M> reader,
      M weights,
      M strip,
      M gradient) {
    this.layout = parameters.layout();
    this.classesOfOne = parameters.stack().one().classes();
    this.scales = parameters.grid().scales();
    this.kernels = kernels;
    this.softmax = softmax;
    this.reader = reader;
    this.weights = weights;
    this.strip = strip;
    this.gradient = gradient;
  }

  static BlockPass f32(KernelParameters parameters) {
    ParameterLayout layout = parameters.layout();
    int features = F32Kernels.padded(layout.features());
    int classes = F32Kernels.tiled(layout.classes());
    int rows = stripRows(Float.BYTES * features, 8);
    int stride = F32Kernels.padded(classes);
    F32Matrix weights = F32Matrix.zeros(classes, features);
    copyWeights(layout, parameters.singles(), weights.array(), features);
    float[] scratch = new float[rows * features];
    return new DensePass<>(
        parameters,
        Kernels.f32(),
        new F32SoftmaxStack(parameters, classes, rows),
        (x, from, to) -> x.rowsInto(from, to, scratch),
        weights,
        new F32Matrix(new float[rows * stride], 0, stride, rows, classes),
        F32Matrix.zeros(classes, features));
  }

  static BlockPass f64(KernelParameters parameters) {
    ParameterLayout layout = parameters.layout();
    int features = F64Kernels.padded(layout.features());
    int classes = F32Kernels.tiled(layout.classes());
    int rows = stripRows(Double.BYTES * features, 4);
    F64Matrix weights = F64Matrix.zeros(classes, features);
    copyWeights(layout, parameters.doubles(), weights.array(), features);
    double[] scratch = new double[rows * features];
    return new DensePass<>(
        parameters,
        Kernels.f64(),
        new F64SoftmaxStack(parameters, true),
        (x, from, to) -> x.rowsInto(from, to, scratch),
        weights,
        F64Matrix.zeros(rows, classes),
        F64Matrix.zeros(classes, features));
  }

  private static int stripRows(int bytesOfRow, int least) {
    return Math.max(least, Math.min(MAX_STRIP_ROWS, STRIP_BYTES / bytesOfRow));
  }

  /** Copies the weights of each class to a row of {@code stride} entries in {@code to}. */
  private static <A> void copyWeights(ParameterLayout layout, A parameters, A to, int stride) {
    for (int k = 0; k < layout.classes(); k++) {
      int from = layout.weightIndex(k, 0);
      System.arraycopy(parameters, from, to, k * stride, layout.features());
    }
  }

  @Override
  public BlockPass with(KernelParameters parameters) {
    return parameters.arithmetic() == Arithmetic.F32 ? f32(parameters) : f64(parameters);
  }

  @Override
  public void add(ExampleBlock block, LossGradientSum sum) {
    DenseBlock features = (DenseBlock) block.features();
    for (int from = 0; from < block.rows(); from += strip.rows()) {
      M x = reader.rows(features, from, Math.min(block.rows(), from + strip.rows()));
      M z = strip.head(x.rows());
      kernels.logits(x, weights, z);
      softmax.residuals(z, z.rows(), block, from, sum);
      kernels.addGradient(z, x, gradient);
    }
    addBlockGradient(sum);
  }

  @Override
  public void logitsInto(FeatureBlock x, int from, int to, double[] logits) {
    for (int first = from; first < to; first += strip.rows()) {
      M rows = reader.rows((DenseBlock) x, first, Math.min(to, first + strip.rows()));
      M z = strip.head(rows.rows());
      kernels.logits(rows, weights, z);
      softmax.logitsInto(z, z.rows(), logits, (first - from) * layout.classes());
    }
  }

  private void addBlockGradient(LossGradientSum sum) {
    FixedPointSums sums = sum.gradientSum(layout.dimension());
    for (int k = 0; k < layout.classes(); k++) {
      int to = layout.weightIndex(k, 0);
      synchronized (sums.lock(k)) {
        double largest = gradient.addFixed(k, scales, sums.array(), to, layout.features());
        sum.noteLargest(k / classesOfOne, largest);
      }
    }
    gradient.clear();
    softmax.addInterceptGradient(sum);
  }
}

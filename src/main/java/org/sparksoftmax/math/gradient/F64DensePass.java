package org.sparksoftmax.math.gradient;

import java.util.Arrays;
import org.sparksoftmax.math.block.DenseBlock;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.block.FeatureBlock;
import org.sparksoftmax.math.kernel.F32Kernels;
import org.sparksoftmax.math.kernel.F64Kernels;
import org.sparksoftmax.math.kernel.F64Matrix;
import org.sparksoftmax.math.kernel.FixedPoint;
import org.sparksoftmax.math.kernel.Kernels;
import org.sparksoftmax.math.layout.ParameterLayout;

/** The fused pass over dense rows in float64, in strips as {@link F32DensePass}. */
final class F64DensePass implements BlockPass {

  private static final int STRIP_BYTES = 256 << 10;
  private static final int MAX_STRIP_ROWS = 64;
  private static final int MIN_STRIP_ROWS = 4;

  private final F64Kernels kernels = Kernels.f64();
  private final ParameterLayout layout;

  /** W, Z and G with classes and features padded to whole tiles and vectors. */
  private final F64Matrix weights;

  private final F64Matrix strip;
  private final F64Matrix gradient;
  private final double[] intercepts;
  private final double[] interceptGradient;
  private final double[] scratch;
  private final double[] scales;
  private final F64SoftmaxStack softmax;

  F64DensePass(KernelParameters kernelParameters) {
    double[] parameters = kernelParameters.doubles();
    this.layout = kernelParameters.layout();
    this.softmax = new F64SoftmaxStack(kernelParameters);
    this.scales = kernelParameters.grid().scales();
    int features = F64Kernels.padded(layout.features());
    int classes = F32Kernels.tiled(layout.classes());
    int stripRows =
        Math.max(MIN_STRIP_ROWS, Math.min(MAX_STRIP_ROWS, STRIP_BYTES / Double.BYTES / features));
    this.strip = F64Matrix.zeros(stripRows, classes);
    this.gradient = F64Matrix.zeros(classes, features);
    this.intercepts = new double[layout.classes()];
    this.interceptGradient = new double[layout.classes()];
    this.scratch = new double[stripRows * features];
    this.weights = F64Matrix.zeros(classes, features);
    for (int k = 0; k < layout.classes(); k++) {
      System.arraycopy(
          parameters, layout.weightIndex(k, 0), weights.array(), weights.row(k), layout.features());
      intercepts[k] = layout.intercept() ? parameters[layout.interceptIndex(k)] : 0;
    }
  }

  @Override
  public void add(ExampleBlock block, LossGradientSum sum) {
    for (int from = 0; from < block.rows(); from += strip.rows()) {
      F64Matrix x = rows(block.features(), from, block.rows());
      F64Matrix z = logits(x);
      for (int i = 0; i < z.rows(); i++) {
        softmax.residualInPlace(z.array(), z.row(i), block, from + i, sum);
        addInterceptGradient(z.row(i));
      }
      kernels.addGradient(z, x, gradient);
    }
    addBlockGradient(sum);
  }

  @Override
  public void logitsInto(FeatureBlock x, int from, int to, double[] logits) {
    int classes = layout.classes();
    for (int first = from; first < to; first += strip.rows()) {
      F64Matrix z = logits(rows(x, first, to));
      for (int i = 0; i < z.rows(); i++) {
        System.arraycopy(z.array(), z.row(i), logits, (first - from + i) * classes, classes);
      }
    }
  }

  /** A strip of the rows from {@code from} on, ending before {@code end}. */
  private F64Matrix rows(FeatureBlock x, int from, int end) {
    return ((DenseBlock) x).rowsInto(from, Math.min(end, from + strip.rows()), scratch);
  }

  private F64Matrix logits(F64Matrix x) {
    F64Matrix z = strip.head(x.rows());
    kernels.logits(x, weights, z);
    for (int i = 0; i < z.rows(); i++) {
      for (int k = 0; k < intercepts.length; k++) {
        z.array()[z.row(i) + k] += intercepts[k];
      }
    }
    return z;
  }

  private void addInterceptGradient(int at) {
    double[] row = strip.array();
    int classes = layout.classes();
    for (int k = 0; k < classes; k++) {
      interceptGradient[k] += row[at + k];
    }
  }

  private void addBlockGradient(LossGradientSum sum) {
    long[] sums = sum.gradientSum(layout.dimension());
    int features = layout.features();
    for (int k = 0; k < layout.classes(); k++) {
      sum.noteLargest(
          FixedPoint.add(
              gradient.array(), gradient.row(k), scales, sums, layout.weightIndex(k, 0), features));
    }
    if (layout.intercept()) {
      int to = layout.interceptIndex(0);
      sum.noteLargest(
          FixedPoint.add(interceptGradient, 0, scales[features], sums, to, layout.classes()));
    }
    Arrays.fill(gradient.array(), 0.0);
    Arrays.fill(interceptGradient, 0.0);
  }
}

package org.sparksoftmax.math.gradient;

import java.util.Arrays;
import org.sparksoftmax.math.block.CsrBlock;
import org.sparksoftmax.math.block.CsrRows;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.block.FeatureBlock;
import org.sparksoftmax.math.block.OccurringFeatures;
import org.sparksoftmax.math.kernel.F64Kernels;
import org.sparksoftmax.math.kernel.F64Matrix;
import org.sparksoftmax.math.kernel.Kernels;
import org.sparksoftmax.math.layout.ParameterLayout;

/** The fused pass over sparse rows in float64; see {@link F32SparsePass}. */
final class F64SparsePass implements BlockPass {

  /** Maximum size of the logits of a strip: a part of the first-level cache. */
  private static final int STRIP_BYTES = 16 * 1024;

  private final F64Kernels kernels = Kernels.f64();
  private final ParameterLayout layout;
  private double[] parameters;
  private final double[] intercepts;
  private final F64Matrix strip;
  private final CsrRows<double[]> rows = CsrRows.doubles();
  private final OccurringFeatures occurring;
  private double[] scales;
  private F64SoftmaxStack softmax;

  /** Sums of the block: K for each feature that occurs in it. */
  private double[] gradient = new double[0];

  /** The features of a piece and their scales. */
  private final int[] features = new int[OccurringFeatures.PIECE];

  private final double[] featureScales = new double[OccurringFeatures.PIECE];

  F64SparsePass(KernelParameters kernelParameters) {
    this.layout = kernelParameters.layout();
    this.occurring = new OccurringFeatures(layout.features());
    int stripRows = Math.max(1, STRIP_BYTES / (layout.classes() * Double.BYTES));
    this.strip = F64Matrix.zeros(stripRows, layout.classes());
    this.intercepts = new double[layout.classes()];
    with(kernelParameters);
  }

  @Override
  public BlockPass with(KernelParameters other) {
    this.parameters = other.doubles();
    for (int k = 0; layout.intercept() && k < intercepts.length; k++) {
      intercepts[k] = parameters[layout.interceptIndex(k)];
    }
    this.softmax = new F64SoftmaxStack(other, false);
    this.scales = other.grid().scales();
    return this;
  }

  @Override
  public void add(ExampleBlock block, LossGradientSum sum) {
    CsrBlock x = (CsrBlock) block.features();
    rows.of(x);
    occurring.find(x);
    int room = Math.multiplyExact(occurring.count(), layout.classes());
    if (gradient.length < room) {
      gradient = new double[room];
    }
    for (int from = 0; from < x.rows(); from += strip.rows()) {
      F64Matrix z = strip.head(Math.min(strip.rows(), x.rows() - from));
      logits(from, z.rows(), z.array());
      softmax.residuals(z, z.rows(), block, from, sum);
      for (int i = 0; i < z.rows(); i++) {
        kernels.addSparseGradient(
            rows.row(from + i, occurring), z.array(), z.row(i), layout.classes(), gradient);
      }
    }
    addBlockGradient(sum);
  }

  @Override
  public void logitsInto(FeatureBlock x, int from, int to, double[] logits) {
    rows.of((CsrBlock) x);
    logits(from, to - from, logits);
  }

  private void logits(int from, int count, double[] z) {
    int classes = layout.classes();
    for (int i = 0; i < count; i++) {
      kernels.sparseLogits(rows.row(from + i), parameters, intercepts, classes, z, i * classes);
    }
  }

  private void addBlockGradient(LossGradientSum sum) {
    int count;
    for (int first = 0; first < occurring.count(); first += count) {
      count = occurring.piece(first, scales, features, featureScales);
      int from = first * layout.classes();
      sum.addFeatures(layout, features, count, gradient, from, featureScales);
      // Cleared here, while they are in the cache.
      Arrays.fill(gradient, from, from + count * layout.classes(), 0.0);
    }
    softmax.addInterceptGradient(sum);
  }
}

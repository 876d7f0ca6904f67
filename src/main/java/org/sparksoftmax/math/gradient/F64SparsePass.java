package org.sparksoftmax.math.gradient;

import java.util.Arrays;
import org.sparksoftmax.math.block.CsrBlock;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.block.FeatureBlock;
import org.sparksoftmax.math.block.OccurringFeatures;
import org.sparksoftmax.math.kernel.F64Matrix;
import org.sparksoftmax.math.layout.ParameterLayout;

/** The fused pass over sparse rows in float64. */
final class F64SparsePass implements BlockPass {

  /** Maximum size of the logits of a strip: a part of the first-level cache. */
  private static final int STRIP_BYTES = 16 * 1024;

  private final ParameterLayout layout;
  private double[] parameters;
  private final int stripRows;
  private final F64Matrix strip;
  private final OccurringFeatures occurring;
  private double[] scales;
  private F64SoftmaxStack softmax;
  private double[] gradient = new double[0];

  F64SparsePass(KernelParameters kernelParameters) {
    this.layout = kernelParameters.layout();
    this.occurring = new OccurringFeatures(layout.features());
    this.stripRows = Math.max(1, STRIP_BYTES / (layout.classes() * Double.BYTES));
    this.strip = F64Matrix.zeros(stripRows, layout.classes());
    with(kernelParameters);
  }

  @Override
  public BlockPass with(KernelParameters other) {
    this.parameters = other.doubles();
    this.softmax = new F64SoftmaxStack(other, false);
    this.scales = other.grid().scales();
    return this;
  }

  @Override
  public void add(ExampleBlock block, LossGradientSum sum) {
    CsrBlock x = (CsrBlock) block.features();
    occurring.find(x);
    if (gradient.length < occurring.count() * layout.classes()) {
      gradient = new double[occurring.count() * layout.classes()];
    }
    for (int from = 0; from < x.rows(); from += stripRows) {
      int to = Math.min(x.rows(), from + stripRows);
      logitsInto(x, from, to, strip.array());
      softmax.residuals(strip, to - from, block, from, sum);
      x.addGradient(from, to, strip.array(), layout.classes(), occurring.entryPlaces(), gradient);
    }
    addBlockGradient(sum);
  }

  @Override
  public void logitsInto(FeatureBlock x, int from, int to, double[] logits) {
    int classes = layout.classes();
    for (int z = 0; z < (to - from) * classes; z += classes) {
      for (int k = 0; k < classes; k++) {
        logits[z + k] = layout.intercept() ? parameters[layout.interceptIndex(k)] : 0.0;
      }
    }
    ((CsrBlock) x).addLogits(from, to, parameters, classes, logits);
  }

  private void addBlockGradient(LossGradientSum sum) {
    for (int place = 0; place < occurring.count(); place++) {
      int feature = occurring.feature(place);
      sum.addFeature(layout, feature, gradient, place * layout.classes(), scales[feature]);
    }
    Arrays.fill(gradient, 0, occurring.count() * layout.classes(), 0.0);
    softmax.addInterceptGradient(sum);
  }
}

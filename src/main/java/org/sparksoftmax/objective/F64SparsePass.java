package org.sparksoftmax.objective;

import org.sparksoftmax.linalg.CsrBlock;
import org.sparksoftmax.linalg.ExampleBlock;
import org.sparksoftmax.linalg.FeatureBlock;
import org.sparksoftmax.loss.SoftmaxCrossEntropy;
import org.sparksoftmax.model.ParameterLayout;

/** The fused pass over sparse rows in float64. */
final class F64SparsePass implements BlockPass {

  /** Logits of a strip of rows take at most this many bytes, a part of the first-level cache. */
  private static final int STRIP_BYTES = 16 * 1024;

  private final ParameterLayout layout;
  private final double[] parameters;
  private final int stripRows;
  private final double[] strip;

  F64SparsePass(ParameterLayout layout, double[] parameters) {
    this.layout = layout;
    this.parameters = parameters;
    this.stripRows = Math.max(1, STRIP_BYTES / (layout.classes() * Double.BYTES));
    this.strip = new double[stripRows * layout.classes()];
  }

  @Override
  public void add(ExampleBlock block, LossGradientSum sum) {
    CsrBlock x = (CsrBlock) block.features();
    double[] gradient = sum.gradientSum(layout.dimension());
    for (int from = 0; from < x.rows(); from += stripRows) {
      int to = Math.min(x.rows(), from + stripRows);
      logitsInto(x, from, to, strip);
      residualInPlace(block, from, to, sum);
      x.addGradient(from, to, strip, layout.classes(), gradient);
      addInterceptGradient(to - from, gradient);
    }
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

  private void residualInPlace(ExampleBlock block, int from, int to, LossGradientSum sum) {
    int classes = layout.classes();
    for (int i = from; i < to; i++) {
      double exampleWeight = block.exampleWeight(i);
      double loss =
          SoftmaxCrossEntropy.residualInPlace(
              strip, (i - from) * classes, classes, block.label(i), exampleWeight);
      sum.addLoss(loss, exampleWeight);
    }
  }

  private void addInterceptGradient(int rows, double[] gradient) {
    if (!layout.intercept()) {
      return;
    }
    int classes = layout.classes();
    int b = layout.interceptIndex(0);
    for (int r = 0; r < rows * classes; r += classes) {
      for (int k = 0; k < classes; k++) {
        gradient[b + k] += strip[r + k];
      }
    }
  }
}

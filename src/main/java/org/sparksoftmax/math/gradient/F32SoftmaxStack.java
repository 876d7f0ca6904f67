package org.sparksoftmax.math.gradient;

import java.util.Arrays;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.kernel.F32Kernels;
import org.sparksoftmax.math.kernel.F32Matrix;
import org.sparksoftmax.math.layout.ParameterLayout;

/**
 * {@link F32Softmax} for every model of a stack, whose logits are adjacent in each row of Z. The
 * logits of each model are copied to a separate matrix, so that every model gets the same bits as
 * on its own.
 */
final class F32SoftmaxStack implements Softmax.OfLinearModel<F32Matrix> {

  private final F32Softmax[] softmaxes;
  private final ParameterLayout layout;
  private final double[] scales;

  /** Number of classes of one model. */
  private final int classes;

  /** Buffer for the logits of one model; null if there is only one model. */
  private final F32Matrix ofModel;

  /** Rᵀ1 of each model, padded. */
  private final float[][] interceptGradients;

  private final float[] interceptGradient;

  /**
   * @param columns number of columns of Z: all classes, or more if the product fills whole tiles
   * @param stripRows maximum number of rows at a time
   */
  F32SoftmaxStack(KernelParameters parameters, int columns, int stripRows) {
    this.layout = parameters.layout();
    this.scales = parameters.grid().scales();
    int models = parameters.stack().models();
    this.classes = parameters.stack().one().classes();
    int columnsOfOne = models == 1 ? columns : classes;
    int padded = F32Kernels.padded(columnsOfOne);
    this.softmaxes = new F32Softmax[models];
    this.interceptGradients = new float[models][padded];
    for (int g = 0; g < models; g++) {
      softmaxes[g] = new F32Softmax(parameters, g, columnsOfOne, stripRows);
    }
    this.ofModel =
        models == 1
            ? null
            : new F32Matrix(new float[stripRows * padded], 0, padded, stripRows, classes);
    this.interceptGradient = models == 1 ? interceptGradients[0] : new float[models * classes];
  }

  @Override
  public void residuals(
      F32Matrix strip, int rows, ExampleBlock block, int first, LossGradientSum sum) {
    F32Matrix z = strip.head(rows);
    for (int g = 0; g < softmaxes.length; g++) {
      F32Matrix logits = ofModel == null ? z : copyOut(z, g);
      softmaxes[g].residuals(logits, block, first, sum.losses(g)::add);
      softmaxes[g].addInterceptGradient(logits, interceptGradients[g]);
      if (ofModel != null) {
        copyIn(logits, z, g);
      }
    }
    for (int i = 0; ofModel != null && i < z.rows(); i++) {
      int padding = z.row(i) + softmaxes.length * classes;
      Arrays.fill(z.array(), padding, z.row(i) + z.stride(), 0f);
    }
  }

  @Override
  public void logitsInto(F32Matrix strip, int rows, double[] out, int outOffset) {
    F32Matrix z = strip.head(rows);
    for (int g = 0; g < softmaxes.length; g++) {
      F32Matrix logits = ofModel == null ? z : copyOut(z, g);
      softmaxes[g].logitsInto(logits, out, outOffset + g * classes, softmaxes.length * classes);
    }
  }

  @Override
  public void addInterceptGradient(LossGradientSum sum) {
    if (!layout.intercept()) {
      return;
    }
    for (int g = 0; ofModel != null && g < softmaxes.length; g++) {
      System.arraycopy(interceptGradients[g], 0, interceptGradient, g * classes, classes);
    }
    int[] intercepts = {layout.features()};
    double[] scale = {scales[layout.features()]};
    sum.addFeatures(layout, intercepts, 1, interceptGradient, 0, scale);
    for (float[] gradient : interceptGradients) {
      Arrays.fill(gradient, 0f);
    }
  }

  private F32Matrix copyOut(F32Matrix z, int g) {
    F32Matrix logits = ofModel.head(z.rows());
    for (int i = 0; i < z.rows(); i++) {
      int to = logits.row(i);
      System.arraycopy(z.array(), z.row(i) + g * classes, logits.array(), to, classes);
      Arrays.fill(logits.array(), to + classes, to + logits.stride(), 0f);
    }
    return logits;
  }

  private void copyIn(F32Matrix residuals, F32Matrix z, int g) {
    for (int i = 0; i < z.rows(); i++) {
      System.arraycopy(
          residuals.array(), residuals.row(i), z.array(), z.row(i) + g * classes, classes);
    }
  }
}

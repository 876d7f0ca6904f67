package org.sparksoftmax.math.gradient;

import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.kernel.F32Kernels;
import org.sparksoftmax.math.kernel.F32Matrix;
import org.sparksoftmax.math.kernel.F32Panels;

/** {@link F32SoftmaxStack} for logits in panels, which are copied to rows and back. */
final class F32PanelSoftmax implements Softmax<F32Panels> {

  private final F32SoftmaxStack softmax;
  private final F32Matrix strip;

  F32PanelSoftmax(KernelParameters parameters, int stripRows) {
    int classes = parameters.layout().classes();
    int stride = F32Kernels.padded(classes);
    this.softmax = new F32SoftmaxStack(parameters, classes, stripRows);
    this.strip = new F32Matrix(new float[stripRows * stride], 0, stride, stripRows, classes);
  }

  @Override
  public void residuals(F32Panels z, int rows, ExampleBlock block, int first, LossGradientSum sum) {
    copyRows(z, rows);
    softmax.residuals(strip, rows, block, first, sum);
    for (int i = 0; i < rows; i++) {
      z.copyRowFrom(strip.array(), strip.row(i), i);
    }
  }

  @Override
  public void logitsInto(F32Panels z, int rows, double[] out, int outOffset) {
    copyRows(z, rows);
    softmax.logitsInto(strip, rows, out, outOffset);
  }

  private void copyRows(F32Panels z, int rows) {
    for (int i = 0; i < rows; i++) {
      z.copyRowInto(i, strip.array(), strip.row(i));
    }
  }
}

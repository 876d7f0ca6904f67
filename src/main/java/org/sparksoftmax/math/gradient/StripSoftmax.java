package org.sparksoftmax.math.gradient;

import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.kernel.F32Kernels;
import org.sparksoftmax.math.kernel.F32Matrix;
import org.sparksoftmax.math.kernel.F32Panels;
import org.sparksoftmax.math.loss.Targets;

/** Logits to residuals for a strip of a mini-batch, in float32. Not thread-safe. */
public final class StripSoftmax {

  private final F32Softmax softmax;
  private final F32Matrix strip;
  private double lossSum;
  private double weightSum;

  /**
   * @param classes K
   * @param biases b, padded to whole vectors; read by every call
   * @param rows maximum number of rows
   */
  public StripSoftmax(int classes, float[] biases, int rows) {
    int stride = F32Kernels.padded(classes);
    this.softmax = new F32Softmax(Targets.PLAIN, classes, biases, rows);
    this.strip = new F32Matrix(new float[rows * stride], 0, stride, rows, classes);
  }

  /**
   * Replaces row i of {@code z} by w·(p − t) of row i of {@code targets}.
   *
   * @param z logits without biases; overwritten
   */
  public void residuals(F32Panels z, ExampleBlock targets) {
    int rows = targets.rows();
    for (int i = 0; i < rows; i++) {
      z.copyRowInto(i, strip.array(), strip.row(i));
    }
    lossSum = 0;
    weightSum = 0;
    softmax.residuals(
        strip.head(rows),
        targets,
        0,
        (loss, weight) -> {
          lossSum += loss;
          weightSum += weight;
        });
    for (int i = 0; i < rows; i++) {
      z.copyRowFrom(strip.array(), strip.row(i), i);
    }
  }

  /** Σ wᵢ ℓᵢ of the last call. */
  public double lossSum() {
    return lossSum;
  }

  /** Σ wᵢ of the last call. */
  public double weightSum() {
    return weightSum;
  }
}

package org.sparksoftmax.math.optimize;

import java.util.function.IntUnaryOperator;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.linalg.Parts;

/**
 * Removes from a step of a linear model the part that all classes share. The gradients of the
 * classes sum to 0 for each feature, but steps that divide each entry by its own divisor do not.
 * The common part changes no probability; it only moves weights away from the values that the
 * penalty prefers.
 */
final class CommonSteps {

  /**
   * Largest ratio of the mean gradient over the classes to their root mean square that can be
   * rounding. A larger ratio occurs for an initial model whose weights do not sum to 0 and which
   * the penalty has yet to move.
   */
  private static final double COMMON = 0.5;

  private final ParameterLayout layout;

  CommonSteps(ParameterLayout layout) {
    this.layout = layout;
  }

  /** Removes the common part wherever the gradient has almost none. */
  void removeInPlace(double[] direction, double[] gradient) {
    Parts.forEach(
        layout.features(),
        (from, to) -> {
          for (int j = from; j < to; j++) {
            int feature = j;
            removeInPlace(direction, gradient, k -> layout.weightIndex(k, feature));
          }
        });
    if (layout.intercept()) {
      removeInPlace(direction, gradient, layout::interceptIndex);
    }
  }

  /**
   * Removes the common part of one feature.
   *
   * @param places index of the feature's entry for each class
   */
  private void removeInPlace(double[] direction, double[] gradient, IntUnaryOperator places) {
    int classes = layout.classes();
    double common = 0;
    double squares = 0;
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      int at = places.applyAsInt(k);
      common += gradient[at];
      squares += gradient[at] * gradient[at];
      sum += direction[at];
    }
    if (common * common > COMMON * COMMON * classes * squares) {
      return;
    }
    for (int k = 0; k < classes; k++) {
      direction[places.applyAsInt(k)] -= sum / classes;
    }
  }
}

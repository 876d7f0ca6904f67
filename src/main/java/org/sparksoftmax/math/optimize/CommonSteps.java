package org.sparksoftmax.math.optimize;

import java.util.function.IntUnaryOperator;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.linalg.Parts;

/**
 * The part of a step that all classes of a linear model share. Their gradients sum to 0 for each
 * feature, but steps with a divisor per entry do not. The common part changes no probability; it
 * only moves the weights away from the optimum of the penalty.
 */
final class CommonSteps {

  /**
   * Share of a mean over the classes in their root mean square above which it is no rounding: of a
   * first model whose weights do not sum to 0, and which the penalty has yet to move.
   */
  private static final double COMMON = 0.5;

  private final ParameterLayout layout;

  CommonSteps(ParameterLayout layout) {
    this.layout = layout;
  }

  /** Removes the common part for features whose gradient has next to none. */
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
   * Of one feature.
   *
   * @param places of its entries, by class
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

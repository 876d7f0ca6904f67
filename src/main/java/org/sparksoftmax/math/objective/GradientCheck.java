package org.sparksoftmax.math.objective;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Compares a gradient with fourth-order central differences,
 *
 * <pre>∂J/∂θᵢ ≈ (8 (J(θ + h eᵢ) − J(θ − h eᵢ)) − (J(θ + 2h eᵢ) − J(θ − 2h eᵢ))) / 12h,</pre>
 *
 * whose error is O(h⁴), so that h can be large enough to keep rounding out of the result. Where
 * they disagree, smaller h are tried. A kink of the objective between the points, as rectified
 * units have, makes differences wrong, but falls outside them once h is small enough, whereas a
 * wrong gradient stays wrong.
 */
public final class GradientCheck {

  /** Steps in units of the parameter's scale, in the order in which they are tried. */
  private static final double[] STEPS = {1e-3, 1e-4, 1e-5, 1e-6};

  /** No smaller step is tried once the error is below this value. */
  private static final double AGREEMENT = 1e-7;

  /**
   * Entries smaller than this share of the largest one are compared on the scale of the largest.
   */
  private static final double FLOOR = 1e-3;

  private GradientCheck() {}

  /**
   * One entry of the gradient.
   *
   * @param index its position in θ
   * @param relativeError |analytic − numeric| relative to the larger of the two, or to a share of
   *     the largest entry
   */
  public record Entry(int index, double analytic, double numeric, double relativeError) {}

  /**
   * Checks some entries of the gradient at {@code parameters}.
   *
   * @param entries positions in θ
   * @param scales for each entry, how strongly the logits depend on it: the root mean square of its
   *     feature, > 0
   * @return the entries, largest error first
   */
  public static List<Entry> check(
      Objective objective, double[] parameters, int[] entries, double[] scales) {
    double[] gradient = objective.evaluate(parameters).gradient();
    double largest =
        IntStream.range(0, entries.length)
            .mapToDouble(e -> Math.abs(gradient[entries[e]]) / scales[e])
            .max()
            .orElse(0);
    return IntStream.range(0, entries.length)
        .mapToObj(
            e ->
                check(
                    objective,
                    parameters,
                    new Checked(entries[e], scales[e], gradient[entries[e]], largest)))
        .sorted(Comparator.comparingDouble(Entry::relativeError).reversed())
        .toList();
  }

  /** An entry to be checked. */
  private record Checked(int index, double scale, double analytic, double largest) {}

  private static Entry check(Objective objective, double[] parameters, Checked checked) {
    Entry best = null;
    for (double step : STEPS) {
      double numeric = difference(objective, parameters, checked.index(), step / checked.scale());
      double size = Math.max(Math.abs(checked.analytic()), Math.abs(numeric));
      double scale = Math.max(size, FLOOR * checked.largest() * checked.scale());
      double error = scale == 0 ? 0 : Math.abs(checked.analytic() - numeric) / scale;
      if (best == null || error < best.relativeError()) {
        best = new Entry(checked.index(), checked.analytic(), numeric, error);
      }
      if (best.relativeError() < AGREEMENT) {
        break;
      }
    }
    return best;
  }

  private static double difference(Objective objective, double[] parameters, int i, double h) {
    double near = valueAt(objective, parameters, i, h) - valueAt(objective, parameters, i, -h);
    double far =
        valueAt(objective, parameters, i, 2 * h) - valueAt(objective, parameters, i, -2 * h);
    return (8 * near - far) / (12 * h);
  }

  private static double valueAt(Objective objective, double[] parameters, int i, double offset) {
    double[] moved = Arrays.copyOf(parameters, parameters.length);
    moved[i] += offset;
    return objective.evaluate(moved).objective();
  }
}

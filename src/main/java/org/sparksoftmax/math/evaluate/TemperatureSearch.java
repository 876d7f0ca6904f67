package org.sparksoftmax.math.evaluate;

import java.util.function.DoubleFunction;

/**
 * Finds the temperature T > 0 that minimises the mean log loss f of softmax(z/T) (Guo, Pleiss, Sun,
 * Weinberger, On calibration of modern neural networks, ICML 2017, section 4.2).
 *
 * <p>In β = 1/T the loss is convex: it is a log-sum-exp minus a linear function. Its minimum is
 * where f′ = 0. It is found by Newton's method, β ← β − f′/f″, inside the interval in which f′ is
 * known to change sign. A step changes β by at most a factor of 4. If a step would leave the
 * interval, or if the previous step did not halve f′, the geometric mean of the interval's ends is
 * taken instead. A minimum at a β between 0 and infinity exists exactly if f′ is negative at 0 and
 * positive in the limit; otherwise T stays 1:
 *
 * <ul>
 *   <li>f′(∞) = 0: the label of every row has the largest logit, and a larger β is always better.
 *   <li>f′(0) ≥ 0: the logits do not favour the labels, and no β improves on uniform probabilities.
 * </ul>
 */
public final class TemperatureSearch {

  /**
   * Relative change of β at which the search ends. The remaining error is then about its square.
   */
  private static final double TOLERANCE = 1e-7;

  private static final double MAX_FACTOR = 4;

  /** Far more than needed: with steps by a factor of 4, β may grow to 10^36. */
  private static final int MAX_PASSES = 60;

  private TemperatureSearch() {}

  /** How a search ended. */
  public enum Outcome {
    /** T minimises the loss. */
    FITTED,

    /** No row has both a known label and a positive weight: T = 1. */
    NO_ROWS,

    /** Every row is predicted correctly, so that the loss decreases as T → 0: T = 1. */
    SEPARABLE,

    /** The loss decreases or stays constant as T → ∞: T = 1. */
    UNINFORMATIVE,

    /** The loss is not finite, or the search did not converge: T = 1. */
    FAILED
  }

  /**
   * The result of a search.
   *
   * @param temperature T, finite and above 0; 1 unless fitted
   * @param passes number of evaluations of the loss
   * @param lossBefore mean log loss at T = 1; NaN without rows
   * @param lossAfter mean log loss at T
   */
  public record Result(
      Outcome outcome, double temperature, int passes, double lossBefore, double lossAfter) {}

  /**
   * Minimises the loss.
   *
   * @param loss f and its derivatives with respect to β
   */
  public static Result minimize(DoubleFunction<ScaledLoss> loss) {
    ScaledLoss first = loss.apply(1);
    if (first.weight() == 0) {
      return unchanged(Outcome.NO_ROWS, first, 1);
    }
    if (!isFinite(first)) {
      return unchanged(Outcome.FAILED, first, 1);
    }
    if (first.slopeAtZero() >= 0) {
      return unchanged(Outcome.UNINFORMATIVE, first, 1);
    }
    if (first.slopeAtInfinity() <= 0) {
      return unchanged(Outcome.SEPARABLE, first, 1);
    }
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    ScaledLoss at = first;
    double slopeBefore = Double.POSITIVE_INFINITY;
    for (int passes = 1; passes <= MAX_PASSES && isFinite(at); passes++) {
      if (at.slope() < 0) {
        low = at.beta();
      } else {
        high = at.beta();
      }
      double next = newton(at);
      boolean settled = high - low <= TOLERANCE * at.beta();
      if (settled || Math.abs(next - at.beta()) <= TOLERANCE * at.beta()) {
        return new Result(Outcome.FITTED, 1 / at.beta(), passes, first.meanLoss(), at.meanLoss());
      }
      boolean slow = Math.abs(at.slope()) > slopeBefore / 2;
      slopeBefore = Math.abs(at.slope());
      boolean bounded = low > 0 && high < Double.POSITIVE_INFINITY;
      boolean outside = !(next > low && next < high); // also if NaN
      at = loss.apply(bounded && (slow || outside) ? Math.sqrt(low * high) : next);
    }
    return unchanged(Outcome.FAILED, first, MAX_PASSES);
  }

  /** A Newton step, limited to a factor of 4; takes that factor if f″ is 0. */
  private static double newton(ScaledLoss at) {
    double next = at.beta() - at.slope() / at.curvature();
    return Math.max(at.beta() / MAX_FACTOR, Math.min(at.beta() * MAX_FACTOR, next));
  }

  private static boolean isFinite(ScaledLoss loss) {
    return Double.isFinite(loss.meanLoss())
        && Double.isFinite(loss.slope())
        && Double.isFinite(loss.curvature());
  }

  private static Result unchanged(Outcome outcome, ScaledLoss first, int passes) {
    return new Result(outcome, 1, passes, first.meanLoss(), first.meanLoss());
  }
}

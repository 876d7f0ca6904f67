package org.sparksoftmax.config;

import static org.sparksoftmax.config.ConfigException.invalid;

import java.util.OptionalDouble;

/**
 * The step size of first-order update rules ({@code optimizer.step-size}).
 *
 * @param initial the initial step size, above 0; derived from the rule and the data if empty
 * @param decay factor of the exponential and step schedules, in (0, 1]
 * @param interval iterations per application of {@code decay}, at least 1
 */
public record StepSizeConfig(
    Schedule schedule, OptionalDouble initial, double decay, int interval) {

  public StepSizeConfig {
    double first = initial.orElse(1);
    if (!(first > 0 && Double.isFinite(first))) {
      throw invalid("optimizer.step-size.initial", first, "must be > 0 and finite, or auto");
    }
    if (!(decay > 0 && decay <= 1)) {
      throw invalid("optimizer.step-size.decay", decay, "must be > 0 and <= 1");
    }
    if (interval < 1) {
      throw invalid("optimizer.step-size.interval", interval, "must be >= 1");
    }
  }

  /** How the step size depends on the iteration t. */
  public enum Schedule {
    /**
     * {@link #BACKTRACKING} or {@link #CONSTANT}; with mini-batches {@link #COOLDOWN} for networks
     * and {@link #INVERSE_SQRT} for linear models.
     */
    AUTO,
    /** Starts at {@code initial} and halves until the objective decreases sufficiently (Armijo). */
    BACKTRACKING,
    /** {@code initial} in every iteration. */
    CONSTANT,
    /** initial / √(1 + t / interval). */
    INVERSE_SQRT,
    /** initial · decay^(t / interval). */
    EXPONENTIAL,
    /** initial · decay^⌊t / interval⌋. */
    STEP,
    /** initial · ½(1 + cos(π t / max-iterations)). */
    COSINE,
    /** initial · min(1, 5(1 − t / max-iterations)). */
    COOLDOWN
  }
}

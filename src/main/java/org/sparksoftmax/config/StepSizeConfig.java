package org.sparksoftmax.config;

import static org.sparksoftmax.config.ConfigException.invalid;

import java.util.OptionalDouble;

/**
 * The step size of first-order update rules ({@code optimizer.step-size}).
 *
 * @param initial the first step, above 0; empty: by the rule and the data
 * @param decay factor of the exponential and the step schedule, above 0 to 1
 * @param interval iterations over which {@code decay} applies once, at least 1
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

  /** How the step changes from iteration to iteration. */
  public enum Schedule {
    /** {@link #BACKTRACKING} or {@link #CONSTANT}; {@link #INVERSE_SQRT} with mini-batches. */
    AUTO,
    /** From {@code initial}, halved until the objective decreases enough (Armijo). */
    BACKTRACKING,
    /** Every step is {@code initial}. */
    CONSTANT,
    /** initial / √(1 + t / interval). */
    INVERSE_SQRT,
    /** initial · decay^(t / interval). */
    EXPONENTIAL,
    /** initial · decay^⌊t / interval⌋. */
    STEP,
    /** initial · ½(1 + cos(π t / max-iterations)). */
    COSINE
  }
}

package org.sparksoftmax.math.optimize;

import java.util.Locale;
import org.sparksoftmax.math.descent.RowUpdates;

/** How the step size changes from iteration to iteration. */
public interface StepSchedule extends RowUpdates.StepSizes {

  /** The step of iteration {@code t}, counted from 0: > 0, or 0 once parameters must not change. */
  @Override
  double at(int t);

  /** Every step is {@code initial}. */
  static StepSchedule constant(double initial) {
    requireStep(initial);
    return t -> initial;
  }

  /** s₀ / √(1 + t / interval): decreasing steps for mini-batches, whose sum still diverges. */
  static StepSchedule inverseSqrt(double initial, int interval) {
    requireStep(initial);
    return t -> initial / Math.sqrt(1 + (double) t / interval);
  }

  /** s₀ · decay^(t / interval). */
  static StepSchedule exponential(double initial, double decay, int interval) {
    requireStep(initial);
    return t -> initial * StrictMath.pow(decay, (double) t / interval);
  }

  /** s₀ · decay^⌊t / interval⌋. */
  static StepSchedule step(double initial, double decay, int interval) {
    requireStep(initial);
    return t -> initial * StrictMath.pow(decay, Math.floorDiv(t, interval));
  }

  /** s₀ · ½(1 + cos(π t / iterations)), without restarts (Loshchilov and Hutter 2017, eq. 5). */
  static StepSchedule cosine(double initial, int iterations) {
    requireStep(initial);
    return t ->
        initial * 0.5 * (1 + StrictMath.cos(Math.PI * Math.min(1, t / (double) iterations)));
  }

  /**
   * s₀ for the first four fifths of the iterations, then falling linearly to 0: the long constant
   * part makes progress, the end removes the noise of mini-batches (Hägele et al. 2024).
   */
  static StepSchedule cooldown(double initial, int iterations) {
    requireStep(initial);
    return t -> initial * Math.max(0, Math.min(1, 5 * (1 - t / (double) iterations)));
  }

  private static void requireStep(double initial) {
    if (!(initial > 0 && initial < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "Invalid step size: %s (must be > 0 and finite)", initial));
    }
  }
}

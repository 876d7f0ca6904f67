package org.sparksoftmax.optimize;

import org.sparksoftmax.objective.Objective;

/** What values of an objective can still tell apart. */
final class Precision {

  /** A mean loss below this is as good as 0: its parts round at the size of 1. */
  private static final double LEAST = 0x1p-20;

  private Precision() {}

  /** Noise to be expected in a value of {@code objective}. */
  static double noise(Objective objective, double value) {
    return objective.relativeNoise() * Math.max(LEAST, Math.abs(value));
  }

  /** Whether a promised decrease is too small to show in the value of the objective. */
  static boolean isBelowNoise(double decrease, Objective objective, double value) {
    return decrease <= noise(objective, value);
  }
}

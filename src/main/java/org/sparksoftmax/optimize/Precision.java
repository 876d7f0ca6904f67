package org.sparksoftmax.optimize;

/** What float64 can still tell apart. */
final class Precision {

  /** Relative rounding noise of an objective that is a mean over many terms. */
  private static final double NOISE = 64 * Math.ulp(1.0);

  private Precision() {}

  /** Noise to be expected in an objective of this value. */
  static double noise(double objective) {
    return NOISE * Math.abs(objective);
  }

  /** Whether a promised decrease is too small to show in the value of the objective. */
  static boolean isBelowNoise(double decrease, double objective) {
    return decrease <= noise(objective);
  }
}

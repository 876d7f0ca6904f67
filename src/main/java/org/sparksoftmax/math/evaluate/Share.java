package org.sparksoftmax.math.evaluate;

/** Ratios of sums. */
final class Share {

  private Share() {}

  /** As {@link #of(double, double)}, for sums in steps. */
  static double of(long part, long whole) {
    return of((double) part, (double) whole);
  }

  /** part / whole; 0 if the whole is 0. */
  static double of(double part, double whole) {
    return whole == 0 ? 0 : part / whole;
  }
}

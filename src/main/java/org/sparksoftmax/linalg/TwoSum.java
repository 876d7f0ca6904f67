package org.sparksoftmax.linalg;

/** The rounding error of an addition (Knuth, The Art of Computer Programming, vol. 2, 4.2.2). */
public final class TwoSum {

  private TwoSum() {}

  /** What the rounded sum a + b leaves out, exactly. */
  public static double rest(double a, double b) {
    double sum = a + b;
    double ofB = sum - a;
    return (a - (sum - ofB)) + (b - ofB);
  }
}

package org.sparksoftmax.math.optimize;

import org.sparksoftmax.math.linalg.Parts;
import org.sparksoftmax.math.linalg.Vectors;

/**
 * The mean of the last half, or slightly more, of all iterates so far (suffix averaging: Rakhlin,
 * Shamir and Sridharan 2012). The length of the run need not be known: iterates are summed over
 * stretches, each twice as long as the previous one, and the last two sums are kept. Immutable by
 * convention: the arrays are never modified.
 *
 * @param older sum over the last complete stretch
 * @param olderCount number of iterates in it
 * @param newer sum over the current stretch
 * @param newerCount number of iterates in it
 */
public record IterateAverage(double[] older, int olderCount, double[] newer, int newerCount) {

  /** The average of no iterates. */
  public static IterateAverage empty(int dimension) {
    return new IterateAverage(new double[dimension], 0, new double[dimension], 0);
  }

  /** This average with one more iterate. */
  public IterateAverage with(double[] parameters) {
    boolean full = newerCount > 0 && newerCount >= 2 * olderCount;
    double[] before = full ? new double[newer.length] : newer;
    double[] sum = Vectors.plusScaled(before, 1, parameters);
    return full
        ? new IterateAverage(newer, newerCount, sum, 1)
        : new IterateAverage(older, olderCount, sum, newerCount + 1);
  }

  /** The mean, as a new vector; NaN if there are no iterates. */
  public double[] mean() {
    double[] mean = new double[newer.length];
    double count = olderCount + newerCount;
    Parts.forEach(
        mean.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            mean[i] = (older[i] + newer[i]) / count;
          }
        });
    return mean;
  }
}

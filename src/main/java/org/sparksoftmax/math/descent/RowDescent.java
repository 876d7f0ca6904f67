package org.sparksoftmax.math.descent;

import org.sparksoftmax.math.objective.Examples;
import org.sparksoftmax.math.objective.LocalDescent.Iterate;
import org.sparksoftmax.math.objective.Rows;

/** The state of consecutive updates on mini-batches of rows. Not thread-safe. */
interface RowDescent {

  /**
   * One update.
   *
   * @param t number of updates so far
   * @return the mean loss of {@code rows} before the update
   */
  double update(Rows rows, int t, double step);

  /** θ and the memory of the rule, as new vectors. */
  Iterate iterate();

  /**
   * Starts at {@code from}: in place if the features are dense float32 or bytes, else with one
   * evaluation of the general objective per update.
   *
   * @param size largest number of rows in a mini-batch
   * @param seed of dropout
   */
  static RowDescent of(
      Examples examples, UpdateRule rule, Iterate from, int size, long seed, Team team) {
    return DenseDescent.fits(examples)
        ? new DenseDescent(examples.spec(), rule, from, size, seed, team)
        : new GeneralDescent(examples, rule, from, seed);
  }
}

package org.sparksoftmax.math.optimize;

import java.util.Optional;

/**
 * Candidates for the result of a run in addition to its last state.
 *
 * @param best the parameters with the best validation score
 * @param average the mean of the last parameters
 */
public record Selection(Optional<Best> best, Optional<IterateAverage> average) {

  /** No candidates. */
  public static final Selection NONE = new Selection(Optional.empty(), Optional.empty());

  /**
   * Parameters and their score.
   *
   * @param iteration that produced them
   * @param score lower is better
   */
  public record Best(int iteration, double score, double[] parameters) {}
}

package org.sparksoftmax.math.optimize;

import java.util.Optional;

/**
 * Parameters that a run keeps in addition to its last state because they may become the result.
 *
 * @param best the parameters with the best validation score
 * @param average the mean of the last iterates
 */
public record Selection(Optional<Best> best, Optional<IterateAverage> average) {

  /** Nothing is kept. */
  public static final Selection NONE = new Selection(Optional.empty(), Optional.empty());

  /**
   * Parameters and their validation score.
   *
   * @param iteration iteration that produced them
   * @param score lower is better
   */
  public record Best(int iteration, double score, double[] parameters) {}
}

package org.sparksoftmax.math.optimize;

import java.util.Optional;

/**
 * What a run keeps in addition to its last state because it may become the result.
 *
 * @param best the parameters with the best validation score
 * @param average the mean of the last parameters
 */
public record Selection(Optional<Best> best, Optional<IterateAverage> average) {

  /** Nothing. */
  public static final Selection NONE = new Selection(Optional.empty(), Optional.empty());

  /**
   * Parameters and how good they are.
   *
   * @param iteration that made them
   * @param score lower is better
   */
  public record Best(int iteration, double score, double[] parameters) {}
}

package org.sparksoftmax.math.optimize;

import java.io.Serializable;
import org.sparksoftmax.math.regularize.L1Penalty;

/**
 * Computes the next parameters of a first-order rule from a gradient. An L1 penalty enters through
 * its proximal map, with the same step sizes as the gradient, so that every minimum of the full
 * objective is a fixed point of the rule.
 */
interface UpdateRule extends Serializable {

  /**
   * The outcome of an update.
   *
   * @param parameters new θ
   */
  record Update(double[] parameters, VectorMemory memory) {}

  /**
   * Performs one update.
   *
   * @param parameters θ; not modified
   * @param gradient gradient of the smooth part; not modified
   * @param step s > 0
   * @param t number of updates so far
   */
  Update update(
      double[] parameters,
      double[] gradient,
      double step,
      int t,
      VectorMemory memory,
      L1Penalty l1);
}

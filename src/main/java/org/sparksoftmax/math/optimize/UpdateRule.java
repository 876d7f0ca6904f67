package org.sparksoftmax.math.optimize;

import java.io.Serializable;
import org.sparksoftmax.math.regularize.L1Penalty;

/**
 * How a first-order rule makes the next parameters of a gradient. An L1 penalty enters by its
 * proximal map with the very steps that the gradient is taken with, so that a minimum of the whole
 * objective is where the rule stands still.
 */
interface UpdateRule extends Serializable {

  /**
   * The outcome of an update.
   *
   * @param parameters new θ
   */
  record Update(double[] parameters, VectorMemory memory) {}

  /**
   * Makes one update.
   *
   * @param parameters θ; not modified
   * @param gradient of the smooth part; not modified
   * @param step s > 0
   * @param t updates done so far
   */
  Update update(
      double[] parameters,
      double[] gradient,
      double step,
      int t,
      VectorMemory memory,
      L1Penalty l1);
}

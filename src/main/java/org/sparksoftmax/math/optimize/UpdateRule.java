package org.sparksoftmax.math.optimize;

import java.io.Serializable;
import org.sparksoftmax.math.regularize.L1Penalty;

/**
 * The update of a first-order rule. An L1 penalty enters by its proximal map, with the step sizes
 * of the gradient, so that the fixed points of the rule are minima of the whole objective.
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

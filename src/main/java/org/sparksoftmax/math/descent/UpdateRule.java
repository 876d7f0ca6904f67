package org.sparksoftmax.math.descent;

import java.io.Serializable;
import org.sparksoftmax.math.regularize.L1Penalty;

/**
 * A first-order rule, which updates parameters in place from a gradient. An L1 penalty enters
 * through its proximal map, with the same step sizes as the gradient, so that every minimum of the
 * full objective is a fixed point of the rule. An entry whose gradient was always 0 does not
 * change.
 */
public interface UpdateRule extends Serializable {

  /** Number of vectors that the rule carries from update to update. They are 0 at first. */
  int memories();

  /**
   * One update.
   *
   * @param step s > 0
   * @param t number of updates so far
   */
  Update at(double step, int t);

  /**
   * Some consecutive entries.
   *
   * @param parameters θ; updated
   * @param memory the vectors of the rule; updated
   * @param gradient gradient of the smooth part: that of entry i is at i − shift; not modified
   * @param from the first entry
   * @param to the entry after the last
   */
  record Entries(
      double[] parameters, double[][] memory, double[] gradient, int shift, int from, int to) {}

  /** Updates entries independently of each other. */
  interface Update {

    void apply(Entries entries, L1Penalty l1);
  }
}

package org.sparksoftmax.math.objective;

import java.io.Serializable;
import java.util.List;

/** Some updates that a part of the data makes by itself, before the parts are averaged. */
public interface LocalDescent extends Serializable {

  /**
   * What an update rule has between two updates. Immutable by convention.
   *
   * @param parameters θ
   * @param memory what the rule remembers: vectors of the length of θ, or none before its first
   *     update
   */
  record Iterate(double[] parameters, List<double[]> memory) {}

  /**
   * Where the updates have led.
   *
   * @param meanLoss mean over the updates, as the objective was before each
   * @param regularization mean over the updates, likewise
   */
  record End(Iterate end, double meanLoss, double regularization) {}

  /** Makes the updates on {@code part}. */
  End descend(Objective part, Iterate from);
}

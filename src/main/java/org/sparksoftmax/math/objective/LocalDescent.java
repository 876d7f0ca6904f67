package org.sparksoftmax.math.objective;

import java.io.Serializable;
import java.util.List;

/** Local updates of one part of the data, before the parts are averaged. */
public interface LocalDescent extends Serializable {

  /**
   * The state of an update rule between two updates. Immutable by convention.
   *
   * @param parameters θ
   * @param memory the memory of the rule: vectors of the length of θ, or none before its first
   *     update
   */
  record Iterate(double[] parameters, List<double[]> memory) {}

  /**
   * The result of the updates.
   *
   * @param meanLoss mean over the updates, evaluated before each
   * @param regularization mean over the updates, likewise
   */
  record Result(Iterate iterate, double meanLoss, double regularization) {}

  /** Performs the updates on {@code part}. */
  Result descend(Objective part, Iterate from);
}

package org.sparksoftmax.math.objective;

import java.io.Serializable;
import java.util.List;

/** Updates within one part of the data: all of it, or each part by itself before an average. */
public interface LocalDescent extends Serializable {

  /** Where updates are made. */
  enum Place {
    /** By each part of the data on its own rows; the results are averaged. */
    PARTS,
    /** {@link #ONE_TASK} if the rows of a data set fit there, else {@link #DRIVER}. */
    AUTO,
    /** All updates by one task that reads all rows. */
    ONE_TASK,
    /** By the driver, which collects the rows of each update. */
    DRIVER
  }

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
   * @param regularization the penalty: mean over the updates, or at the end
   */
  record Result(Iterate iterate, double meanLoss, double regularization) {}

  /** Where the updates are made. All places but {@link Place#PARTS} give the same bits. */
  default Place place() {
    return Place.PARTS;
  }

  /** The same updates with a number of threads, if they can use more than one. */
  default LocalDescent withThreads(int threads) {
    return this;
  }

  /** Performs the updates on {@code part}. */
  Result descend(Objective part, Iterate from);
}

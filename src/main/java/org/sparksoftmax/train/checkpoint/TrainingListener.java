package org.sparksoftmax.train.checkpoint;

import java.util.Optional;
import org.sparksoftmax.math.evaluate.ClassificationReport;
import org.sparksoftmax.math.optimize.Minimizer;
import org.sparksoftmax.math.optimize.OptimizerState;
import org.sparksoftmax.math.optimize.Selection;

/** A listener for the iterations of a training run. Its methods are called on the driver. */
public interface TrainingListener {

  /**
   * Called when training starts or resumes.
   *
   * @param origin the reference of its tolerances
   */
  default void begins(Minimizer.Origin origin) {}

  /**
   * Called when the run continues in float64 because float32 is too inexact for further progress.
   *
   * @param iteration the last iteration in float32
   */
  default void refines(int iteration) {}

  /** Returns a listener that notifies this one, then {@code next}. */
  default TrainingListener andThen(TrainingListener next) {
    TrainingListener first = this;
    return new TrainingListener() {
      @Override
      public void begins(Minimizer.Origin origin) {
        first.begins(origin);
        next.begins(origin);
      }

      @Override
      public void refines(int iteration) {
        first.refines(iteration);
        next.refines(iteration);
      }

      @Override
      public void iteration(
          OptimizerState state,
          double seconds,
          Optional<ClassificationReport> validation,
          Selection selection) {
        first.iteration(state, seconds, validation, selection);
        next.iteration(state, seconds, validation, selection);
      }
    };
  }

  /**
   * Called after each iteration; iteration 0 is the starting point.
   *
   * @param seconds the training time so far, excluding the time to read the data
   * @param validation the metrics on the validation data, if there is any and an evaluation was due
   * @param selection other candidates for the result
   */
  void iteration(
      OptimizerState state,
      double seconds,
      Optional<ClassificationReport> validation,
      Selection selection);
}

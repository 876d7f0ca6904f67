package org.sparksoftmax.train.checkpoint;

import java.util.Optional;
import org.sparksoftmax.math.evaluate.ClassificationReport;
import org.sparksoftmax.math.optimize.Minimizer;
import org.sparksoftmax.math.optimize.OptimizerState;
import org.sparksoftmax.math.optimize.Selection;

/** Is called for each iteration of a training run, on the driver. */
public interface TrainingListener {

  /**
   * Training begins or resumes.
   *
   * @param origin what its tolerances refer to
   */
  default void begins(Minimizer.Origin origin) {}

  /**
   * From here on the run computes in float64, because float32 cannot show further progress.
   *
   * @param iteration the last one in float32
   */
  default void refines(int iteration) {}

  /** This one, and then {@code next}. */
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
   * An iteration was done; iteration 0 is the start.
   *
   * @param seconds since training began, reading not included
   * @param validation the measures on validation data, where there is any and they were due
   * @param selection what else may become the result
   */
  void iteration(
      OptimizerState state,
      double seconds,
      Optional<ClassificationReport> validation,
      Selection selection);
}

package org.sparksoftmax.train;

import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.sparksoftmax.data.row.JobDescription;
import org.sparksoftmax.math.objective.LocalDescent;
import org.sparksoftmax.math.objective.LossAndGradient;
import org.sparksoftmax.math.objective.MiniBatch;
import org.sparksoftmax.math.objective.Objective;
import org.sparksoftmax.math.regularize.L1Penalty;

/** Calls the jobs of a run by its iterations, and by what they are for. */
public final class RunJobs {

  private final SparkContext context;
  private String place = "";

  /** Since the run came to the place. */
  private int evaluations;

  public RunJobs(SparkContext context) {
    this.context = context;
  }

  /** The jobs that follow are for {@code iteration}. */
  void beginIteration(int iteration) {
    begin("iteration " + iteration);
  }

  /** The jobs that follow are for what the run ends with. */
  void beginResult() {
    begin("result");
  }

  private void begin(String next) {
    place = next;
    evaluations = 0;
  }

  /** Runs the jobs that measure on validation data. */
  <T> T validation(Supplier<T> jobs) {
    return during("validation", jobs);
  }

  private <T> T during(String what, Supplier<T> jobs) {
    return JobDescription.during(context, place + ": " + what, jobs);
  }

  /** {@code objective}, whose jobs have names. */
  Objective named(Objective objective) {
    return new Objective() {
      @Override
      public int dimension() {
        return objective.dimension();
      }

      @Override
      public LossAndGradient evaluate(double[] parameters) {
        return during(nextGradient(), () -> objective.evaluate(parameters));
      }

      @Override
      public LossAndGradient evaluate(double[] parameters, MiniBatch batch) {
        return during(nextGradient(), () -> objective.evaluate(parameters, batch));
      }

      @Override
      public LocalDescent.Outcome descend(LocalDescent descent, LocalDescent.Iterate from) {
        return during("local steps", () -> objective.descend(descent, from));
      }

      @Override
      public L1Penalty l1() {
        return objective.l1();
      }

      @Override
      public double noise(double[] parameters, double value) {
        return objective.noise(parameters, value);
      }

      @Override
      public double largestCurvature() {
        return objective.largestCurvature();
      }

      @Override
      public Optional<Objective> inFloat64() {
        return objective.inFloat64().map(RunJobs.this::named);
      }
    };
  }

  /** A line search may take more than one. */
  private String nextGradient() {
    evaluations++;
    return evaluations == 1 ? "gradient" : "gradient (evaluation %d)".formatted(evaluations);
  }
}

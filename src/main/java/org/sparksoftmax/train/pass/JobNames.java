package org.sparksoftmax.train.pass;

import java.util.Locale;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.sparksoftmax.data.job.JobDescription;

/** Names the Spark jobs of a run by iteration and purpose. */
public final class JobNames {

  /** Leaves the names of jobs unchanged. */
  public static final JobNames NONE = new JobNames(null);

  private final SparkContext context;
  private String place = "";

  /** The number of evaluations since {@code place} was set. */
  private int evaluations;

  /** Creates the job names of a run in {@code context}. */
  public JobNames(SparkContext context) {
    this.context = context;
  }

  /** Assigns the following jobs to {@code iteration}. */
  public void beginIteration(int iteration) {
    begin("iteration " + iteration);
  }

  /** Assigns the following jobs to the result of the run. */
  public void beginResult() {
    begin("result");
  }

  private void begin(String next) {
    place = next;
    evaluations = 0;
  }

  /** Runs the jobs of an evaluation on validation data. */
  public <T> T validation(Supplier<T> jobs) {
    return during("validation", jobs);
  }

  private <T> T during(String what, Supplier<T> jobs) {
    return JobDescription.during(context, place + ": " + what, jobs);
  }

  /**
   * Runs the job of an evaluation of loss and gradient.
   *
   * @param joint whether the job evaluates validation data, too
   */
  <T> T gradient(boolean joint, Supplier<T> job) {
    return context == null
        ? job.get()
        : during(nextEvaluation(joint ? "gradient and validation" : "gradient"), job);
  }

  /** Runs the job of a round of local updates. */
  <T> T localSteps(Supplier<T> job) {
    return context == null ? job.get() : during("local steps", job);
  }

  /** Runs the jobs of an epoch of updates. */
  <T> T epoch(Supplier<T> jobs) {
    return context == null ? jobs.get() : during("epoch", jobs);
  }

  /** Numbers the evaluations, because a line search may need several. */
  private String nextEvaluation(String what) {
    evaluations++;
    return evaluations == 1
        ? what
        : String.format(Locale.ROOT, "%s (evaluation %d)", what, evaluations);
  }
}

package org.sparksoftmax.data.job;

import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.sparksoftmax.text.Secrets;

/** Sets the description of jobs in Spark's web UI and history. */
public final class JobDescription {

  private static final String PROPERTY = "spark.job.description";

  private JobDescription() {}

  /**
   * Runs {@code jobs} under a description, then restores the previous description of this thread.
   */
  public static <T> T during(SparkContext context, String description, Supplier<T> jobs) {
    String before = context.getLocalProperty(PROPERTY);
    context.setJobDescription(Secrets.mask(description));
    try {
      return jobs.get();
    } finally {
      context.setJobDescription(before);
    }
  }

  /** Runs {@code jobs} without a result under a description. */
  public static void run(SparkContext context, String description, Runnable jobs) {
    during(
        context,
        description,
        () -> {
          jobs.run();
          return null;
        });
  }
}

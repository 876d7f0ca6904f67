package org.sparksoftmax.data.row;

import java.util.function.Supplier;
import org.apache.spark.SparkContext;

/** What Spark's web UI and history say that jobs are for. */
public final class JobDescription {

  private static final String PROPERTY = "spark.job.description";

  private JobDescription() {}

  /**
   * Runs {@code jobs} under a description; what this thread's jobs were called before, they are
   * called afterwards.
   */
  public static <T> T during(SparkContext context, String description, Supplier<T> jobs) {
    String before = context.getLocalProperty(PROPERTY);
    context.setJobDescription(description);
    try {
      return jobs.get();
    } finally {
      context.setJobDescription(before);
    }
  }

  /** As {@link #during}, for the sake of what {@code jobs} do. */
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

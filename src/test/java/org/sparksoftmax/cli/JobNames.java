package org.sparksoftmax.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;

/** Records the names of the jobs of a session, when set in spark.extraListeners. */
public final class JobNames extends SparkListener {

  private static final List<String> SEEN = new ArrayList<>();

  @Override
  public void onJobStart(SparkListenerJobStart start) {
    synchronized (SEEN) {
      SEEN.add(
          Optional.ofNullable(start.properties().getProperty("spark.job.description"))
              .orElse("(none)"));
    }
  }

  /** Returns the names of all jobs since the last call, in order. */
  static List<String> take() {
    synchronized (SEEN) {
      List<String> seen = List.copyOf(SEEN);
      SEEN.clear();
      return seen;
    }
  }
}

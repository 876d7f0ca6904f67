package org.sparksoftmax.cli;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.TaskContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.util.TaskCompletionListener;

/** Makes Spark run every task twice: the first attempt fails after its work is done. */
public final class FirstAttemptsFail implements SparkPlugin {

  static final AtomicInteger FAILURES = new AtomicInteger();

  @Override
  public DriverPlugin driverPlugin() {
    return new DriverPlugin() {};
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new ExecutorPlugin() {
      @Override
      public void init(PluginContext context, Map<String, String> extra) {
        FAILURES.set(0);
      }

      @Override
      public void onTaskStart() {
        if (TaskContext.get().attemptNumber() == 0) {
          TaskContext.get().addTaskCompletionListener(failing());
        }
      }
    };
  }

  private static TaskCompletionListener failing() {
    return context -> {
      FAILURES.incrementAndGet();
      throw new IllegalStateException("the first attempt of this task fails");
    };
  }
}

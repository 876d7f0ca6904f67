package org.sparksoftmax.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.linalg.ExampleBlock;
import org.sparksoftmax.model.ParameterLayout;
import org.sparksoftmax.objective.LocalObjective;
import org.sparksoftmax.regularize.L2Regularizer;
import org.sparksoftmax.train.SparkObjective;

/**
 * Where the time of one evaluation goes inside Spark: the evaluation as the driver sees it, beside
 * the kernel alone on the same blocks on as many plain threads, and what Spark says of its tasks.
 */
final class BreakdownBenchmark {

  private static final int WARM_UP = 40;
  private static final int COUNTED = 41;

  private BreakdownBenchmark() {}

  static Table run(List<String> names) throws Exception {
    Table table =
        new Table(
            "breakdown",
            "data",
            "partitions",
            "evaluation ms (median)",
            "(min)",
            "kernel alone ms (median)",
            "(min)",
            "difference of medians",
            "task: compute ms",
            "task: deserialize ms",
            "task: result serialize ms",
            "task: rest ms");
    try (SparkSession spark = Sets.session()) {
      for (String name : names.isEmpty() ? List.of("fashion-mnist", "news20") : names) {
        add(table, name, spark);
      }
    }
    return table;
  }

  private static void add(Table table, String name, SparkSession spark) throws Exception {
    TrainingConfig config = Sets.config(name);
    try (TrainingData data = TrainingData.load(config.data(), spark)) {
      ParameterLayout layout =
          new ParameterLayout(
              data.schema().features(), data.classes().size(), config.intercept(), data.order());
      L2Regularizer penalty =
          new L2Regularizer(config.regularizationStrength(), layout.weightCount());
      double multiplier = config.data().featureMultiplier();
      SparkObjective objective = new SparkObjective(data.train(), layout, penalty, multiplier);
      double[] theta = new double[layout.dimension()];
      Timing evaluation = Timing.of(WARM_UP, COUNTED, () -> objective.evaluate(theta));
      TaskTimes tasks = new TaskTimes();
      spark.sparkContext().addSparkListener(tasks);
      Timing.of(0, COUNTED, () -> objective.evaluate(theta));
      spark.sparkContext().removeSparkListener(tasks);
      List<ExampleBlock> blocks = new ArrayList<>(data.train().blocks().collect());
      Timing kernel =
          Timing.of(WARM_UP, COUNTED, () -> halves(blocks, layout, penalty, multiplier, theta));
      table.add(
          name,
          data.train().partitions(),
          evaluation.median(),
          evaluation.min(),
          kernel.median(),
          kernel.min(),
          evaluation.median() - kernel.median(),
          tasks.median(0),
          tasks.median(1),
          tasks.median(2),
          tasks.median(3));
    }
  }

  /** The kernel on two threads, each with half of the blocks. */
  private static void halves(
      List<ExampleBlock> blocks,
      ParameterLayout layout,
      L2Regularizer penalty,
      double multiplier,
      double[] theta)
      throws InterruptedException {
    Thread[] threads = new Thread[Sets.CORES];
    for (int t = 0; t < threads.length; t++) {
      int from = blocks.size() * t / threads.length;
      int to = blocks.size() * (t + 1) / threads.length;
      LocalObjective part =
          new LocalObjective(blocks.subList(from, to), layout, penalty, multiplier);
      threads[t] = new Thread(() -> part.evaluate(theta));
      threads[t].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** What Spark measures of every task. */
  private static final class TaskTimes extends SparkListener {
    private final ConcurrentLinkedQueue<double[]> tasks = new ConcurrentLinkedQueue<>();

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      double compute = end.taskMetrics().executorRunTime();
      double deserialize = end.taskMetrics().executorDeserializeTime();
      double serialize = end.taskMetrics().resultSerializationTime();
      double rest = end.taskInfo().duration() - compute - deserialize - serialize;
      tasks.add(new double[] {compute, deserialize, serialize, rest});
    }

    double median(int column) {
      double[] sorted = tasks.stream().mapToDouble(task -> task[column]).sorted().toArray();
      return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }
  }
}

package org.sparksoftmax.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.classification.MultilayerPerceptronClassifier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.math.layout.FeatureScaling;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.network.Initializer;
import org.sparksoftmax.math.objective.MiniBatch;
import org.sparksoftmax.math.objective.ObjectiveSpec;
import org.sparksoftmax.math.objective.SoftmaxObjective;
import org.sparksoftmax.math.regularize.L2Regularizer;
import org.sparksoftmax.train.pass.SparkSums;

/**
 * A network 784-256-10 on all of Fashion-MNIST inside Spark: full gradients, cold and warm, an
 * epoch of mini-batches, MLlib's MultilayerPerceptronClassifier, and what the machine could do at
 * best.
 */
final class NetworkBenchmark {

  /** 6·N·(784·256 + 256·10), three products a layer, as is usually counted. */
  private static final double FLOPS = 6.0 * 60_000 * (784 * 256 + 256 * 10);

  private static final int[] MLLIB_ITERATIONS = {3, 9};

  private NetworkBenchmark() {}

  static Table run() throws Exception {
    Table table =
        new Table("network", "what", "median ms", "min ms", "max ms", "by 73 GFLOP at peak");
    TrainingConfig config =
        Sets.config(
            "fashion-mnist-network",
            "data.partitions=" + Sets.CORES,
            "optimizer.early-stopping.patience=0");
    try (SparkSession spark = Sets.session();
        TrainingData data = TrainingData.load(config.data(), spark)) {
      double[] peaks = {Machine.gigaflops(Sets.CORES), 0, 0};
      SoftmaxObjective objective = objective(config, data);
      double[] theta = Initializer.HE.parameters(objective.layout(), 1);
      List<Object[]> rows = new ArrayList<>();
      double cold = Timing.once(() -> objective.evaluate(theta));
      rows.add(new Object[] {"first full gradient, cold", cold, cold, cold});
      add(rows, "full gradient", Timing.of(15, 25, () -> objective.evaluate(theta)));
      peaks[1] = Machine.gigaflops(Sets.CORES);
      for (int batches : new int[] {10, 30}) {
        add(
            rows,
            String.format(Locale.ROOT, "an epoch of %d mini-batches", batches),
            Timing.of(2, 9, () -> epoch(objective, theta, batches)));
      }
      add(rows, "MLlib, an iteration", mllib(config, data, spark));
      peaks[2] = Machine.gigaflops(Sets.CORES);
      double best = Math.max(peaks[0], Math.max(peaks[1], peaks[2]));
      double atPeak = FLOPS / best * 1e-6;
      for (Object[] row : rows) {
        table.add(row[0], row[1], row[2], row[3], (double) row[1] / atPeak);
      }
      table.add(
          String.format(Locale.ROOT, "73 GFLOP at the machine's peak of %.0f GFLOP/s", best),
          atPeak,
          atPeak,
          FLOPS / Math.min(peaks[0], Math.min(peaks[1], peaks[2])) * 1e-6,
          1.0);
    }
    return table;
  }

  private static void add(List<Object[]> rows, String what, Timing timing) {
    rows.add(new Object[] {what, timing.median(), timing.min(), timing.max()});
  }

  private static SoftmaxObjective objective(TrainingConfig config, TrainingData data) {
    ParameterLayout layout = Sets.layout(config, data);
    return new SoftmaxObjective(
        ObjectiveSpec.plain(
            layout,
            new L2Regularizer(
                config.regularization().strength().orElseThrow(), layout.weightCount()),
            FeatureScaling.of(config.data().featureMultiplier())),
        new SparkSums(data.train(), 1));
  }

  private static void epoch(SoftmaxObjective objective, double[] theta, int batches) {
    for (int number = 0; number < batches; number++) {
      objective.evaluate(theta, new MiniBatch(1.0 / batches, 1, number));
    }
  }

  /** By the difference of two runs, so that what is done once does not count. */
  private static Timing mllib(TrainingConfig config, TrainingData data, SparkSession spark)
      throws Exception {
    Dataset<Row> rows = MllibFit.rows(data, config, spark).cache();
    rows.count();
    fit(rows, 2);
    double[] each = new double[3];
    for (int i = 0; i < each.length; i++) {
      double few = Timing.once(() -> fit(rows, MLLIB_ITERATIONS[0]));
      double many = Timing.once(() -> fit(rows, MLLIB_ITERATIONS[1]));
      each[i] = (many - few) / (MLLIB_ITERATIONS[1] - MLLIB_ITERATIONS[0]);
    }
    rows.unpersist(true);
    Arrays.sort(each);
    return new Timing(each);
  }

  private static void fit(Dataset<Row> rows, int iterations) {
    new MultilayerPerceptronClassifier()
        .setLayers(new int[] {784, 256, 10})
        .setBlockSize(128)
        .setSeed(1)
        .setTol(1e-12)
        .setMaxIter(iterations)
        .fit(rows);
  }
}

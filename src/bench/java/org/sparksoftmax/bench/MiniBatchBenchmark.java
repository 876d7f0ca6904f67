package org.sparksoftmax.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.math.evaluate.ClassificationReport;
import org.sparksoftmax.train.Start;
import org.sparksoftmax.train.Trainer;
import org.sparksoftmax.train.pass.SparkEvaluator;

/**
 * Epochs of mini-batches of rows: the network 784-256-10 on Fashion-MNIST, inside Spark, with
 * default steps. The seconds of an epoch are those between two iterations.
 */
final class MiniBatchBenchmark {

  private MiniBatchBenchmark() {}

  static Table run() throws Exception {
    Table table =
        new Table(
            "mini-batches",
            "rows of a mini-batch",
            "epochs",
            "seconds an epoch, median",
            "min",
            "max",
            "training loss",
            "validation accuracy");
    try (SparkSession spark = Sets.session();
        TrainingData data = TrainingData.load(config(1200, 24).data(), spark)) {
      train(config(128, 2), data, new ArrayList<>()); // for the compiler
      for (int[] run : new int[][] {{1200, 24}, {128, 6}, {32, 2}}) {
        List<Double> seconds = new ArrayList<>();
        Trainer.Result result = train(config(run[0], run[1]), data, seconds);
        double[] sorted = seconds.stream().mapToDouble(s -> s).sorted().toArray();
        ClassificationReport report =
            SparkEvaluator.evaluate(result.model(), data.validation().orElseThrow());
        table.add(
            run[0],
            run[1],
            sorted[sorted.length / 2],
            sorted[0],
            Arrays.stream(sorted).max().orElseThrow(),
            result.optimization().state().value().meanLoss(),
            report.accuracy());
      }
    }
    return table;
  }

  /**
   * Trains a network.
   *
   * @param seconds receives the seconds of each epoch
   */
  private static Trainer.Result train(
      TrainingConfig config, TrainingData data, List<Double> seconds) {
    double[] before = {0};
    return new Trainer(config)
        .train(
            data,
            new Start.Anew(),
            (state, now, validation, selection) -> {
              if (state.iteration() > 0) {
                seconds.add(now - before[0]);
              }
              before[0] = now;
            });
  }

  private static TrainingConfig config(int size, int epochs) {
    String test = System.getenv("SOFTMAX_DATA") + "/fashion-mnist/t10k-";
    return Sets.config(
        "fashion-mnist-network",
        "data.validation.path=" + test + "images-idx3-ubyte.gz",
        "data.validation.labels-path=" + test + "labels-idx1-ubyte.gz",
        "model.dropout=0",
        "regularization.strength=0",
        "optimizer.early-stopping.patience=0",
        "optimizer.validation-interval=1000",
        "optimizer.mini-batch-fraction=1",
        "optimizer.mini-batch-size=" + size,
        "optimizer.step-size.schedule=auto",
        "optimizer.step-size.initial=auto",
        "optimizer.max-iterations=" + epochs);
  }
}

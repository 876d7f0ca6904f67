package org.sparksoftmax.bench;

import org.apache.spark.sql.SparkSession;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.data.block.DataSet;
import org.sparksoftmax.math.evaluate.ClassificationReport;
import org.sparksoftmax.train.Start;
import org.sparksoftmax.train.Trainer;
import org.sparksoftmax.train.pass.SparkEvaluator;

/**
 * What averaging after several local steps does: the network of Fashion-MNIST for as many epochs
 * and updates each time, on mini-batches of one block of every partition, the parameters being
 * averaged after 1, 2, 7, 14 and 28 of them.
 */
final class LocalStepsBenchmark {

  private static final int PARTITIONS = 4;

  /** Of the 13 or 14 blocks of a partition. */
  private static final int STEPS_AN_EPOCH = 14;

  private static final int EPOCHS = 20;

  private LocalStepsBenchmark() {}

  static Table run() throws Exception {
    Table table =
        new Table(
            "local-steps",
            "local steps",
            "rounds",
            "seconds",
            "training loss",
            "validation loss",
            "validation accuracy");
    try (SparkSession spark = Sets.session();
        TrainingData data = TrainingData.load(config(1).data(), spark)) {
      train(config(STEPS_AN_EPOCH), data); // for the compiler
      for (int steps : new int[] {1, 2, 7, 14, 28}) {
        TrainingConfig config = config(steps);
        long start = System.nanoTime();
        Trainer.Result result = train(config, data);
        double seconds = (System.nanoTime() - start) * 1e-9;
        DataSet held = data.validation().orElseThrow();
        ClassificationReport report = SparkEvaluator.evaluate(result.model(), held);
        table.add(
            steps,
            config.optimizer().maxIterations(),
            seconds,
            result.optimization().state().value().meanLoss(),
            report.logLoss(),
            report.accuracy());
      }
    }
    return table;
  }

  private static Trainer.Result train(TrainingConfig config, TrainingData data) {
    return new Trainer(config)
        .train(data, new Start.Anew(), (state, seconds, validation, selection) -> {});
  }

  private static TrainingConfig config(int steps) {
    int rounds = EPOCHS * STEPS_AN_EPOCH / steps;
    return Sets.config(
        "fashion-mnist-network",
        "data.partitions=" + PARTITIONS,
        "data.validation.fraction=0.1",
        "optimizer.early-stopping.patience=0",
        "optimizer.mini-batch-fraction=" + 1.0 / STEPS_AN_EPOCH,
        "optimizer.local-steps=" + steps,
        "optimizer.max-iterations=" + rounds,
        "optimizer.validation-interval=" + rounds);
  }
}

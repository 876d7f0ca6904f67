package org.sparksoftmax.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.sparksoftmax.bench.FitResult.Point;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.run.TrainingRun;
import org.sparksoftmax.train.Outcome;
import org.sparksoftmax.train.Trainer;

/**
 * Several runs of spark-softmax on one data set in one Spark session, of which the last counts:
 * {@code session-fit DATA SECONDS TARGET...}. By then the virtual machine has compiled the code, as
 * in a notebook or a service, or as MLlib's after its first fits. The rows are read before.
 *
 * <p>Writes a {@link FitResult} to the folder {@code session}.
 */
final class SessionFit {

  private static final int RUNS = 3;

  private SessionFit() {}

  static void run(List<String> arguments) throws IOException {
    ComparedSet set = ComparedSet.named(arguments.get(0));
    double[] targets = arguments.stream().skip(2).mapToDouble(Double::parseDouble).toArray();
    TrainingConfig config = set.read();
    try (SparkSession spark = Sets.session(Runtime.getRuntime().availableProcessors());
        TrainingData data = TrainingData.load(config.data(), spark)) {
      for (int run = 1; run < RUNS; run++) {
        train(config, data, new ArrayList<>());
      }
      List<Point> iterations = new ArrayList<>();
      long start = System.nanoTime();
      Trainer.Result last = train(config, data, iterations);
      double seconds = (System.nanoTime() - start) * 1e-9;
      Path folder = set.folder().resolve("session");
      if (set.isNetwork()) {
        double accuracy = Outcome.of(config, data, last).reports().get("test").accuracy();
        int epochs = iterations.get(iterations.size() - 1).iteration();
        new FitResult(List.of(), new Point(epochs, seconds, accuracy)).write(folder);
      } else {
        FitResult.of(iterations, targets).write(folder);
      }
    }
  }

  private static Trainer.Result train(
      TrainingConfig config, TrainingData data, List<Point> iterations) {
    return new TrainingRun(
            config,
            data,
            Optional.empty(),
            (state, seconds, validation, selection) ->
                iterations.add(new Point(state.iteration(), seconds, state.value().objective())))
        .train();
  }
}

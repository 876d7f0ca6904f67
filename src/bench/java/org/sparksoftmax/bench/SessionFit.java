package org.sparksoftmax.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
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
 * <p>Writes {@code session/result.json} as peers.py does.
 */
final class SessionFit {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int RUNS = 3;

  /** An iteration: the seconds of training until its end, and the objective. */
  private record Point(int iteration, double seconds, double value) {

    ObjectNode json() {
      return JSON.createObjectNode()
          .put("iterations", iteration)
          .put("seconds", seconds)
          .put("value", value);
    }
  }

  private SessionFit() {}

  static void run(List<String> arguments) throws IOException {
    ComparedSet set = ComparedSet.named(arguments.get(0));
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
      ObjectNode result = JSON.createObjectNode();
      ArrayNode points = result.putArray("points");
      Point end = iterations.get(iterations.size() - 1);
      if (set.isNetwork()) {
        double accuracy = Outcome.of(config, data, last).reports().get("test").accuracy();
        end = new Point(end.iteration(), seconds, accuracy);
      } else {
        double[] objectives = iterations.stream().mapToDouble(Point::value).toArray();
        for (String target : arguments.subList(2, arguments.size())) {
          Measurement.firstWithin(objectives, Double.parseDouble(target))
              .ifPresent(i -> points.add(iterations.get(i).json()));
        }
      }
      result.set("end", end.json());
      Path folder = set.folder().resolve("session");
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("result.json"), result.toString());
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

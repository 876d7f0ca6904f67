package org.sparksoftmax.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The result of one fit in a process of its own, which {@code submit/bench compare} reads.
 *
 * @param points the first iterations within each target that was reached
 * @param end the last iteration
 */
record FitResult(List<Point> points, Point end) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * An iteration.
   *
   * @param seconds of training until its end
   * @param value the objective, or the test accuracy of a network
   */
  record Point(int iteration, double seconds, double value) {

    private ObjectNode json() {
      return JSON.createObjectNode()
          .put("iterations", iteration)
          .put("seconds", seconds)
          .put("value", value);
    }
  }

  /** The result of a fit with these iterations. */
  static FitResult of(List<Point> iterations, double[] targets) {
    double[] objectives = iterations.stream().mapToDouble(Point::value).toArray();
    List<Point> points =
        Arrays.stream(targets)
            .mapToObj(target -> Measurement.firstWithin(objectives, target))
            .flatMap(first -> first.stream().mapToObj(iterations::get))
            .toList();
    return new FitResult(points, iterations.get(iterations.size() - 1));
  }

  /** Writes {@code result.json} into {@code folder} as peers.py does. */
  void write(Path folder) throws IOException {
    ObjectNode result = JSON.createObjectNode();
    ArrayNode array = result.putArray("points");
    points.forEach(point -> array.add(point.json()));
    result.set("end", end.json());
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("result.json"), result.toString());
  }
}

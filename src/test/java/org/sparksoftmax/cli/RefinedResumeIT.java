package org.sparksoftmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run that switches to float64 gives a bit-identical result wherever it is stopped and resumed.
 */
class RefinedResumeIT {

  @TempDir private Path folder;

  @Test
  void resumesOnBothSidesOfTheChange() throws IOException {
    Path data = rows();
    JsonNode whole = train("whole", data, false);
    int refinedAt = whole.path("refinedAt").asInt(-1);
    int iterations = whole.path("iterations").asInt();
    assertThat(refinedAt).isBetween(1, iterations - 2);
    for (int stop = refinedAt - 1; stop < iterations; stop++) {
      String output = "stopped-" + stop;
      train(output, data, false, "optimizer.max-iterations=" + stop);
      JsonNode resumed = train(output, data, true);
      for (String key : List.of("modelSha256", "refinedAt", "iterations", "stopReason")) {
        assertThat(resumed.path(key)).as("%s after %d", key, stop).isEqualTo(whole.path(key));
      }
    }
  }

  private JsonNode train(String output, Path data, boolean resume, String... sets)
      throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("train", "--output", folder.resolve(output).toString()));
    if (resume) {
      arguments.add("--resume");
    }
    List<String> all =
        new ArrayList<>(
            List.of(
                "data.format=csv",
                "data.path=" + data,
                "optimizer.tolerance=1e-9",
                "checkpoint.interval-iterations=1"));
    all.addAll(Arrays.asList(sets));
    all.forEach(set -> arguments.addAll(List.of("--set", set)));
    InProcess.Outcome outcome = InProcess.run(arguments.toArray(String[]::new));
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return new ObjectMapper().readTree(folder.resolve(output).resolve("summary.json").toFile());
  }

  private Path rows() throws IOException {
    Random random = new Random(4);
    StringBuilder text = new StringBuilder("x,y,label\n");
    for (int i = 0; i < 500; i++) {
      double x = random.nextGaussian();
      double y = random.nextGaussian();
      double score = x - y + random.nextGaussian();
      text.append(1e6 + x).append(',').append(y).append(',');
      text.append(score < -1 ? 0 : score < 1 ? 1 : 2).append('\n');
    }
    return Files.writeString(folder.resolve("rows.csv"), text);
  }
}

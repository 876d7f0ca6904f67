package org.sparksoftmax.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.SharedData;

/**
 * Tests the accuracy of the network configurations that are part of the distribution. The large one
 * takes minutes and runs with {@code mvn verify -Dsoftmax.optima=all}.
 */
class NetworkAccuracyIT {

  /** The line of an iteration with an evaluation on the validation data. */
  private static final Pattern LOOK =
      Pattern.compile("iteration +[0-9]+ .*objective [0-9.]+ .*val[.] accuracy 0[.][0-9]{4}.*");

  @TempDir private Path folder;
  private String printed;

  @Test
  void digits() throws IOException {
    JsonNode summary =
        train("digits-network", "data.path=" + Path.of("src/main/data/optdigits.tsv.gz"));
    assertStoppedEarly(summary);
    assertThat(accuracy(summary)).isGreaterThanOrEqualTo(0.97);
  }

  @Test
  void clinc150WithoutMakingItDense() throws IOException {
    Path train = SharedData.file("clinc150/clinc150_train_counts.libsvm.gz");
    JsonNode summary =
        train(
            "clinc150-network",
            "data.path=" + train,
            "data.validation.path=" + train.resolveSibling("clinc150_val_counts.libsvm.gz"),
            "data.test.path=" + train.resolveSibling("clinc150_test_counts.libsvm.gz"),
            "data.feature-names=" + train.resolveSibling("clinc150_vocabulary.txt"),
            "optimizer.max-iterations=150");
    assertThat(printed).contains("2,793 features, 150 classes, sparse u8");
    // A linear model reaches 0.894.
    assertThat(accuracy(summary)).isGreaterThanOrEqualTo(0.9);
  }

  @Test
  void fashionMnist() throws IOException {
    assumeTrue("all".equals(System.getProperty("softmax.optima")), "skipped: takes minutes");
    Path images = SharedData.file("fashion-mnist/train-images-idx3-ubyte.gz");
    JsonNode summary =
        train(
            "fashion-mnist-network",
            "data.path=" + images,
            "data.labels-path=" + images.resolveSibling("train-labels-idx1-ubyte.gz"),
            "data.test.path=" + images.resolveSibling("t10k-images-idx3-ubyte.gz"),
            "data.test.labels-path=" + images.resolveSibling("t10k-labels-idx1-ubyte.gz"));
    assertStoppedEarly(summary);
    assertThat(printed).contains("epoch  20.0 ");
    assertThat(accuracy(summary)).isGreaterThanOrEqualTo(0.885);
  }

  private JsonNode train(String configuration, String... sets) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "train",
                "--config",
                "conf/" + configuration + ".conf",
                "--output",
                folder.resolve("run").toString()));
    for (String set : sets) {
      arguments.addAll(List.of("--set", set));
    }
    InProcess.Outcome outcome = InProcess.run(arguments.toArray(String[]::new));
    assertThat(outcome.code()).as(outcome.err()).isZero();
    printed = outcome.out();
    return new ObjectMapper().readTree(folder.resolve("run/summary.json").toFile());
  }

  private void assertStoppedEarly(JsonNode summary) {
    assertThat(summary.path("stopReason").asText()).isEqualTo("EARLY_STOPPED");
    assertThat(printed.lines().filter(line -> LOOK.matcher(line).matches()).count())
        .isGreaterThan(10);
  }

  private static double accuracy(JsonNode summary) {
    return summary.path("test").path("accuracy").asDouble();
  }
}

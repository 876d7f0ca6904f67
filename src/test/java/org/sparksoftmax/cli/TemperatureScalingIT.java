package org.sparksoftmax.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests calibration on the command line, with the bundled digits. */
class TemperatureScalingIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;
  private static InProcess.Outcome calibrated;

  private static InProcess.Outcome run(String command, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command));
    for (String set :
        List.of(
            "data.format=tsv",
            "data.label-column=target",
            "data.validation.fraction=0.2",
            "data.test.fraction=0.2",
            "data.feature-multiplier=0.0625",
            "regularization.strength=0.01",
            "optimizer.tolerance=1e-3",
            "data.path=" + Path.of("src/main/data/optdigits.tsv.gz").toAbsolutePath())) {
      arguments.addAll(List.of("--set", set));
    }
    arguments.addAll(List.of(more));
    return InProcess.run(arguments.toArray(String[]::new));
  }

  @BeforeAll
  static void train() {
    assertThat(run("train", "--output", folder + "/plain").code()).isZero();
    calibrated =
        run("train", "--output", folder + "/calibrated", "--set", "calibration=temperature");
    assertThat(calibrated.code()).as(calibrated.err()).isZero();
  }

  private static JsonNode summary(String run) throws IOException {
    return JSON.readTree(Files.readString(folder.resolve(run).resolve("summary.json")));
  }

  @Test
  void theLogLossOnValidationFallsAndNoPredictionChanges() throws IOException {
    JsonNode plain = summary("plain");
    JsonNode summary = summary("calibrated");
    // A strong penalty makes the model underconfident.
    assertThat(summary.path("temperature").asDouble()).isBetween(0.3, 0.9);
    assertThat(plain.path("temperature").asDouble()).isEqualTo(1);
    assertThat(plain.has("calibration")).isFalse();
    assertThat(summary.path("modelSha256")).isEqualTo(plain.path("modelSha256"));
    JsonNode calibration = summary.path("calibration");
    assertThat(calibration.path("outcome").asText()).isEqualTo("FITTED");
    assertThat(calibration.path("logLossBefore"))
        .isEqualTo(plain.path("validation").path("logLoss"));
    assertThat(calibration.path("eceBefore")).isEqualTo(plain.path("validation").path("ece"));
    assertThat(calibration.path("logLossAfter").asDouble())
        .isLessThan(calibration.path("logLossBefore").asDouble())
        .isEqualTo(summary.path("validation").path("logLoss").asDouble());
    assertThat(calibration.path("eceAfter").asDouble())
        .isLessThan(calibration.path("eceBefore").asDouble());
    assertThat(summary.path("seconds").has("calibrate")).isTrue();
    for (String set : List.of("train", "validation", "test")) {
      for (String same : List.of("accuracy", "macroF1", "confusionMatrix", "topKAccuracy")) {
        assertThat(summary.path(set).path(same)).isEqualTo(plain.path(set).path(same));
      }
      assertThat(summary.path(set).path("logLoss").asDouble())
          .isLessThan(plain.path(set).path("logLoss").asDouble());
    }
    assertThat(calibrated.out())
        .containsPattern("temperature 0\\.\\d+ \\(\\d passes\\): validation log loss 0");
  }

  @Test
  void evaluateAndDescribeKnowTheTemperature() throws IOException {
    InProcess.Outcome outcome =
        run("evaluate", "--model", folder + "/calibrated", "--output", folder + "/evaluation");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(summary("evaluation").path("temperature"))
        .isEqualTo(summary("calibrated").path("temperature"));
    for (String measure : List.of("logLoss", "ece", "brier", "aucMacro")) {
      assertThat(summary("evaluation").path("test").path(measure).asDouble())
          .isCloseTo(summary("calibrated").path("test").path(measure).asDouble(), within(1e-6));
    }
    assertThat(InProcess.run("describe", "--model", folder + "/calibrated").out())
        .containsPattern("temperature: 0\\.\\d+ \\(the logits are divided by it\\)");
  }

  @Test
  void calibrationWithoutValidationDataIsRefused() {
    InProcess.Outcome outcome =
        run("train", "--set", "calibration=temperature", "--set", "data.validation.fraction=0");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("calibration").contains("data.validation.path");
  }
}

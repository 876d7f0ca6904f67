package org.sparksoftmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trains a grid of configurations on the bundled digits. */
class TuneIT {

  @TempDir private Path folder;
  private Digits digits;

  @BeforeEach
  void digits() {
    digits = new Digits(folder);
  }

  @Test
  void everyConfigurationGetsTheModelThatItGetsAlone() throws IOException {
    InProcess.Outcome outcome =
        digits.run(
            "tune",
            "tune",
            List.of(),
            "data.validation.fraction=0.2",
            "data.storage=u8", // runs that continue in float64 need separate passes
            "tune.strengths=[0.1, 1e-2, 0.001]");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("3 configurations, 3 concurrent runs", "<- best", "tune/tune.json")
        .doesNotContain("metrics.jsonl"); // not written by tune without folds
    JsonNode tuned = digits.json("tune", "tune.json");
    JsonNode candidates = tuned.path("candidates");
    assertThat(candidates).hasSize(3);
    int most = 0;
    double least = Double.POSITIVE_INFINITY;
    for (JsonNode candidate : candidates) {
      JsonNode run = candidate.path("runs").get(0);
      assertThat(run.path("stopReason").asText()).isEqualTo("CONVERGED");
      most = Math.max(most, run.path("evaluations").asInt());
      least = Math.min(least, candidate.path("logLoss").asDouble());
    }
    // As many passes as the longest run makes alone.
    assertThat(tuned.path("passes").asInt()).isEqualTo(most);
    JsonNode best = candidates.get(tuned.path("best").asInt());
    assertThat(best.path("logLoss").asDouble()).isEqualTo(least);
    for (int c : new int[] {1, tuned.path("best").asInt()}) {
      JsonNode alone =
          digits.train(
              "alone-" + c,
              "data.validation.fraction=0.2",
              "data.storage=u8",
              candidates.get(c).path("configuration").get(0).asText());
      assertThat(candidates.get(c).path("runs").get(0).path("modelSha256"))
          .isEqualTo(alone.path("modelSha256"));
    }
    JsonNode summary = digits.json("tune", "summary.json");
    assertThat(summary.path("modelSha256")).isEqualTo(best.path("runs").get(0).path("modelSha256"));
    assertThat(summary.path("config").path("regularization").path("strength").asDouble())
        .isEqualTo(Double.parseDouble(best.path("configuration").get(0).asText().split("=", 2)[1]));
  }

  @Test
  void resultsOfAnEarlierRunAreNeitherNamedNorReportedAsItsOwn() throws IOException {
    String few = "optimizer.max-iterations=3";
    assertThat(digits.run("train", "again", List.of(), few).code()).isZero();
    InProcess.Outcome tuned =
        digits.run(
            "tune",
            "again",
            List.of("--overwrite"),
            few,
            "data.validation.fraction=0.2",
            "tune.strengths=[0.1, 0.01]");
    assertThat(tuned.code()).as(tuned.err()).isZero();
    assertThat(tuned.out()).contains("again/tune.json").doesNotContain("metrics.jsonl");
    assertThat(digits.exists("again", "metrics.jsonl")).isFalse();
    InProcess.Outcome trained = digits.run("train", "again", List.of("--overwrite"), few);
    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(trained.out()).contains("again/metrics.jsonl").doesNotContain("tune.json");
  }

  @Test
  void crossValidationTrainsTheBestOnAllRows() throws IOException {
    InProcess.Outcome outcome =
        digits.run(
            "tune",
            "folds",
            List.of(),
            "tune.folds=3",
            "tune.strengths=[0.3, 0.001]",
            "standardization=true",
            "tune.metric=accuracy");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertWrote(
        outcome, "folds", "model", "summary.json", "tune.json", "metrics.jsonl", "report.html");
    JsonNode tuned = digits.json("folds", "tune.json");
    assertThat(tuned.path("metric").asText()).isEqualTo("accuracy");
    for (JsonNode candidate : tuned.path("candidates")) {
      assertThat(candidate.path("runs")).hasSize(3);
      assertThat(candidate.path("standardError").asDouble()).isBetween(1e-6, 0.02);
      assertThat(candidate.path("accuracy").asDouble()).isBetween(0.85, 0.98);
    }
    assertThat(tuned.path("best").asInt()).isEqualTo(1);
    assertThat(digits.json("folds", "summary.json").path("modelSha256"))
        .isEqualTo(
            digits
                .train("all", "standardization=true", "regularization.strength=0.001")
                .path("modelSha256"));
  }

  @Test
  void miniBatchesOfSeveralSeedsRunTogether() throws IOException {
    InProcess.Outcome outcome =
        digits.run(
            "tune",
            "seeds",
            List.of(),
            "data.validation.fraction=0.2",
            "optimizer.type=adam",
            "optimizer.mini-batch-fraction=0.3",
            "optimizer.max-iterations=12",
            "tune.step-sizes=[0.1, 0.01]",
            "tune.seeds=[1, 2]");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    JsonNode candidates = digits.json("seeds", "tune.json").path("candidates");
    assertThat(candidates).hasSize(4);
    JsonNode alone =
        digits.train(
            "one",
            "data.validation.fraction=0.2",
            "optimizer.type=adam",
            "optimizer.mini-batch-fraction=0.3",
            "optimizer.max-iterations=12",
            "optimizer.step-size.initial=0.1",
            "optimizer.seed=2");
    assertThat(candidates.get(1).path("runs").get(0).path("modelSha256"))
        .isEqualTo(alone.path("modelSha256"));
  }

  @Test
  void whatCannotBeTunedIsRefused() {
    assertRefused(
        "Missing tune.strengths: there is nothing to choose from; set at least two values of tune.strengths, tune.elastic-nets, tune.step-sizes or tune.seeds",
        "data.validation.fraction=0.2");
    assertRefused(
        "Missing tune.folds: there is no data to compare configurations on; set tune.folds (such as 5), data.validation.path or data.validation.fraction",
        "tune.strengths=[1,2]");
    assertRefused(
        "Invalid tune.folds = 3: must be 0 where there is validation data; remove tune.folds or data.validation",
        "tune.strengths=[1,2]",
        "tune.folds=3",
        "data.validation.fraction=0.2");
    assertRefused(
        "Invalid regularization.strength = -1 (--set): must be >= 0 and finite, or auto",
        "tune.strengths=[1,-1]",
        "data.validation.fraction=0.2");
  }

  /** Checks that the console lists these results, in this order, and that they exist. */
  private void assertWrote(InProcess.Outcome outcome, String run, String... results) {
    List<String> wrote = outcome.out().lines().filter(line -> line.startsWith("wrote ")).toList();
    assertThat(wrote)
        .isEqualTo(Stream.of(results).map(name -> "wrote " + result(run, name)).toList());
    assertThat(results).allMatch(name -> Files.exists(result(run, name)));
  }

  private Path result(String run, String name) {
    return folder.resolve(run).resolve(name);
  }

  private void assertRefused(String message, String... sets) {
    InProcess.Outcome outcome = digits.run("tune", "refused", List.of(), sets);
    assertThat(outcome.err()).isEqualTo(message + System.lineSeparator());
    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
  }
}

package org.sparksoftmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.train.tune.Tuner;

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
  void ofALargeGridTheConsoleShowsTheBest() {
    String strengths =
        IntStream.rangeClosed(1, 1000)
            .mapToObj(i -> Double.toString(i * 1e-4))
            .collect(Collectors.joining(",", "tune.strengths=[", "]"));
    InProcess.Outcome outcome =
        digits.run(
            "tune",
            "large",
            List.of(),
            "data.path=src/main/data/iris.tsv.gz",
            "data.feature-multiplier=1",
            "data.validation.fraction=0.3",
            "optimizer.max-iterations=5",
            strengths);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    List<String> lines = outcome.out().lines().toList();
    assertThat(lines)
        .contains(
            "checked 0 of 1,000 configurations",
            "checked 1,000 of 1,000 configurations",
            "the best 20 of 1,000 configurations (tune.json has all):");
    List<String> scores =
        lines.stream().filter(line -> line.contains(" regularization.strength=")).toList();
    assertThat(scores).hasSize(20).isSortedAccordingTo(Comparator.comparing(TuneIT::logLoss));
    assertThat(scores.get(0)).endsWith("  <- best");
  }

  private static double logLoss(String line) {
    return Double.parseDouble(line.strip().split(" +", 2)[0]);
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
  void aRunThatDivergesEndsAlone() throws IOException {
    JsonNode without = steps("without", "[0.1, 0.3]");
    JsonNode with = steps("with", "[0.1, 1e300, 0.3]");
    JsonNode diverged = with.path("candidates").get(1).path("runs").get(0);
    assertThat(diverged.path("stopReason").asText()).isEqualTo("DIVERGED");
    assertThat(diverged.path("iterations").asInt()).isZero();
    assertThat(with.path("candidates").get(0)).isEqualTo(without.path("candidates").get(0));
    assertThat(with.path("candidates").get(2)).isEqualTo(without.path("candidates").get(1));
    assertThat(with.path("best").asInt()).isEqualTo(2);
    assertThat(digits.json("with", "summary.json").path("modelSha256"))
        .isEqualTo(digits.json("without", "summary.json").path("modelSha256"));
  }

  /** The results of gradient descent with constant step sizes. */
  private JsonNode steps(String run, String sizes) throws IOException {
    tuned(
        run,
        "optimizer.type=gradient-descent",
        "optimizer.step-size.schedule=constant",
        "optimizer.max-iterations=8",
        "tune.step-sizes=" + sizes);
    return digits.json(run, "tune.json");
  }

  /** A search on validation rows, which succeeds. */
  private InProcess.Outcome tuned(String run, String... sets) {
    List<String> all = new ArrayList<>(List.of("data.validation.fraction=0.2"));
    all.addAll(List.of(sets));
    InProcess.Outcome outcome = digits.run("tune", run, List.of(), all.toArray(String[]::new));
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return outcome;
  }

  @Test
  void moreRunsThanAreActiveAtOnceGetTheSameResults() throws IOException {
    int runs = Tuner.MOST_AT_ONCE + 6;
    List<String> strengths =
        IntStream.rangeClosed(1, runs).mapToObj(s -> "0." + (1000 + s)).toList();
    JsonNode many = strengths("many", strengths);
    JsonNode last = strengths("last", strengths.subList(runs - 2, runs));
    assertThat(many.path("candidates")).hasSize(runs);
    for (int c = 0; c < 2; c++) {
      assertThat(many.path("candidates").get(runs - 2 + c))
          .isEqualTo(last.path("candidates").get(c));
    }
    assertThat(many.path("candidates").get(0).path("configuration").get(0).asText())
        .isEqualTo("regularization.strength=0.1001");
  }

  private JsonNode strengths(String run, List<String> strengths) throws IOException {
    InProcess.Outcome outcome =
        tuned(
            run,
            "optimizer.preconditioner=none",
            "optimizer.max-iterations=3",
            "tune.strengths=" + strengths);
    assertThat(outcome.out())
        .contains(
            strengths.size() > Tuner.MOST_AT_ONCE
                ? "70 configurations, 70 runs, at most 64 at once"
                : "2 configurations, 2 concurrent runs",
            "pass    1  " + Math.min(64, strengths.size()) + " runs active, 0 ended");
    return digits.json(run, "tune.json");
  }

  @Test
  void foldsWithoutRowsAreRefused() {
    InProcess.Outcome tooMany =
        digits.run("tune", "refused", List.of(), "tune.strengths=[1,2]", "tune.folds=6000");
    assertThat(tooMany.err())
        .isEqualTo(
            "Invalid tune.folds = 6000: must be at most the number of training rows, 5,620"
                + System.lineSeparator());
    assertThat(tooMany.code()).isEqualTo(ExitCode.USAGE);
    InProcess.Outcome empty =
        digits.run(
            "tune",
            "refused",
            List.of("--overwrite"),
            "tune.strengths=[1,2]",
            "tune.folds=1000",
            "tune.fold-seed=3");
    assertThat(empty.err())
        .matches(
            "Invalid tune.folds = 1000: the 5,620 training rows, which are assigned at random, leave [0-9]+ folds? without a row; set at most 281\\R");
    assertThat(empty.code()).isEqualTo(ExitCode.USAGE);
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
        "Invalid tune.folds = 3: must be 0 where there is validation data; remove tune.folds, or data.validation (data.validation.fraction = 0)",
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

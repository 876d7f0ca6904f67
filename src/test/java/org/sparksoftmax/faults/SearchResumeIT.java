package org.sparksoftmax.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.cli.InProcess;
import org.sparksoftmax.cli.InProcess.Outcome;
import org.sparksoftmax.submit.Command;
import org.sparksoftmax.submit.Command.Result;
import org.sparksoftmax.submit.Command.Running;

/** Tests a search of tune that is stopped after some of its runs, and its resumption. */
class SearchResumeIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Path DIGITS = Path.of("src/main/data/optdigits.tsv.gz").toAbsolutePath();

  /** The second one is the best, and takes many more passes than the others. */
  private static final String STRENGTHS = "tune.strengths=[10, 1e-6, 3]";

  private static final String VALIDATION = "data.validation.fraction=0.1";

  @TempDir private static Path folder;
  private static Runs runs;

  private static JsonNode clean;

  @BeforeAll
  static void cleanSearch() throws IOException {
    runs = new Runs(folder);
    clean = tuned("clean", Map.of(), VALIDATION, STRENGTHS);
  }

  @Test
  void aSearchThatFailedGoesOnToTheSameBits() throws IOException {
    stop("failed", VALIDATION, STRENGTHS);
    Outcome resumed = tune("failed", Map.of(), List.of("--resume"), VALIDATION, STRENGTHS);
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(resumed.out())
        .contains(
            "resuming from " + folder.resolve("failed/checkpoints") + ": 2 of the runs had ended")
        .contains("pass  "); // counts those of the first part
    assertSame("failed", "clean", clean);
    assertThat(json("failed", "tune.json").path("passes").asInt())
        .isGreaterThan(clean.path("passes").asInt());
    // A search that is complete only publishes its best model again.
    Outcome again = tune("failed", Map.of(), List.of("--resume"), VALIDATION, STRENGTHS);
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.out()).contains(": 3 of the runs had ended");
    assertSame("failed", "clean", clean);
  }

  @Test
  void aSearchThatIsKilledOrStoppedGoesOnToTheSameBits() throws IOException {
    // kill -9 after some of the runs have ended, then SIGTERM before others do
    try (Running running = tuning("killed").start()) {
      running.awaitThat("runs that have ended", () -> hasParts("killed"));
      running.handle().destroyForcibly();
      assertThat(running.await().exitCode()).as(running.toString()).isEqualTo(137);
    }
    assertThat(runs.output("killed").resolve("tune.json")).doesNotExist();
    try (Running running = tuning("killed").start()) {
      running.awaitThat("a pass", () -> running.out().contains("pass "));
      running.handle().destroy();
      Result stopped = running.await();
      assertThat(stopped.exitCode()).as(running.toString()).isEqualTo(143);
      assertThat(stopped.out()).contains("To continue from ").contains(" --resume");
    }
    Outcome resumed = tune("killed", Map.of(), List.of("--resume"), VALIDATION, STRENGTHS);
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(resumed.out()).containsPattern("[12] of the runs had ended");
    assertSame("killed", "clean", clean);
  }

  /** A search as a process of its own, slow enough to be stopped. */
  private static Command tuning(String name) throws IOException {
    List<String> all = new ArrayList<>(runs.faultOptions(name, "slow", "--master", "local[2]"));
    all.addAll(arguments(name, List.of("--resume"), VALIDATION, STRENGTHS));
    return Command.softmax(all.toArray(String[]::new)).within(Duration.ofMinutes(5));
  }

  private static boolean hasParts(String name) {
    try {
      return Files.isDirectory(runs.output(name).resolve("checkpoints")) && !parts(name).isEmpty();
    } catch (IOException cannot) {
      throw new UncheckedIOException(cannot);
    }
  }

  @Test
  void theRunsOfADamagedFileStartAgain() throws IOException {
    String[] sets = {"tune.folds=2", "tune.strengths=[10, 1e-6]"};
    JsonNode cleanFolds = tuned("clean-folds", Map.of(), sets);
    stop("damaged", sets);
    Path part = parts("damaged").get(0);
    String text = Files.readString(part);
    Files.writeString(part, text.replaceFirst("CONVERGED", "DIVERGED"));
    Outcome resumed = tune("damaged", Map.of(), List.of("--resume"), sets);
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(resumed.out())
        .contains(
            part.getFileName() + " is damaged: its checksum does not match; its runs start again");
    assertSame("damaged", "clean-folds", cleanFolds);
  }

  @Test
  void anotherGridOrOtherDataIsRefusedByName() throws IOException {
    stop("refused", VALIDATION, STRENGTHS);
    assertRefused(
        "tune.strengths is [\"10\",\"3\"] but was [\"10\",\"0.000001\",\"3\"]",
        VALIDATION,
        "tune.strengths=[10, 3]");
    assertRefused(
        "optimizer.max-iterations is 7 but was 60",
        VALIDATION,
        STRENGTHS,
        "optimizer.max-iterations=7");
    assertRefused(
        "data.validation.fraction is 0.2 but was 0.1", "data.validation.fraction=0.2", STRENGTHS);
    Path shorter = folder.resolve("shorter.tsv");
    Files.write(shorter, Runs.lines(DIGITS).subList(0, 5000));
    assertRefused(
        "the training rows have changed: ", VALIDATION, STRENGTHS, "data.path=" + shorter);
    Outcome other = trainThere("refused");
    assertThat(other.code()).isEqualTo(5);
    assertThat(other.err())
        .isEqualTo(
            "Cannot resume in "
                + runs.output("refused")
                + ": it has a search of tune; continue it with tune --resume, or start again with --overwrite"
                + System.lineSeparator());
    Outcome anew = tune("refused", Map.of(), List.of(), VALIDATION, STRENGTHS);
    assertThat(anew.code()).isEqualTo(5);
    assertThat(anew.err()).contains("add --resume to continue the run in it");
  }

  @Test
  void aTrainingRunIsNotContinuedAsASearch() {
    Outcome trained = trainThere("trained");
    assertThat(trained.code()).as(trained.err()).isZero();
    Outcome search = tune("trained", Map.of(), List.of("--resume"), VALIDATION, STRENGTHS);
    assertThat(search.code()).isEqualTo(5);
    assertThat(search.err()).contains("it has a run of train; continue it with train --resume");
    Outcome fresh =
        tune("fresh", Map.of(), List.of("--resume"), VALIDATION, "tune.strengths=[9, 10]");
    assertThat(fresh.code()).as(fresh.err()).isZero();
    assertThat(fresh.out()).contains("no search in " + runs.output("fresh") + ": starting anew");
  }

  /** Runs a search whose tasks fail after the short runs have ended. */
  private static void stop(String name, String... sets) throws IOException {
    Map<String, String> settings = runs.faultsHere(name, "always", "local[2,4]");
    settings.put("spark.faults.from", "50");
    Outcome stopped = tune(name, settings, List.of(), sets);
    assertThat(stopped.code()).as(stopped.out()).isEqualTo(1);
    assertThat(stopped.err()).contains("this attempt fails");
    assertThat(stopped.out())
        .contains(
            "To continue from "
                + folder.resolve(name)
                + "/checkpoints, repeat the command with --output "
                + folder.resolve(name)
                + " --resume");
    assertThat(parts(name)).isNotEmpty();
    assertThat(runs.output(name).resolve("tune.json")).doesNotExist();
  }

  private static List<Path> parts(String name) throws IOException {
    try (Stream<Path> files = Files.list(runs.output(name).resolve("checkpoints"))) {
      return files.filter(file -> file.getFileName().toString().startsWith("runs-")).toList();
    }
  }

  private static void assertRefused(String reason, String... sets) {
    Outcome outcome = tune("refused", Map.of(), List.of("--resume"), sets);
    assertThat(outcome.code()).isEqualTo(5);
    assertThat(outcome.err()).startsWith("Cannot resume from ").contains(reason).hasLineCount(1);
  }

  private static void assertSame(String name, String clean, JsonNode expected) throws IOException {
    JsonNode actual = json(name, "tune.json");
    for (String key : List.of("metric", "folds", "best", "advice", "candidates")) {
      assertThat(actual.path(key)).as(key).isEqualTo(expected.path(key));
    }
    Runs.assertSameModel(json(name, "summary.json"), json(clean, "summary.json"));
  }

  private static JsonNode tuned(String name, Map<String, String> settings, String... sets)
      throws IOException {
    Outcome outcome = tune(name, settings, List.of(), sets);
    assertThat(outcome.code()).as(outcome.err() + outcome.out()).isZero();
    return json(name, "tune.json");
  }

  private static JsonNode json(String name, String file) throws IOException {
    return JSON.readTree(runs.output(name).resolve(file).toFile());
  }

  private static Outcome tune(
      String name, Map<String, String> settings, List<String> options, String... sets) {
    return InProcess.run(settings, arguments(name, options, sets).toArray(String[]::new));
  }

  private static List<String> arguments(String name, List<String> options, String... sets) {
    List<String> arguments =
        new ArrayList<>(List.of("tune", "--output", runs.output(name).toString()));
    arguments.addAll(options);
    List<String> all =
        new ArrayList<>(
            List.of(
                "data.path=" + DIGITS,
                "data.format=tsv",
                "data.label-column=target",
                "data.feature-multiplier=0.0625",
                "optimizer.preconditioner=none",
                "optimizer.max-iterations=60"));
    all.addAll(List.of(sets));
    all.forEach(set -> arguments.addAll(List.of("--set", set)));
    return arguments;
  }

  private static Outcome trainThere(String name) {
    return InProcess.run(
        "train",
        "--output",
        runs.output(name).toString(),
        "--resume",
        "--set",
        "data.path=" + DIGITS,
        "--set",
        "data.label-column=target",
        "--set",
        "data.format=tsv",
        "--set",
        "optimizer.max-iterations=2",
        "--set",
        "checkpoint.interval-iterations=1");
  }
}

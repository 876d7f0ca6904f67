package org.sparksoftmax.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.sparksoftmax.cli.InProcess;
import org.sparksoftmax.submit.Command;

/**
 * Training runs: of the packaged job, each in its own process, or in this JVM, which has compiled
 * most of the code already.
 */
final class Runs {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final List<String> training;

  /**
   * @param training options of the train command that all runs share
   */
  Runs(Path folder, String... training) {
    this.folder = folder;
    this.training = List.of(training);
  }

  /**
   * Runs on the rows in the folder {@code csv}, with steps that are too small to converge: each run
   * makes all its iterations.
   *
   * @param sets further settings
   */
  static Runs ofSmallSteps(Path folder, String... sets) {
    List<String> training = new ArrayList<>();
    for (String set :
        List.of(
            "data.path=" + folder.resolve("csv"),
            "optimizer.type=gradient-descent",
            "optimizer.step-size.schedule=constant",
            "optimizer.step-size.initial=0.05",
            "optimizer.tolerance=0")) {
      training.addAll(List.of("--set", set));
    }
    for (String set : sets) {
      training.addAll(List.of("--set", set));
    }
    return new Runs(folder, training.toArray(String[]::new));
  }

  /** The output directory of a run. */
  Path output(String name) {
    return folder.resolve(name);
  }

  /** The command that trains into {@code name} in its own process. */
  Command command(String name, List<String> sparkOptions, String... more) {
    List<String> all = new ArrayList<>(sparkOptions);
    all.addAll(arguments(name, more));
    return Command.softmax(all.toArray(String[]::new)).within(Duration.ofMinutes(5));
  }

  private List<String> arguments(String name, String... more) {
    List<String> arguments = new ArrayList<>(List.of("train", "--output", output(name).toString()));
    arguments.addAll(training);
    arguments.addAll(List.of(more));
    return arguments;
  }

  /** Trains successfully in its own process and returns summary.json. */
  JsonNode train(String name, List<String> sparkOptions, String... more) {
    Command.Result result = command(name, sparkOptions, more).run();
    assertThat(result.exitCode()).as(result.err() + result.out()).isZero();
    return summary(name);
  }

  /** Runs the command in this JVM, with these settings of Spark. */
  InProcess.Outcome outcomeHere(String name, Map<String, String> spark, String... more) {
    return InProcess.run(spark, arguments(name, more).toArray(String[]::new));
  }

  /** Trains successfully in this JVM and returns summary.json. */
  JsonNode trainHere(String name, Map<String, String> spark, String... more) {
    InProcess.Outcome outcome = outcomeHere(name, spark, more);
    assertThat(outcome.code()).as(outcome.err() + outcome.out()).isZero();
    return summary(name);
  }

  JsonNode summary(String name) {
    try {
      return JSON.readTree(output(name).resolve("summary.json").toFile());
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  /** Settings that enable {@code kinds} of {@link Faults} and Spark's event log. */
  Map<String, String> faults(String name, String kinds) throws IOException {
    Path events = Files.createDirectories(folder.resolve("events-" + name));
    return new LinkedHashMap<>(
        Map.of(
            "spark.plugins",
            Faults.class.getName(),
            "spark.faults",
            kinds,
            "spark.faults.folder",
            events.toString(),
            "spark.eventLog.enabled",
            "true",
            "spark.eventLog.rolling.enabled",
            "false",
            "spark.eventLog.compress",
            "false",
            "spark.eventLog.dir",
            events.toUri().toString()));
  }

  /** As {@link #faults(String, String)}, on {@code master} in this JVM. */
  Map<String, String> faultsHere(String name, String kinds, String master) throws IOException {
    Map<String, String> settings = faults(name, kinds);
    settings.put("spark.master", master);
    return settings;
  }

  /** As {@link #faults(String, String)}, as options for a process. */
  List<String> faultOptions(String name, String kinds, String... more) throws IOException {
    String classes = Path.of("target/test-classes").toAbsolutePath().toString();
    Map<String, String> settings = faults(name, kinds);
    for (String side : List.of("driver", "executor")) {
      settings.put("spark." + side + ".extraClassPath", classes);
      settings.put("spark." + side + ".extraJavaOptions", Command.SOON);
    }
    List<String> options = new ArrayList<>();
    settings.forEach((key, value) -> options.addAll(List.of("--conf", key + "=" + value)));
    options.addAll(List.of(more));
    return options;
  }

  /** The lines of a compressed text file. */
  static List<String> lines(Path gzip) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(gzip)), StandardCharsets.UTF_8))) {
      return lines.lines().toList();
    }
  }

  /** The number of lines in the event log of a run that contain all of {@code texts}. */
  long events(String name, String... texts) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("events-" + name))) {
      List<Path> logs =
          files.filter(file -> !file.getFileName().toString().startsWith("halt")).toList();
      long count = 0;
      for (Path log : logs) {
        try (Stream<String> lines = Files.lines(log)) {
          count += lines.filter(line -> Stream.of(texts).allMatch(line::contains)).count();
        }
      }
      return count;
    }
  }

  /** The iteration of the newest checkpoint of a run; −1 if there is none yet. */
  int newestCheckpoint(String name) {
    Path checkpoints = output(name).resolve("checkpoints");
    if (!Files.exists(checkpoints)) {
      return -1;
    }
    try (Stream<Path> files = Files.list(checkpoints)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.matches("checkpoint-[0-9]+[.]json"))
          .mapToInt(file -> Integer.parseInt(file.substring(11, file.length() - 5)))
          .max()
          .orElse(-1);
    } catch (IOException | UncheckedIOException changing) {
      return -1; // a checkpoint is being replaced
    }
  }

  /** The lines of metrics.jsonl of a run, without times. */
  List<String> metrics(String name) throws IOException {
    return Files.readAllLines(output(name).resolve("metrics.jsonl")).stream()
        .map(line -> line.replaceAll("\"seconds\":[0-9.E-]+", ""))
        .toList();
  }

  /** Compares everything except the times, which must be the same in every run. */
  static void assertSameModel(JsonNode actual, JsonNode expected) {
    for (String key :
        List.of(
            "modelSha256",
            "dataFingerprint",
            "iterations",
            "evaluations",
            "stopReason",
            "objective",
            "loss",
            "gradientNorm")) {
      assertThat(actual.path(key)).as(key).isEqualTo(expected.path(key));
    }
    assertThat(expected.path("modelSha256").asText()).hasSize(64);
    for (String key : List.of("rows", "accuracy", "logLoss")) {
      assertThat(actual.path("train").path(key))
          .as(key)
          .isEqualTo(expected.path("train").path(key));
    }
  }
}

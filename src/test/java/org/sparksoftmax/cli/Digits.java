package org.sparksoftmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs commands on the bundled digits. */
final class Digits {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Path PATH = Path.of("src/main/data/optdigits.tsv.gz").toAbsolutePath();

  private final Path folder;

  /**
   * @param folder the parent of the output directories, which are named after the runs
   */
  Digits(Path folder) {
    this.folder = folder;
  }

  /** Runs a command with output to {@code folder/name}. */
  InProcess.Outcome run(String command, String name, List<String> options, String... sets) {
    return InProcess.run(arguments(command, name, options, sets).toArray(String[]::new));
  }

  /** The arguments of {@link #run}. */
  List<String> arguments(String command, String name, List<String> options, String... sets) {
    List<String> arguments = new ArrayList<>(List.of(command, "--output", folder + "/" + name));
    arguments.addAll(options);
    List<String> all =
        new ArrayList<>(
            List.of(
                "data.format=tsv",
                "data.label-column=target",
                "data.feature-multiplier=0.0625",
                "regularization.strength=0.001",
                "optimizer.tolerance=1e-4",
                "data.path=" + PATH));
    all.addAll(List.of(sets));
    all.forEach(set -> arguments.addAll(List.of("--set", set)));
    return arguments;
  }

  /** Checks the gradient of an objective with all its options on, and {@code sets}. */
  static InProcess.Outcome checkGradient(String... sets) {
    List<String> arguments = new ArrayList<>(List.of("check-gradient"));
    List<String> all =
        new ArrayList<>(
            List.of(
                "data.format=tsv",
                "data.label-column=target",
                "data.path=" + PATH,
                "standardization=true",
                "loss.label-smoothing=0.1",
                "loss.class-weights={\"3\":2.5,\"7\":0}",
                "regularization.strength=0.1"));
    all.addAll(List.of(sets));
    all.forEach(set -> arguments.addAll(List.of("--set", set)));
    return InProcess.run(arguments.toArray(String[]::new));
  }

  /** Trains and returns the summary. */
  JsonNode train(String name, String... sets) throws IOException {
    InProcess.Outcome outcome = run("train", name, List.of(), sets);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return json(name, "summary.json");
  }

  JsonNode json(String name, String file) throws IOException {
    return JSON.readTree(Files.readString(folder.resolve(name).resolve(file)));
  }

  boolean exists(String name, String file) {
    return Files.exists(folder.resolve(name).resolve(file));
  }

  /** The lines of metrics.jsonl. */
  List<JsonNode> metrics(String name) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve(name).resolve("metrics.jsonl"))) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }
}

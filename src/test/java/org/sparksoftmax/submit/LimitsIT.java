package org.sparksoftmax.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparksoftmax.cli.InProcess;
import org.sparksoftmax.submit.Command.Result;
import org.sparksoftmax.submit.Command.Running;

/** Tests runs that encounter another run, a signal, or too little memory. */
class LimitsIT {
  @TempDir private Path folder;

  private static final List<String> IRIS =
      List.of(
          "--set",
          "data.format=tsv",
          "--set",
          "data.label-column=target",
          "--set",
          "data.path=" + Path.of("src/main/data/iris.tsv.gz").toAbsolutePath());

  /** Settings with which training does not end by itself. */
  private static final List<String> SLOW =
      List.of(
          "--set",
          "optimizer.type=gradient-descent",
          "--set",
          "optimizer.step-size.schedule=constant",
          "--set",
          "optimizer.step-size.initial=1e-9",
          "--set",
          "optimizer.max-iterations=1000000000");

  private static final Path SCRIPT = Path.of("/usr/bin/script");
  private static final int CONTROL_C = 3;

  /** The time within which a signal ends a run, which has to end its Spark as well. */
  private static final Duration BOUND = Duration.ofSeconds(20);

  private static List<String> train(String mode, Path output, List<String> more) {
    List<String> arguments = new ArrayList<>(List.of("train", mode));
    arguments.addAll(List.of("--output", output.toString()));
    arguments.addAll(IRIS);
    arguments.addAll(more);
    return arguments;
  }

  private static InProcess.Outcome trainHere(Path output, String... more) {
    return InProcess.run(train("--overwrite", output, List.of(more)).toArray(String[]::new));
  }

  /** Our own error lines, without the JVM's warnings about modules. */
  private static String errors(String err) {
    return String.join(
        "\n", err.lines().filter(line -> !line.startsWith("WARNING: Using incubator")).toList());
  }

  /** A run that does not end by itself. */
  private static Running startEndless(Path output) {
    List<String> endless =
        new ArrayList<>(List.of("--master", "local[1]", "--driver-java-options", Command.SOON));
    endless.addAll(train("--overwrite", output, SLOW));
    Running running = Command.softmax(endless.toArray(String[]::new)).start();
    running.awaitThat("training", () -> Files.exists(output.resolve("metrics.jsonl.inprogress")));
    return running;
  }

  @Test
  void ofTwoRunsThatWriteToOneOutputOneWins() {
    Path output = folder.resolve("run");
    try (Running first = startEndless(output)) {
      InProcess.Outcome second = trainHere(output);
      assertThat(errors(second.err()))
          .matches(
              String.format(
                  Locale.ROOT,
                  "Cannot write to --output \\Q%s\\E: another run is writing there \\(host \\S+, pid %d, since \\S+Z\\); wait for it, or name another directory",
                  output,
                  first.handle().pid()));
      assertThat(second.code()).isEqualTo(5);
      assertThat(first.handle().isAlive()).isTrue();
      first.handle().destroyForcibly();
      first.await();
    }
    assertThat(output.resolve(".lock")).exists();
    InProcess.Outcome third = trainHere(output, "--set", "optimizer.max-iterations=2");
    assertThat(third.code()).as(third.err()).isZero();
    assertThat(output)
        .isDirectoryNotContaining(file -> file.getFileName().toString().startsWith("."));
    assertThat(output.resolve("model/weights.bin")).exists();
  }

  @Test
  void aSignalIsNamedTheStateSavedAndTheLockGivenUp() {
    Path output = folder.resolve("run");
    String continuation;
    try (Running running = startEndless(output)) {
      running.awaitThat("iteration 2", () -> running.out().contains("iteration    2"));
      long signalled = System.nanoTime();
      running.handle().destroy();
      Result result = running.await();
      assertThat(Duration.ofNanos(System.nanoTime() - signalled)).isLessThan(BOUND);
      assertThat(result.exitCode()).isEqualTo(143);
      assertThat(errors(result.err())).isEqualTo("Stopped by a signal");
      assertThat(output.resolve(".lock")).doesNotExist();
      continuation = result.out().lines().reduce((earlier, last) -> last).orElseThrow();
      assertThat(continuation)
          .matches(
              String.format(
                  Locale.ROOT,
                  "To continue from \\Q%1$s\\E/checkpoints/checkpoint-\\d{8}\\.json, repeat the command with --output \\Q%1$s\\E --resume",
                  output));
    }
    int saved = Integer.parseInt(continuation.replaceFirst(".*checkpoint-(\\d+).*", "$1"));
    assertThat(saved).isGreaterThanOrEqualTo(2);
    List<String> resuming = new ArrayList<>(train("--resume", output, SLOW));
    resuming.addAll(List.of("--set", "optimizer.max-iterations=" + (saved + 2)));
    InProcess.Outcome resumed = InProcess.run(resuming.toArray(String[]::new));
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(resumed.out()).contains("resuming at iteration " + saved + " from ");
  }

  /** Signals that the terminal sends reach the filter of the JVM's warnings, too. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aTerminalShowsNoWarningAboutModulesAndTheLastLineAfterControlC() throws IOException {
    assumeTrue(Files.isExecutable(SCRIPT), SCRIPT + " is missing");
    Path output = folder.resolve("run");
    Path keys = folder.resolve("keys");
    assertThat(Command.of("mkfifo", keys.toString()).run().exitCode()).isZero();
    List<String> words = new ArrayList<>(List.of("submit/softmax", "--master", "local[1]"));
    words.addAll(train("--overwrite", output, SLOW));
    String terminal =
        String.format(Locale.ROOT, "exec %s -qefc '%s' /dev/null", SCRIPT, String.join(" ", words));
    try (Running running =
            Command.of("bash", "-c", terminal + " <" + keys).in(Command.PROJECT).start();
        OutputStream keyboard = Files.newOutputStream(keys)) {
      running.awaitThat("progress", () -> running.out().contains("training "));
      running.awaitThat("iterations", () -> hasIterations(output));
      keyboard.write(CONTROL_C);
      keyboard.flush();
      Result result = running.await();
      assertThat(result.exitCode()).as(running.toString()).isEqualTo(130);
      assertThat(result.out())
          .containsPattern("\nTo continue from [^\n]*\nStopped by a signal\\s+$")
          .doesNotContain("incubator");
    }
  }

  private static boolean hasIterations(Path output) {
    try (Stream<String> lines = Files.lines(output.resolve("metrics.jsonl.inprogress"))) {
      return lines.count() > 2;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** The messages are Spark's own. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          spark.network.timeout=20s | spark.network.timeoutInterval should be less than or equal to spark.network.timeout
          spark.network.timeout=10s | Invalid Spark config: The value of spark.network.timeout=10000ms must be greater than the value of spark.executor.heartbeatInterval=10000ms
          spark.executor.heartbeatInterval=soon | The value 'soon' in the config "spark.executor.heartbeatInterval" is invalid. It should be a/an 'time in MILLISECONDS' value
          spark.memory.fraction=much | Illegal value for config key spark.memory.fraction: For input string: "much"
          """)
  void settingsThatSparkRefusesAreOneLine(String setting, String why) {
    Result result =
        Command.softmax(
                Stream.concat(
                        Stream.of("--master", "local[1]", "--conf", setting),
                        train("--overwrite", folder.resolve("run"), List.of()).stream())
                    .toArray(String[]::new))
            .run();
    assertThat(result.exitCode()).as(result.err()).isEqualTo(2);
    assertThat(errors(result.err()))
        .isEqualTo(
            "Spark does not start with its settings: "
                + why
                + "; correct --conf or the file of properties");
  }

  @Test
  void tooLittleMemoryIsRefusedAfterReading() throws IOException {
    Path data = folder.resolve("wide.libsvm");
    Random random = new Random(1);
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      rows.append(i % 50).append(' ').append(1 + random.nextInt(100_000)).append(":1 ");
      rows.append(100_001 + random.nextInt(99_999)).append(":1 200000:1\n");
    }
    Files.writeString(data, rows);
    Result result =
        Command.softmax(
                "--master",
                "local[2]",
                "--driver-memory",
                "512m",
                "--driver-java-options",
                Command.SOON,
                "train",
                "--output",
                folder.resolve("run").toString(),
                "--set",
                "data.format=libsvm",
                "--set",
                "data.path=" + data)
            .within(Duration.ofMinutes(2))
            .run();
    assertThat(errors(result.err()))
        .matches(
            "Not enough driver memory: 10,000,050 parameters \\(50 classes x 200,000 features, history 10\\) need about 1\\.\\d GB on the driver, which has 0\\.5 GB: use --driver-memory 2g, or lower optimizer\\.history");
    assertThat(result.exitCode()).isEqualTo(2);
  }
}

package org.sparksoftmax.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.submit.Command;
import org.sparksoftmax.submit.Command.Result;
import org.sparksoftmax.submit.Command.Running;

/** Tests a driver that runs on a Worker: {@code --deploy-mode cluster} of a standalone cluster. */
class StandaloneDriverIT {

  private static final int ITERATIONS = 40;

  @TempDir private static Path folder;
  private static Path state;
  private static String master;
  private static Runs runs;
  private static JsonNode expected;

  @BeforeAll
  static void startAndTrain() throws IOException {
    state = folder.resolve("cluster");
    master = Command.startCluster(state, "1", "2", "1g"); // one core for the driver
    MadeFiles.csv(folder.resolve("csv"), 3, 2000);
    runs =
        Runs.ofSmallSteps(
            folder, "checkpoint.interval-iterations=1", "optimizer.max-iterations=" + ITERATIONS);
    expected = runs.trainHere("clean", Map.of());
  }

  @AfterAll
  static void stop() {
    assertThat(Command.cluster(state, "stop").run().exitCode()).isZero();
  }

  private static List<String> options(String... more) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--master",
                master,
                "--deploy-mode",
                "cluster",
                "--driver-memory",
                "512m",
                "--executor-memory",
                "512m"));
    options.addAll(List.of(more));
    return options;
  }

  @Test
  void aDriverThatIsKilledIsResumedToTheSameBits() throws IOException {
    try (Running running = runs.command("killed", options()).start()) {
      killDriver(running, "killed");
      Result result = running.await();
      assertThat(result.exitCode()).as(running.toString()).isEqualTo(1);
      assertThat(result.err())
          .containsPattern("The driver runs on 127\\.0\\.0\\.1:\\d+: the folder work/driver-")
          .containsPattern(
              "The driver driver-\\S+ is FAILED: the folder work/driver-\\S+ of its Worker has its output\\n$");
    }
    assertThat(runs.output("killed").resolve("summary.json")).doesNotExist();

    Result result = runs.command("killed", options(), "--resume").run();

    assertThat(result.exitCode()).as(result.err()).isZero();
    JsonNode summary = runs.summary("killed");
    Runs.assertSameModel(summary, expected);
    // The driver had the options for Java's Vector API.
    assertThat(summary.path("kernels")).isEqualTo(expected.path("kernels"));
    assertThat(summary.path("kernels").asText()).isNotEqualTo("scalar");
    assertThat(outputs()).anyMatch(text -> text.contains("resuming at iteration "));
  }

  @Test
  void aSupervisedDriverIsStartedAgain() throws IOException {
    try (Running running = runs.command("supervised", options("--supervise"), "--resume").start()) {
      killDriver(running, "supervised");
      Result result = running.await();
      assertThat(result.exitCode()).as(running.toString()).isZero();
    }
    Runs.assertSameModel(runs.summary("supervised"), expected);
  }

  @Test
  void aMasterThatDoesNotAnswerIsNamedInOneLine() {
    String nobody = "spark://127.0.0.1:" + Command.freePort();

    Result result = runs.command("nobody", options("--master", nobody)).run();

    assertThat(result.exitCode()).as(result.err()).isEqualTo(2);
    assertThat(result.err().strip())
        .isEqualTo(
            "Cannot reach the master "
                + nobody
                + ": start it, or give the address of one that runs with --master");
  }

  private static void killDriver(Running running, String name) {
    running.awaitThat("checkpoint", () -> runs.newestCheckpoint(name) >= 3);
    ProcessHandle driver = driver().orElseThrow();
    driver.destroyForcibly();
    assertThat(runs.newestCheckpoint(name)).isLessThan(ITERATIONS);
  }

  /** The driver below the Worker. */
  private static Optional<ProcessHandle> driver() {
    return ProcessHandle.of(Long.parseLong(read(state.resolve("worker-1.pid")).strip())).stream()
        .flatMap(ProcessHandle::descendants)
        .filter(process -> process.info().commandLine().orElse("").contains("DriverWrapper"))
        .findFirst();
  }

  /** What drivers have printed, in the folders of the Workers. */
  private static List<String> outputs() throws IOException {
    try (Stream<Path> files = Files.walk(state.resolve("work"))) {
      return files
          .filter(file -> file.getFileName().toString().matches("stdout|stderr"))
          .filter(file -> file.getParent().getFileName().toString().startsWith("driver-"))
          .map(StandaloneDriverIT::read)
          .toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException cannot) {
      throw new UncheckedIOException(cannot);
    }
  }
}

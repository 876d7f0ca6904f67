package org.sparksoftmax.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.cli.InProcess.Outcome;
import org.sparksoftmax.submit.Command;
import org.sparksoftmax.submit.Command.Result;
import org.sparksoftmax.submit.Command.Running;

/** Tests the state of a run after its driver is killed, and its resumption. */
class ResumeIT {

  /** The number of kills; mvn -Dsoftmax.kills=10 increases it. */
  private static final int KILLS = Integer.getInteger("softmax.kills", 3);

  private static final List<String> LOCAL =
      List.of("--master", "local[2]", "--driver-java-options", Command.SOON);

  private static final Path DIGITS = Path.of("src/main/data/optdigits.tsv.gz").toAbsolutePath();

  @TempDir private static Path folder;
  private static Runs runs;
  private static JsonNode expected;

  @BeforeAll
  static void cleanRun() {
    runs =
        new Runs(
            folder,
            "--set",
            "data.path=" + DIGITS,
            "--set",
            "data.label-column=target",
            "--set",
            "data.format=tsv",
            "--set",
            "data.validation.fraction=0.1",
            "--set",
            "data.test.fraction=0.2",
            "--set",
            "data.feature-multiplier=0.0625",
            "--set",
            "optimizer.preconditioner=none",
            "--set",
            "regularization.strength=1e-6",
            "--set",
            "optimizer.tolerance=0",
            "--set",
            "checkpoint.interval-iterations=1");
    expected = runs.trainHere("clean", Map.of(), iterations(60));
  }

  @Test
  void killedAtRandomMomentsItEndsAsIfItHadNeverStopped() throws IOException {
    Random random = new Random(11);
    int reached = 0;
    for (int kill = 1; kill <= KILLS; kill++) {
      // Kills the run at any point, between two files or within one.
      int until = Math.min(56, reached + 1 + random.nextInt(6));
      try (Running running = runs.command("killed", LOCAL, iterations(60, "--resume")).start()) {
        running.awaitThat("iteration " + until, () -> runs.newestCheckpoint("killed") >= until);
        pause(random.nextInt(30));
        running.handle().destroyForcibly();
        assertThat(running.await().exitCode()).as(running.toString()).isEqualTo(137);
      }
      reached = runs.newestCheckpoint("killed");
      assertThat(runs.output("killed").resolve("model")).doesNotExist();
    }
    JsonNode summary = runs.train("killed", LOCAL, iterations(60, "--resume"));
    Runs.assertSameModel(summary, expected);
    assertThat(runs.metrics("killed")).isEqualTo(runs.metrics("clean"));
  }

  @Test
  void moreIterationsGoOnFromTheNewestCheckpointThatIsWhole() throws IOException {
    runs.trainHere("damaged", Map.of(), iterations(30));
    Path newest = runs.output("damaged").resolve("checkpoints/checkpoint-00000030.json");
    Files.writeString(newest, Files.readString(newest).replace("30", "31"));
    Outcome result = runs.outcomeHere("damaged", Map.of(), iterations(60, "--resume"));
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out())
        .contains("checkpoint-00000030.json is damaged: ", "resuming at iteration 29 from ");
    Runs.assertSameModel(runs.summary("damaged"), expected);
  }

  @Test
  void anotherConfigurationOrOtherDataIsRefusedByName() throws IOException {
    runs.trainHere("refused", Map.of(), iterations(20));
    byte[] model = Files.readAllBytes(runs.output("refused").resolve("model/weights.bin"));
    Outcome config =
        runs.outcomeHere(
            "refused", Map.of(), iterations(40, "--resume", "--set", "optimizer.history=7"));
    assertThat(config.code()).isEqualTo(5);
    assertThat(config.err()).contains("optimizer.history is 7 but was auto");
    Path shorter = folder.resolve("shorter.tsv");
    Files.write(shorter, Runs.lines(DIGITS).subList(0, 5000));
    Outcome data =
        runs.outcomeHere(
            "refused", Map.of(), iterations(40, "--resume", "--set", "data.path=" + shorter));
    assertThat(data.code()).isEqualTo(5);
    assertThat(data.err())
        .contains("the training rows have changed: ", " rows where there were 3,926; ");
    assertThat(Files.readAllBytes(runs.output("refused").resolve("model/weights.bin")))
        .isEqualTo(model);
    Path moved = Files.write(folder.resolve("moved.tsv"), Runs.lines(DIGITS));
    runs.trainHere("refused", Map.of(), iterations(21, "--resume", "--set", "data.path=" + moved));
    Outcome added = runs.outcomeHere("refused", Map.of(), iterations(40));
    assertThat(added.code()).isEqualTo(5);
    assertThat(added.err()).contains("add --resume to continue the run in it");
  }

  @Test
  void aRunOfAnEarlierDefaultHistoryKeepsIt() {
    String[] ten = {"--set", "optimizer.history=10"};
    JsonNode whole = runs.trainHere("ten", Map.of(), iterations(60, ten));
    assertThat(whole.path("modelSha256")).isNotEqualTo(expected.path("modelSha256"));
    runs.trainHere("earlier", Map.of(), iterations(20, ten));
    runs.trainHere("earlier", Map.of(), iterations(40, "--resume"));
    JsonNode resumed = runs.trainHere("earlier", Map.of(), iterations(60, "--resume"));
    Runs.assertSameModel(resumed, whole);
    assertThat(resumed.path("config").path("optimizer").path("history").asInt()).isEqualTo(10);
  }

  @Test
  void aTaskThatAlwaysFailsEndsTheRunAndLeavesItsCheckpoint() throws IOException {
    Map<String, String> settings = runs.faultsHere("always", "always", "local[2,4]");
    settings.put("spark.faults.from", "40");
    Outcome result = runs.outcomeHere("always", settings, iterations(60));
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("this attempt fails");
    assertThat(result.out()).contains("To continue from ", "checkpoint-", " --resume");
    assertThat(runs.newestCheckpoint("always")).isGreaterThan(10);
  }

  @Test
  void anExecutorWithoutMemoryEndsTheRunAndLeavesItsCheckpoint() throws IOException {
    List<String> options =
        runs.faultOptions(
            "memory",
            "memory",
            "--conf",
            "spark.faults.from=40",
            "--conf",
            "spark.task.maxFailures=2",
            "--master",
            "local-cluster[1,1,1024]",
            "--executor-memory",
            "512m");
    Result result = runs.command("memory", options, iterations(60)).run();
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("--executor-memory");
    assertThat(result.out()).contains("To continue from ", "checkpoint-", " --resume");
    assertThat(runs.newestCheckpoint("memory")).isGreaterThan(5);
  }

  private static String[] iterations(int most, String... more) {
    return Stream.concat(Stream.of("--set", "optimizer.max-iterations=" + most), Stream.of(more))
        .toArray(String[]::new);
  }

  private static void pause(int milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }
}

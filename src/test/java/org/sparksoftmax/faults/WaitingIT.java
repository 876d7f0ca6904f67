package org.sparksoftmax.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.submit.Command;
import org.sparksoftmax.submit.Command.Result;
import org.sparksoftmax.submit.Command.Running;

/** Tests that no run waits in silence, or for ever, for a cluster that gives it nothing. */
class WaitingIT {

  private static final String FIRST = "waiting for the cluster for 1";

  @TempDir private static Path folder;
  private static Path state;
  private static String master;
  private static Runs runs;

  @BeforeAll
  static void startCluster() throws IOException {
    state = folder.resolve("cluster");
    master = Command.startCluster(state, "1", "1", "600m");
    MadeFiles.csv(folder.resolve("csv"), 5, 4000);
    runs =
        Runs.ofSmallSteps(
            folder,
            "data.partitions=6",
            "optimizer.max-iterations=60",
            "checkpoint.interval-iterations=1");
  }

  @AfterAll
  static void stop() {
    assertThat(Command.cluster(state, "stop").run().exitCode()).isZero();
  }

  private static List<String> executor(String memory) {
    return List.of("--master", master, "--executor-memory", memory);
  }

  private static String[] waiting(int seconds, String... more) {
    List<String> all = new ArrayList<>(List.of(more));
    all.addAll(List.of("--set", "cluster.wait-seconds=" + seconds));
    return all.toArray(String[]::new);
  }

  @Test
  void moreMemoryThanAnyWorkerHasIsNamedAndEndsTheRunInTime() {
    try (Running running = runs.command("large", executor("2g"), waiting(20)).start()) {
      running.awaitThat("a line about the wait", () -> running.out().contains(FIRST));
      assertThat(running.out())
          .contains(
              "an executor needs 1 core and 2,048 MiB, but the worker has 1 core and 600 MiB: set --executor-memory");
      Result result = running.await();
      assertThat(result.exitCode()).as(running.toString()).isEqualTo(1);
      assertThat(result.err())
          .contains("Nothing from the cluster for 2")
          .contains("(cluster.wait-seconds = 20): an executor needs 1 core and 2,048 MiB")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void aBusyClusterIsWaitedForAndTheRunThenGoesOn() throws IOException {
    List<String> slow = new ArrayList<>(runs.faultOptions("busy", "slow"));
    slow.addAll(executor("512m"));
    String[] endless = {"--set", "optimizer.max-iterations=1000000"};
    try (Running first = runs.command("busy", slow, endless).start()) {
      first.awaitThat("iteration 1", () -> runs.newestCheckpoint("busy") >= 1);
      try (Running second = runs.command("second", executor("512m")).start()) {
        second.awaitThat("a line about the wait", () -> second.out().contains(FIRST));
        assertThat(second.out())
            .contains(
                "but the worker has free 0 cores and 88 MiB; others run: spark-softmax train (app-");
        first.handle().destroyForcibly();
        Result result = second.await();
        assertThat(result.exitCode()).as(second.toString()).isZero();
        assertThat(result.out()).contains("the cluster works again after ");
      }
    }
    Runs.assertSameModel(runs.summary("second"), runs.trainHere("alone", Map.of()));
  }

  @Test
  void aRunThatLosesMasterAndWorkerEndsWithItsStateAndGoesOnToTheSameBits() throws IOException {
    JsonNode expected = runs.trainHere("whole", Map.of());
    Path lost = folder.resolve("lost");
    String other = Command.startCluster(lost, "1", "1", "600m");
    List<String> options = new ArrayList<>(runs.faultOptions("orphan", "slow"));
    options.addAll(List.of("--master", other, "--executor-memory", "512m"));
    try (Running running = runs.command("orphan", options, waiting(20)).start()) {
      running.awaitThat("iteration 3", () -> runs.newestCheckpoint("orphan") >= 3);
      assertThat(Command.cluster(lost, "stop").run().exitCode()).isZero();
      Result result = running.await();
      assertThat(result.exitCode()).as(running.toString()).isEqualTo(1);
      assertThat(result.out()).contains("To continue from ", "--resume");
      assertThat(result.err())
          .contains("Nothing from the cluster for 2", " does not answer: start it again")
          .doesNotContain("\tat ");
    }
    Runs.assertSameModel(runs.trainHere("orphan", Map.of(), "--resume"), expected);
  }

  /** The Master still lists a worker that it has lost. */
  @Test
  void aRunWhoseWorkerIsKilledSaysThatThereIsNone() throws IOException {
    Path lost = folder.resolve("worker");
    String other = Command.startCluster(lost, "1", "1", "600m");
    try (Running running =
        runs.command(
                "workerless",
                Stream.concat(
                        runs.faultOptions("workerless", "slow").stream(),
                        Stream.of("--master", other, "--executor-memory", "512m"))
                    .toList(),
                waiting(20))
            .start()) {
      running.awaitThat("iteration 3", () -> runs.newestCheckpoint("workerless") >= 3);
      long worker = Long.parseLong(Files.readString(lost.resolve("worker-1.pid")).strip());
      ProcessHandle.of(worker).orElseThrow().destroyForcibly();
      Result result = running.await();
      assertThat(result.exitCode()).as(running.toString()).isEqualTo(1);
      assertThat(result.err())
          .contains("the cluster has no worker: start one with at least 1 core and 512 MiB");
    } finally {
      Command.cluster(lost, "stop").run();
    }
  }

  @Test
  void aMasterThatDoesNotRunIsNamedAtOnce() throws IOException {
    String nowhere = "spark://127.0.0.1:" + Command.freePort();
    Result result =
        runs.command("nowhere", List.of("--master", nowhere)).within(Duration.ofMinutes(1)).run();
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .endsWith(
            "Cannot reach the master "
                + nowhere
                + ": start it, or give the address of one that runs with --master\n");
  }
}

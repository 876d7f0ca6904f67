package org.sparksoftmax.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparksoftmax.submit.Command;
import org.sparksoftmax.submit.Command.Running;

/**
 * Networks are also the same model for any distribution of the work, with faults and after
 * resuming.
 */
class NetworksIT {

  private static final List<String> SOON =
      List.of("--master", "local[2]", "--driver-java-options", Command.SOON);

  @TempDir private static Path folder;
  private static Runs runs;
  private static JsonNode expected;

  @BeforeAll
  static void cleanRun() throws IOException {
    MadeFiles.csv(folder.resolve("csv"), 7, 4_000);
    runs = runs("model.activation=tanh", "optimizer.max-iterations=8", "optimizer.tolerance=0");
    expected = runs.trainHere("clean", Map.of(), "--set", "data.partitions=7");
    assertThat(expected.path("train").path("partitions").asInt()).isEqualTo(7);
    assertThat(expected.path("kernels").asText()).isNotEqualTo("scalar");
  }

  @Test
  void onOnePartitionWithPlainLoopsInPlaceOfVectors() {
    String plain = "-Dsoftmax.kernels=scalar -XX:LiveNodeCountInliningCutoff=200000";
    JsonNode summary =
        runs.train(
            "scalar",
            List.of("--master", "local[2]", "--driver-java-options", plain),
            "--set",
            "data.partitions=1");
    assertThat(summary.path("kernels").asText()).isEqualTo("scalar");
    assertThat(summary.path("train").path("partitions").asInt()).isEqualTo(1);
    Runs.assertSameModel(summary, expected);
  }

  @Test
  void onAPartitionForEachBlockWithDelayedFailingAndEvictedTasks() throws IOException {
    JsonNode summary =
        runs.trainHere(
            "faulty",
            runs.faultsHere("faulty", "delay,fail,evict", "local[2,4]"),
            "--set",
            "data.partitions=64");
    assertThat(summary.path("train").path("partitions").asInt()).isBetween(20, 64);
    Runs.assertSameModel(summary, expected);
    assertThat(runs.events("faulty", "SparkListenerTaskEnd", "this attempt fails"))
        .isGreaterThan(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void onClustersOfExecutorsThatFail(int executors) throws IOException {
    String name = "cluster-" + executors;
    JsonNode summary =
        runs.train(
            name,
            runs.faultOptions(
                name,
                executors == 1 ? "delay" : "delay,fail,evict,halt",
                "--conf",
                "spark.faults.halts=1",
                "--master",
                "local-cluster[" + executors + ",1,1024]",
                "--executor-memory",
                "512m"),
            "--set",
            "data.partitions=7");
    Runs.assertSameModel(summary, expected);
    assertThat(runs.events(name, "SparkListenerExecutorAdded")).isGreaterThanOrEqualTo(executors);
    if (executors > 1) {
      assertThat(runs.events(name, "SparkListenerExecutorRemoved")).isPositive();
      assertThat(runs.events(name, "SparkListenerTaskEnd", "this attempt fails")).isPositive();
    }
  }

  @Test
  void killedItEndsAsIfItHadNeverStopped() throws IOException {
    Runs lbfgs =
        runs(
            "model.activation=gelu",
            "optimizer.max-iterations=60",
            "optimizer.tolerance=0",
            "data.partitions=3",
            "checkpoint.interval-iterations=1");
    assertKilledAndResumedIsTheSame(lbfgs, "lbfgs", Map.of());
  }

  @Test
  void killedOnMiniBatchesWithDropoutAndLocalStepsItEndsAsIfItHadNeverStopped() throws IOException {
    Runs adam =
        runs(
            "model.dropout=0.2",
            "optimizer.type=adam",
            "optimizer.step-size.initial=0.01",
            "optimizer.mini-batch-fraction=0.3",
            "optimizer.local-steps=3",
            "optimizer.max-iterations=60",
            "data.partitions=3",
            "checkpoint.interval-iterations=1");
    // The run is resumed with failing tasks that finish in another order.
    assertKilledAndResumedIsTheSame(
        adam, "adam", adam.faultsHere("adam", "delay,fail,evict", "local[2,4]"));
  }

  @Test
  void killedOnMiniBatchesOfRowsItEndsAsIfItHadNeverStopped() throws IOException {
    Runs adam =
        runs(
            "model.dropout=0.2",
            "optimizer.type=adam",
            "optimizer.step-size.initial=0.01",
            "optimizer.mini-batch-size=100",
            "optimizer.max-iterations=60",
            "data.partitions=3",
            "checkpoint.interval-iterations=1");
    assertKilledAndResumedIsTheSame(
        adam, "rows", adam.faultsHere("rows", "delay,fail,evict", "local[2,4]"));
  }

  private static void assertKilledAndResumedIsTheSame(
      Runs training, String name, Map<String, String> sparkOfTheEnd) throws IOException {
    JsonNode whole = training.trainHere(name + "-whole", Map.of());
    String killed = name + "-killed";
    try (Running running = training.command(killed, SOON).start()) {
      running.awaitThat("iteration 7", () -> training.newestCheckpoint(killed) >= 7);
      running.handle().destroyForcibly();
      assertThat(running.await().exitCode()).as(running.toString()).isEqualTo(137);
    }
    assertThat(training.newestCheckpoint(killed)).isBetween(7, 59);
    assertThat(training.output(killed).resolve("model")).doesNotExist();
    Runs.assertSameModel(training.trainHere(killed, sparkOfTheEnd, "--resume"), whole);
    assertThat(training.metrics(killed)).hasSize(61).isEqualTo(training.metrics(name + "-whole"));
  }

  private static Runs runs(String... sets) {
    List<String> options = new ArrayList<>();
    for (String set :
        List.of(
            "data.path=" + folder.resolve("csv"),
            "model.type=network",
            "model.hidden-layers=[17, 8]",
            "regularization.strength=0.0001")) {
      options.addAll(List.of("--set", set));
    }
    Stream.of(sets).forEach(set -> options.addAll(List.of("--set", set)));
    return new Runs(folder, options.toArray(String[]::new));
  }
}

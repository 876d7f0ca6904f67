package org.sparksoftmax.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One data set and one configuration give the same model for any distribution of the work and any
 * faults.
 */
class SameBitsIT {

  @TempDir private static Path folder;
  private static Runs dense;
  private static JsonNode expected;

  @BeforeAll
  static void cleanRun() throws IOException {
    MadeFiles.csv(folder.resolve("csv"), 7, 9_400);
    dense =
        new Runs(
            folder,
            "--set",
            "data.path=" + folder.resolve("csv"),
            "--set",
            "regularization.strength=0.0001",
            "--set",
            "optimizer.max-iterations=12",
            "--set",
            "optimizer.tolerance=0");
    expected = dense.trainHere("clean", Map.of(), partitions(7));
    assertThat(expected.path("kernels").asText()).isNotEqualTo("scalar");
    assertThat(expected.path("train").path("partitions").asInt()).isEqualTo(7);
  }

  @Test
  void onAnyNumberOfPartitions() {
    for (int partitions : new int[] {1, 64}) {
      JsonNode summary =
          dense.trainHere("partitions-" + partitions, Map.of(), partitions(partitions));
      assertThat(summary.path("train").path("partitions").asInt()).isEqualTo(partitions);
      Runs.assertSameModel(summary, expected);
    }
  }

  @Test
  void withPlainLoopsInPlaceOfVectors() {
    String plain = "-Dsoftmax.kernels=scalar -XX:LiveNodeCountInliningCutoff=200000";
    JsonNode summary =
        dense.train(
            "scalar",
            List.of("--master", "local[2]", "--driver-java-options", plain),
            partitions(2));
    assertThat(summary.path("kernels").asText()).isEqualTo("scalar");
    Runs.assertSameModel(summary, expected);
  }

  @Test
  void withDelayedFailingAndEvictedTasks() throws IOException {
    JsonNode summary =
        dense.trainHere(
            "faulty", dense.faultsHere("faulty", "delay,fail,evict", "local[2,4]"), partitions(7));
    Runs.assertSameModel(summary, expected);
    assertThat(dense.events("faulty", "SparkListenerTaskEnd", "this attempt fails"))
        .isGreaterThan(3);
  }

  @Test
  void onClustersOfOneTwoAndFourExecutorsThatFail() throws IOException {
    for (int executors : new int[] {1, 2, 4}) {
      String name = "cluster-" + executors;
      JsonNode summary =
          dense.train(
              name,
              dense.faultOptions(
                  name,
                  executors == 1 ? "delay" : "delay,fail,evict,halt",
                  "--conf",
                  "spark.faults.halts=1",
                  "--master",
                  "local-cluster[" + executors + ",1,1024]",
                  "--executor-memory",
                  "512m"),
              partitions(7));
      Runs.assertSameModel(summary, expected);
      assertThat(dense.events(name, "SparkListenerExecutorAdded"))
          .isGreaterThanOrEqualTo(executors);
      if (executors > 1) {
        assertThat(dense.events(name, "SparkListenerExecutorRemoved")).isPositive();
        assertThat(dense.events(name, "SparkListenerTaskEnd", "this attempt fails")).isPositive();
      }
    }
  }

  @Test
  void ofWideSparseDataToo() throws IOException {
    MadeFiles.libsvm(folder.resolve("libsvm"), 3, 9_000, 300_000);
    Runs sparse =
        new Runs(
            folder,
            "--set",
            "data.format=libsvm",
            "--set",
            "data.path=" + folder.resolve("libsvm"),
            "--set",
            "regularization.strength=0.001",
            "--set",
            "optimizer.max-iterations=6");
    JsonNode clean =
        sparse.trainHere("sparse-1", Map.of("spark.master", "local[1]"), partitions(1));
    assertThat(clean.path("train").path("features").asInt()).isGreaterThan(290_000);
    Runs.assertSameModel(
        sparse.trainHere(
            "sparse-5",
            sparse.faultsHere("sparse-5", "delay,fail,evict", "local[2,4]"),
            partitions(5)),
        clean);
  }

  private static String[] partitions(int partitions) {
    return new String[] {"--set", "data.partitions=" + partitions};
  }
}

package org.sparksoftmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.submit.Command;

/** Runs the packaged job through submit/softmax on each kind of master. */
class ClustersIT {

  private static final Path ROOT = Path.of("").toAbsolutePath();

  @TempDir private Path folder;

  private record Outcome(int code, String out, String err) {}

  private Outcome run(Path script, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "SOFTMAX_CLUSTER_DIR", folder.resolve("cluster").toString(),
                "SOFTMAX_CLUSTER_OWNER_PID", Long.toString(ProcessHandle.current().pid())));
    Process process = builder.start();
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new AssertionError("not done after 5 minutes: " + command);
    }
    return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private JsonNode train(Path script, String name, String... sparkOptions)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of(sparkOptions));
    arguments.addAll(
        List.of(
            "train",
            "--output",
            folder.resolve(name).toString(),
            "--set",
            "data.partitions=3",
            "--set",
            "optimizer.tolerance=1e-6"));
    Outcome outcome = run(script, arguments.toArray(String[]::new));
    assertThat(outcome.code()).as(outcome.err() + outcome.out()).isZero();
    return new ObjectMapper().readTree(folder.resolve(name).resolve("summary.json").toFile());
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void everyKindOfMasterComesToTheSameEnd() throws IOException, InterruptedException {
    // Runs through a symbolic link, from a folder whose name contains a space.
    Path linked = Files.createDirectory(folder.resolve("a folder"));
    Path softmax =
        Files.createSymbolicLink(linked.resolve("softmax"), ROOT.resolve("submit/softmax"));
    JsonNode local = train(softmax, "local run", "--master", "local[2]");
    assertThat(local.path("test").path("accuracy").asDouble()).isGreaterThanOrEqualTo(0.94);
    assertThat(local.path("kernels").asText()).isNotEqualTo("scalar");
    JsonNode localCluster = train(softmax, "local-cluster", soon("local-cluster[2,1,1024]"));
    assertSameEnd(localCluster, local);

    Path cluster = ROOT.resolve("submit/cluster");
    try {
      Outcome started = run(cluster, "start", "2", "1", "1g");
      assertThat(started.code()).as(started.err()).isZero();
      String url = started.out().strip();
      assertThat(url).startsWith("spark://127.0.0.1:");
      List<String> options =
          new ArrayList<>(
              List.of(
                  "--load-spark-defaults",
                  "--properties-file",
                  ROOT.resolve("conf/standalone.properties").toString(),
                  "--executor-memory",
                  "600m",
                  "--driver-memory",
                  "1g"));
      options.addAll(List.of(soon(url)));
      assertSameEnd(train(softmax, "standalone", options.toArray(String[]::new)), local);
    } finally {
      run(cluster, "stop");
    }
    assertThat(run(cluster, "status").code()).isEqualTo(1);
  }

  private static String[] soon(String master) {
    return new String[] {
      "--master",
      master,
      "--driver-java-options",
      Command.SOON,
      "--conf",
      "spark.executor.extraJavaOptions=" + Command.SOON
    };
  }

  private static void assertSameEnd(JsonNode actual, JsonNode expected) {
    assertThat(actual.path("modelSha256")).isEqualTo(expected.path("modelSha256"));
    assertThat(actual.path("objective")).isEqualTo(expected.path("objective"));
    assertThat(actual.path("stopReason")).isEqualTo(expected.path("stopReason"));
    assertThat(actual.path("train").path("rows")).isEqualTo(expected.path("train").path("rows"));
    assertThat(actual.path("dataFingerprint")).isEqualTo(expected.path("dataFingerprint"));
  }
}

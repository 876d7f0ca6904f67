package org.sparksoftmax.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.submit.Command;
import org.sparksoftmax.submit.Command.Result;
import org.sparksoftmax.submit.Command.Running;

/**
 * Tests training on YARN and HDFS, with the driver here (client mode) and in a container (cluster
 * mode): the same bits as on one machine, after a kill too, or one line about what YARN lacks.
 */
class YarnIT {

  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final String DRIVER = "org.apache.spark.deploy.yarn.ApplicationMaster";
  private static final String LAUNCHER = "org.apache.spark.deploy.yarn.ExecutorLauncher";
  private static final String CONTAINER = "org.apache.spark.";

  @TempDir private static java.nio.file.Path folder;
  private static java.nio.file.Path configuration;
  private static MiniYarn yarn;
  private static JsonNode expected;

  @BeforeAll
  static void start() throws IOException {
    yarn = MiniYarn.start(folder.resolve("cluster"));
    java.nio.file.Path rows = folder.resolve("csv");
    MadeFiles.csv(rows, 3, 2000);
    yarn.files().copyFromLocalFile(new Path(rows.toUri()), new Path("/csv"));
    String settings =
        """
        data.partitions = 3
        optimizer { type = gradient-descent, tolerance = 0, max-iterations = 20 }
        optimizer.step-size { schedule = constant, initial = 0.05 }
        checkpoint.interval-iterations = 1
        """;
    java.nio.file.Path local = folder.resolve("local.conf");
    Files.writeString(local, settings + "data.path = \"" + rows + "\"\n");
    configuration = folder.resolve("yarn.conf");
    Files.writeString(configuration, settings + "data.path = \"hdfs:///csv\"\n");
    Runs runs = new Runs(folder, "--config", local.toString());
    expected = runs.trainHere("expected", Map.of());
  }

  @AfterAll
  static void stop() {
    yarn.close();
    assertThat(yarn.containers(CONTAINER)).isEmpty();
  }

  private static Command client(String name, List<String> spark, String... more) {
    return train(name, spark, configuration.toString(), more);
  }

  private static Command cluster(String name, List<String> spark, String... more) {
    List<String> all = new ArrayList<>(List.of("--deploy-mode", "cluster"));
    all.addAll(List.of("--files", configuration.toString()));
    all.addAll(spark);
    return train(name, all, configuration.getFileName().toString(), more);
  }

  private static Command train(String name, List<String> spark, String config, String... more) {
    List<String> command = new ArrayList<>(List.of("train", "--config", config));
    command.addAll(List.of("--output", "hdfs:///runs/" + name));
    command.addAll(List.of(more));
    return yarn.command(spark, command).in(folder).within(LIMIT);
  }

  /** Options that make tasks slow, so that the test can act while they run. */
  private static List<String> slow(String name) throws IOException {
    return new Runs(folder).faultOptions(name, "slow");
  }

  private static boolean hasCheckpoint(String name, int iteration) {
    try {
      FileStatus[] files =
          yarn.files().globStatus(new Path("/runs/" + name + "/checkpoints/checkpoint-*.json"));
      return Stream.of(files)
          .anyMatch(
              file ->
                  Integer.parseInt(file.getPath().getName().replaceAll("\\D", "")) >= iteration);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills the first process of the application, once the run has made some progress. */
  private static void kill(String text, String name, Running running) {
    running.awaitThat("checkpoint 2", () -> hasCheckpoint(name, 2));
    List<ProcessHandle> masters = yarn.containers(text);
    assertThat(masters).hasSize(1);
    masters.get(0).destroyForcibly();
  }

  private static void awaitEmptyCluster() {
    Command.await(LIMIT, "no container", () -> yarn.containers(CONTAINER).isEmpty());
    Command.await(LIMIT, "no application", YarnIT::isIdle);
  }

  private static boolean isIdle() {
    return yarn.applications().stream()
        .allMatch(
            application ->
                EnumSet.of(
                        YarnApplicationState.FINISHED,
                        YarnApplicationState.FAILED,
                        YarnApplicationState.KILLED)
                    .contains(application.getYarnApplicationState()));
  }

  private static void assertSameModel(String name) throws IOException {
    try (InputStream summary = yarn.files().open(new Path("/runs/" + name + "/summary.json"))) {
      Runs.assertSameModel(new ObjectMapper().readTree(summary), expected);
    }
  }

  private static void assertOneLine(Result result, int code, String... parts) {
    assertThat(result.exitCode()).as(result.err() + result.out()).isEqualTo(code);
    assertThat(result.err()).contains(parts).doesNotContain("\tat ", "Exception in thread");
  }

  // -------------------------------------------------------------------------------------- tests

  @Test
  void aKilledDriverInAContainerIsNamedAndResumesInClientModeToTheSameBits() throws IOException {
    try (Running running = cluster("driver", slow("driver")).start()) {
      kill(DRIVER, "driver", running);
      assertOneLine(
          running.await(),
          1,
          "YARN ended the driver: Application application_",
          "exitCode: 137",
          "train --resume continues",
          "yarn logs -applicationId application_");
    }
    awaitEmptyCluster();
    // The lock of the killed run, which would take two minutes to expire.
    yarn.files().setTimes(new Path("/runs/driver/.lock"), System.currentTimeMillis() - 121_000, -1);
    Result resumed = client("driver", List.of(), "--resume").run();
    assertThat(resumed.exitCode()).as(resumed.err() + resumed.out()).isZero();
    assertSameModel("driver");
    awaitEmptyCluster();
  }

  @Test
  void aKilledApplicationMasterEndsTheDriverHereAndTheRunResumesInAContainerToTheSameBits()
      throws IOException {
    try (Running running = client("master", slow("master")).start()) {
      kill(LAUNCHER, "master", running);
      Result result = running.await();
      assertOneLine(
          result,
          1,
          "YARN ended the application while the command was running: Application application_",
          "exitCode: 137");
      assertThat(result.out()).contains("To continue from ", "--resume");
    }
    awaitEmptyCluster();
    Result resumed = cluster("master", List.of(), "--resume").run();
    assertThat(resumed.exitCode()).as(resumed.err() + resumed.out()).isZero();
    assertThat(resumed.err()).contains("yarn logs -applicationId application_");
    assertSameModel("master");
    awaitEmptyCluster();
  }

  @Test
  void aConfigurationThatIsNotShippedIsNamedWithTheRemedyAndItsExitCode() {
    String file = configuration.getFileName().toString(); // of this folder, not the container's
    Result result = train("unshipped", List.of("--deploy-mode", "cluster"), file).run();
    assertOneLine(
        result,
        2,
        "Cannot find configuration file yarn.conf in the container of the driver: ship it with --files yarn.conf");
    awaitEmptyCluster();
  }

  @Test
  void whatYarnHasNoRoomForIsNamedAndGoneFromYarnAfterTheWait() {
    String wait = "cluster.wait-seconds=90";
    Command narrow = client("narrow", List.of("--queue", MiniYarn.NARROW_QUEUE), "--set", wait);
    Command large = client("large", List.of("--executor-memory", "1400m"), "--set", wait);
    try (Running waiting = narrow.start();
        Running first = large.start()) {
      assertOneLine(
          waiting.await(),
          1,
          "Nothing from the cluster for ",
          "(cluster.wait-seconds = 90): YARN has not started the ApplicationMaster of application_",
          "narrow): ");
      assertOneLine(
          first.await(),
          1,
          "(cluster.wait-seconds = 90): an executor needs 1 core and 1,784 MiB with its overhead, but of its 1 node",
          "has free 3 cores and 1,152 MiB");
    }
    awaitEmptyCluster();
  }

  @Test
  void whatYarnRefusesAndAResourceManagerThatDoesNotRunEndAtOnce() throws IOException {
    String nowhere = "127.0.0.1:" + Command.freePort();
    java.nio.file.Path other = folder.resolve("other");
    yarn.writeConfiguration(other, Map.of("yarn.resourcemanager.address", nowhere));
    try (Running large = client("refused", List.of("--executor-memory", "3g")).start();
        Running queue = client("refused", List.of("--queue", "nothing")).start();
        Running unreachable = client("refused", List.of()).with("HADOOP_CONF_DIR", other).start()) {
      assertOneLine(
          large.await(),
          2,
          "An executor needs 3072 MB and an overhead of 614 MB of memory, but the largest container of YARN has 2048 MB: set --executor-memory to less");
      assertOneLine(
          queue.await(),
          2,
          "YARN refuses the application: ",
          "unknown queue: nothing",
          "--queue NAME");
      assertOneLine(
          unreachable.await(), 2, "Cannot reach the ResourceManager " + nowhere + " of YARN");
    }
    assertThat(isIdle()).isTrue();
  }
}

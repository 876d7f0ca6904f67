package org.sparksoftmax.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.submit.Command;
import org.sparksoftmax.submit.Command.Result;
import org.sparksoftmax.submit.Command.Running;

/** Tests a real cluster of separate processes, some of which are killed. */
class StandaloneFaultsIT {

  @TempDir private static Path folder;
  private static Path state;
  private static String master;
  private static Runs runs;
  private static JsonNode expected;

  @BeforeAll
  static void startAndTrain() throws IOException {
    state = folder.resolve("cluster");
    master = Command.startCluster(state, "2", "1", "1g");
    MadeFiles.csv(folder.resolve("csv"), 5, 4000);
    runs = Runs.ofSmallSteps(folder, "data.partitions=6", "optimizer.max-iterations=60");
    expected = runs.trainHere("clean", Map.of());
  }

  @AfterAll
  static void stop() {
    assertThat(Command.cluster(state, "stop").run().exitCode()).isZero();
  }

  @Test
  void anExecutorThatIsKilledAndOneThatIsDecommissionedLeaveTheModelAsItIs() throws IOException {
    List<String> options =
        options(
            "killed",
            "delay,slow",
            "--conf",
            "spark.decommission.enabled=true",
            "--conf",
            "spark.storage.decommission.enabled=true",
            "--conf",
            "spark.storage.decommission.rddBlocks.enabled=true",
            "--conf",
            "spark.storage.decommission.replicationReattemptInterval=1s");
    try (Running running = runs.command("killed", options).start()) {
      running.awaitThat("iteration 3", () -> iterations("killed") >= 3);
      List<ProcessHandle> executors = executors();
      assertThat(executors).hasSize(2);
      executors.get(0).destroyForcibly();
      running.awaitThat("iteration 8", () -> iterations("killed") >= 8);
      ProcessHandle leaving = executors.get(1); // all blocks are cached now
      signal("PWR", leaving);
      running.awaitThat("end of the decommissioned executor", () -> !leaving.isAlive());
      Files.createFile(folder.resolve("events-killed").resolve(Faults.GO));
      Result result = running.await();
      assertThat(result.exitCode()).as(running.toString()).isZero();
    }
    Runs.assertSameModel(runs.summary("killed"), expected);
    assertThat(runs.events("killed", "SparkListenerExecutorRemoved", "exited with code 137"))
        .isEqualTo(1);
    assertThat(runs.events("killed", "SparkListenerExecutorRemoved", "Executor decommission"))
        .isEqualTo(1);
  }

  /** A stopped process keeps its connections, as a network does that delivers nothing any more. */
  @Test
  void anExecutorThatNoLongerAnswersIsReplacedInFewLines() throws IOException {
    List<String> options =
        options(
            "partition",
            "delay,slow",
            "--conf",
            "spark.executor.heartbeatInterval=2s",
            "--conf",
            "spark.network.timeout=10s",
            "--conf",
            "spark.network.timeoutInterval=2s");
    Path log = folder.resolve("partition.log");
    try (Running running =
        runs.command("partition", options)
            .with("SOFTMAX_LOG", log)
            .with("LOG4J_CONFIGURATION_FILE", Command.PROJECT.resolve("conf/log4j2.properties"))
            .start()) {
      running.awaitThat("iteration 3", () -> iterations("partition") >= 3);
      ProcessHandle stopped = executors().get(0);
      signal("STOP", stopped);
      running.awaitThat("end of the stopped executor", () -> !stopped.isAlive());
      long reached = iterations("partition");
      running.awaitThat("a later iteration", () -> iterations("partition") > reached + 2);
      Files.createFile(folder.resolve("events-partition").resolve(Faults.GO));
      Result result = running.await();
      assertThat(result.exitCode()).as(running.toString()).isZero();
      assertThat((result.out() + result.err()).lines().count()).isLessThan(100);
      assertThat(Files.readAllLines(log))
          .hasSizeLessThan(200)
          .anyMatch(line -> line.contains("no recent heartbeats"));
    }
    Runs.assertSameModel(runs.summary("partition"), expected);
    assertThat(runs.events("partition", "SparkListenerExecutorRemoved", "heartbeat timed out"))
        .isEqualTo(1);
  }

  @Test
  void stragglersThatAreOvertakenByCopiesOnAnotherHostCountOnce() throws IOException {
    assumeTrue(hasSecondAddress(), "127.0.0.2 is no address of this machine");
    List<String> options =
        options(
            "speculative",
            "straggle",
            "--conf",
            "spark.locality.wait=0",
            "--conf",
            "spark.speculation=true",
            "--conf",
            "spark.speculation.interval=50ms",
            "--conf",
            "spark.speculation.quantile=0.3",
            "--conf",
            "spark.speculation.multiplier=1.2");
    try (Running worker = workerOn("127.0.0.2").start()) {
      worker.awaitThat(
          "registration", () -> worker.err().contains("Successfully registered with master"));
      Result result = runs.command("speculative", options).run();
      assertThat(result.exitCode()).as(result.err() + result.out()).isZero();
    }
    Runs.assertSameModel(runs.summary("speculative"), expected);
    assertThat(runs.events("speculative", "SparkListenerTaskEnd", "\"Speculative\":true"))
        .isPositive();
  }

  /** Options for a run with faults on the cluster. */
  private static List<String> options(String name, String faults, String... more)
      throws IOException {
    List<String> options =
        runs.faultOptions(name, faults, "--master", master, "--executor-memory", "512m");
    options.addAll(List.of(more));
    return options;
  }

  private static void signal(String name, ProcessHandle process) {
    Result signal = Command.of("kill", "-" + name, Long.toString(process.pid())).run();
    assertThat(signal.exitCode()).as(signal.err()).isZero();
  }

  /**
   * Starts a worker with another address, because Spark never runs copies of a task on the same
   * host.
   */
  private static Command workerOn(String host) throws IOException {
    Path spark = Command.PROJECT.resolve("target/spark");
    List<String> arguments = new ArrayList<>(List.of(JavaModuleOptions.defaultModuleOptionArray()));
    arguments.addAll(
        List.of(
            "-cp",
            spark.resolve("jars") + File.separator + "*",
            "org.apache.spark.deploy.worker.Worker",
            "--host",
            host,
            "--webui-port",
            "0",
            "--cores",
            "1",
            "--memory",
            "1g",
            "--work-dir",
            Files.createDirectories(folder.resolve("work")).toString(),
            master));
    return Command.of(
            Path.of(System.getProperty("java.home"), "bin", "java"),
            arguments.toArray(String[]::new))
        .with("SPARK_HOME", spark)
        .with("SPARK_SCALA_VERSION", "2.13")
        .with("SPARK_LOCAL_IP", host)
        .with("SPARK_PUBLIC_DNS", host)
        .with("LOG4J_CONFIGURATION_FILE", Command.PROJECT.resolve("conf/log4j2.properties"));
  }

  private static boolean hasSecondAddress() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"))) {
      return socket.isBound();
    } catch (IOException none) {
      return false;
    }
  }

  private static long iterations(String name) {
    try (Stream<String> lines =
        Files.lines(runs.output(name).resolve("metrics.jsonl.inprogress"))) {
      return lines.count() - 1;
    } catch (IOException notYet) {
      return -1;
    }
  }

  /** The executors of the two workers. */
  private static List<ProcessHandle> executors() throws IOException {
    List<ProcessHandle> executors = new ArrayList<>();
    for (int w = 1; w <= 2; w++) {
      long pid = Long.parseLong(Files.readString(state.resolve("worker-" + w + ".pid")).strip());
      ProcessHandle.of(pid)
          .orElseThrow()
          .descendants()
          .filter(
              process ->
                  process.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend"))
          .forEach(executors::add);
    }
    return executors;
  }
}

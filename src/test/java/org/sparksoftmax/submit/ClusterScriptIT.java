package org.sparksoftmax.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparksoftmax.submit.Command.Result;
import org.sparksoftmax.submit.Command.Running;

/** Tests the life cycle of a standalone cluster, in a folder of the test. */
class ClusterScriptIT {
  @TempDir private Path temporary;
  private Path state;

  @BeforeEach
  void folderWithSpaces() {
    state = temporary.resolve("a cluster");
  }

  @AfterEach
  void leaveNothing() {
    Command.cluster(state, "stop").run();
  }

  @Test
  void startsReportsItselfAndStopsWithoutARest() throws IOException {
    Result started =
        Command.cluster(state, "start", "1", "1", "512m")
            .with("SOFTMAX_MASTER_PORT", Command.freePort())
            .run();
    assertThat(started.exitCode()).as(started.err()).isZero();
    assertThat(started.out()).matches("spark://127\\.0\\.0\\.1:\\d+\n");
    List<ProcessHandle> servers = servers();
    assertThat(servers).hasSize(3).allMatch(ProcessHandle::isAlive); // master, worker, watcher

    Result status = Command.cluster(state, "status").run();
    assertThat(status.out()).isEqualTo("running at " + started.out().strip() + ", 1 worker\n");
    assertThat(status.exitCode()).isZero();

    Result again = Command.cluster(state, "start").run();
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.err()).startsWith("A cluster is running already (spark://").hasLineCount(1);

    assertThat(Command.cluster(state, "stop").run().exitCode()).isZero();
    awaitEnd(servers);
    assertThat(pidFiles()).isEmpty();
    assertThat(Command.cluster(state, "status").run().exitCode()).isEqualTo(1);
    assertThat(Command.cluster(state, "stop").run().exitCode()).isZero();
  }

  @Test
  void aTakenPortIsSteppedAsideAndTheClusterEndsWithItsOwner() throws IOException {
    List<ProcessHandle> servers;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Running owner = Command.of("sleep", "300").start()) {
      Result started =
          Command.cluster(state, "start", "1", "1", "512m")
              .with("SOFTMAX_MASTER_PORT", taken.getLocalPort())
              .with("SOFTMAX_CLUSTER_OWNER_PID", owner.handle().pid())
              .run();
      assertThat(started.exitCode()).as(started.err()).isZero();
      assertThat(URI.create(started.out().strip()).getPort()).isNotEqualTo(taken.getLocalPort());
      servers = servers();
    }
    awaitEnd(servers);
  }

  @Test
  void terminatedWhileStartingItLeavesNothing() {
    try (Running start = Command.cluster(state, "start", "1", "1", "512m").start()) {
      start.awaitThat("its master", () -> Files.exists(state.resolve("master.pid")));
      start.handle().destroy();
      assertThat(start.await().exitCode()).isEqualTo(143);
      assertThat(start.out()).isEmpty();
    }
    assertThat(pidFiles()).isEmpty();
    assertThat(Command.cluster(state, "status").run().exitCode()).isEqualTo(1);
  }

  @Test
  void stopLeavesAStrangerWithARecordedPidAlone() throws IOException {
    Files.createDirectories(state);
    try (Running stranger = Command.of("sleep", "300").start()) {
      Files.writeString(state.resolve("master.pid"), stranger.handle().pid() + "\n");
      assertThat(Command.cluster(state, "stop").run().exitCode()).isZero();
      assertThat(stranger.handle().isAlive()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "start 0",
        "start two",
        "start 1 0",
        "start 1 1 lots",
        "start 1 1 0g",
        "start 1 1 1g 1"
      })
  void wrongSizesAreOneLine(String arguments) {
    Result result = Command.cluster(state, arguments.split(" ")).run();
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).hasLineCount(1);
    assertThat(state).doesNotExist();
  }

  @Test
  void helpExplains() {
    Result help = Command.cluster(state, "--help").run();
    assertThat(help.exitCode()).isZero();
    assertThat(help.out()).contains("start", "stop", "status", "SOFTMAX_MASTER_PORT");
    assertThat(Command.cluster(state, "strat").run().exitCode()).isEqualTo(2);
  }

  /** A dead process remains visible until its parent has reaped it. */
  private static void awaitEnd(List<ProcessHandle> servers) {
    Command.await(
        Duration.ofSeconds(20),
        "no server left",
        () -> servers.stream().noneMatch(ProcessHandle::isAlive));
  }

  private List<ProcessHandle> servers() {
    return pidFiles().stream()
        .map(ClusterScriptIT::pid)
        .map(pid -> ProcessHandle.of(pid).orElseThrow())
        .toList();
  }

  private List<Path> pidFiles() {
    try (Stream<Path> files = Files.list(state)) {
      return files.filter(file -> file.toString().endsWith(".pid")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long pid(Path file) {
    try {
      return Long.parseLong(Files.readString(file).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

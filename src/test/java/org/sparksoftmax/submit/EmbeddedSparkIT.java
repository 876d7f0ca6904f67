package org.sparksoftmax.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.submit.Command.Running;

/**
 * Runs {@code submit/softmax} with the embedded Spark on a local-cluster master, with executors in
 * separate processes.
 */
class EmbeddedSparkIT {
  /** Trains long enough to be stopped. */
  private static final String[] LONG = {
    "--master",
    "local-cluster[1,1,1024]",
    "--driver-java-options",
    Command.SOON,
    "--conf",
    "spark.executor.extraJavaOptions=" + Command.SOON,
    "train",
    "--set",
    "optimizer.max-iterations=1000000",
    "--set",
    "optimizer.tolerance=0"
  };

  @TempDir private Path temporary;

  @Test
  void terminationLeavesNoProcessAndAQuietConsole() throws IOException {
    Path project = ProjectCopy.built(temporary.toRealPath().resolve("the project"));
    Path log = temporary.resolve("spark log.txt");
    Command command = Command.of(project.resolve("submit/softmax"), LONG).in(temporary);
    try (Running training = command.with("SOFTMAX_LOG", log).start()) {
      training.awaitThat("an executor", () -> contains(log, "Registered executor"));
      List<ProcessHandle> executors =
          training.handle().descendants().filter(EmbeddedSparkIT::isJava).toList();
      assertThat(executors).hasSize(1);
      training.handle().destroy();
      assertThat(training.await().exitCode()).isEqualTo(143);
      Command.await(
          Duration.ofSeconds(20),
          "no executor left",
          () -> executors.stream().noneMatch(ProcessHandle::isAlive));
      assertThat(training.out() + training.err()).doesNotContain("\tat ", " WARN ", " INFO ");
    }
  }

  /** Spark and Hadoop also run short-lived helpers, such as chmod. */
  private static boolean isJava(ProcessHandle process) {
    return process.info().command().orElse("").endsWith("java");
  }

  private static boolean contains(Path log, String text) {
    try {
      return Files.exists(log) && Files.readString(log).contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package org.sparksoftmax.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.submit.Command.Running;

/**
 * {@code submit/softmax} with the embedded Spark, on a local-cluster master: executors as processes
 * of their own.
 */
class EmbeddedSparkIT {
  /** Trains long enough to be stopped. */
  private static final String[] LONG = {
    "--master",
    "local-cluster[1,1,1024]",
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
      training.awaitThat("an executor", () -> !executors(training.handle()).isEmpty());
      training.awaitThat("Spark's log", () -> Files.exists(log));
      List<ProcessHandle> executors = executors(training.handle());
      training.handle().destroy();
      assertThat(training.await().exitCode()).isEqualTo(143);
      Command.await(
          Duration.ofSeconds(20),
          "no executor left",
          () -> executors.stream().noneMatch(ProcessHandle::isAlive));
      assertThat(training.out() + training.err()).doesNotContain("\tat ", " WARN ", " INFO ");
    }
  }

  private static List<ProcessHandle> executors(ProcessHandle driver) {
    return driver.descendants().toList();
  }
}

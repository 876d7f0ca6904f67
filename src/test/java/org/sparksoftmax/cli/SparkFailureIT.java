package org.sparksoftmax.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.data.row.DataException;

/** Tests the explanations of real failures of Spark. */
class SparkFailureIT {

  private static ExitCode.Failure failureOf(RuntimeException thrown) {
    return failureOf(new SparkConf(), 1, i -> fail(thrown));
  }

  private static Integer fail(RuntimeException thrown) {
    throw thrown;
  }

  private static <T> ExitCode.Failure failureOf(
      SparkConf conf, int tasks, org.apache.spark.api.java.function.Function<Integer, T> function) {
    conf.setMaster("local[2]").setAppName("failures").set("spark.ui.enabled", "false");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      return ExitCode.of(
          catchThrowable(
              () -> spark.parallelize(List.of(1, 2, 3, 4), tasks).map(function).collect()));
    }
  }

  @Test
  void aTaskThatAlwaysThrows() {
    ExitCode.Failure failure = failureOf(new IllegalStateException("no such thing\nsecond line"));
    assertThat(failure.code()).isEqualTo(1);
    assertThat(failure.message())
        .isEqualTo(
            "A task failed: IllegalStateException: no such thing (task 0 in stage 0.0, attempts: 1; --verbose shows the stack trace)");
  }

  @Test
  void badDataInATask() {
    ExitCode.Failure failure = failureOf(new DataException("a.csv:3: not a number"));
    assertThat(failure.code()).isEqualTo(3);
    assertThat(failure.message()).isEqualTo("a.csv:3: not a number");
  }

  @Test
  void resultsBeyondTheirBound() {
    ExitCode.Failure failure =
        failureOf(
            new SparkConf().set("spark.driver.maxResultSize", "1m"), 4, i -> new byte[600_000]);
    assertThat(failure.code()).isEqualTo(1);
    assertThat(failure.message())
        .matches(
            "The results of \\d tasks \\(1\\d+\\.\\d KiB\\) exceed spark.driver.maxResultSize = 1024.0 KiB: raise it .*");
  }

  @Test
  void aTaskOutOfMemoryInTheDriver() {
    SparkConf conf = new SparkConf().set("spark.executor.killOnFatalError.depth", "0");
    ExitCode.Failure failure = failureOf(conf, 1, SparkFailureIT::tooMuch);
    assertThat(failure.code()).isEqualTo(1);
    assertThat(failure.message())
        .matches("Not enough driver memory: .* \\(in a task\\); raise it with --driver-memory");
  }

  /** Prints a stack trace while Spark stops, as threads do whose work Spark rejects then. */
  public static final class Rejected extends SparkListener {
    @Override
    public void onApplicationEnd(SparkListenerApplicationEnd end) {
      new RejectedExecutionException("shutting down").printStackTrace();
    }
  }

  @Test
  void threadsThatFailWhileSparkStopsPrintNothing(@TempDir Path folder) throws IOException {
    String rows = Files.writeString(folder.resolve("rows.csv"), "x,label\n1,a\nb,b\n").toString();
    InProcess.Outcome outcome =
        InProcess.run(
            Map.of("spark.extraListeners", Rejected.class.getName()),
            "train",
            "--output",
            folder.resolve("out").toString(),
            "--set",
            "data.path=" + rows,
            "--set",
            "data.categorical-columns=[]");
    assertThat(outcome.err().lines()).singleElement().asString().contains("rows.csv");
    assertThat(outcome.code()).isEqualTo(3);
  }

  private static long[][] tooMuch(int ignored) {
    long[][] arrays = new long[1 << 16][];
    for (int i = 0; i < arrays.length; i++) {
      arrays[i] = new long[1 << 27];
    }
    return arrays;
  }
}

package org.sparksoftmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.cli.cluster.ClusterException;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.output.OutputException;

/** Tests the error messages for failures of Spark. */
class ExitCodeTest {

  private static final String ABORTED =
      "Job aborted due to stage failure: Task 3 in stage 7.0 failed 4 times, most recent failure: Lost task 3.3 in stage 7.0 (TID 27) (10.0.0.7 executor %s): %s\n\tat a.B.c(B.java:1)\n\nDriver stacktrace:";

  private static ExitCode.Failure aborted(String executor, String cause) {
    return ExitCode.of(
        new IllegalStateException(
            "wrapped",
            new SparkException(String.format(Locale.ROOT, ABORTED, executor, cause), null)));
  }

  private static void assertFailure(ExitCode.Failure failure, int code, String message) {
    assertThat(failure.message()).isEqualTo(message);
    assertThat(failure.code()).isEqualTo(code);
  }

  @Test
  void theCauseOfAFailedTaskIsNamed() {
    assertFailure(
        aborted("1", "java.lang.IllegalStateException: no such thing\nsecond line"),
        1,
        "A task failed: IllegalStateException: no such thing (task 3 in stage 7.0, attempts: 4; --verbose shows the stack trace)");
  }

  @Test
  void badDataInATaskIsBadData() {
    assertFailure(
        aborted("1", "org.sparksoftmax.data.row.DataException: a.csv:3: not a number"),
        3,
        "a.csv:3: not a number");
    assertFailure(
        ExitCode.of(
            new SparkException(
                String.format(Locale.ROOT, ABORTED, "1", "x.Y: z"),
                new DataException("a.csv:3: not a number"))),
        3,
        "a.csv:3: not a number");
  }

  @Test
  void anExecutorOutOfMemoryNamesTheOption() {
    String line =
        "Not enough memory on the executors (task 3 in stage 7.0, attempts: 4): raise it with --executor-memory";
    assertFailure(aborted("1", "java.lang.OutOfMemoryError: Java heap space"), 1, line);
    assertFailure(
        aborted(
            "2",
            "ExecutorLostFailure (executor 2 exited caused by one of the running tasks) Reason: Command exited with code 52"),
        1,
        line);
  }

  @Test
  void aLostExecutorIsNotTakenForOneOutOfMemory() {
    assertThat(
            aborted(
                    "2",
                    "ExecutorLostFailure (executor 2 exited caused by one of the running tasks) Reason: worker lost: 10.0.0.7:52000")
                .message())
        .startsWith("A task failed: ExecutorLostFailure (executor 2 exited")
        .doesNotContain("memory");
  }

  @Test
  void theDriverOutOfMemoryNamesTheOption() {
    assertThat(ExitCode.of(new OutOfMemoryError("Java heap space")).message())
        .matches(
            "Not enough driver memory: .* (GB|MB) was not enough \\(Java heap space\\); raise it with --driver-memory");
    assertThat(aborted("driver", "java.lang.OutOfMemoryError: Java heap space").message())
        .matches(
            "Not enough driver memory: .* was not enough \\(in a task\\); raise it with --driver-memory");
  }

  @Test
  void resultsBeyondTheirBoundNameTheKey() {
    assertFailure(
        ExitCode.of(
            new SparkException(
                "Job aborted due to stage failure: Total size of serialized results of 3 tasks (1050.0 MiB) is bigger than spark.driver.maxResultSize (1024.0 MiB)",
                null)),
        1,
        "The results of 3 tasks (1050.0 MiB) exceed spark.driver.maxResultSize = 1024.0 MiB: raise it with --conf spark.driver.maxResultSize=SIZE (and --driver-memory with it), or lower data.partitions");
  }

  @Test
  void aStoppedContextDecidesOverWhatFollowsFromIt() {
    String line =
        "Spark was stopped while the command was running, for example by the cluster: Spark's log has the reason; repeat the command (train: with --resume)";
    for (Exception cause :
        new Exception[] {
          new SparkException("Job 3 cancelled because SparkContext was shut down"),
          new SparkException("Job aborted because SparkContext was shut down"),
          new IllegalStateException(
              "Cannot call methods on a stopped SparkContext.\nThis stopped SparkContext was created at:\n\nx"),
          new IllegalStateException("SparkContext has been shutdown")
        }) {
      assertFailure(ExitCode.of(cause), 1, line);
      assertFailure(ExitCode.of(new DataException("Cannot read x", cause)), 1, line);
    }
  }

  @Test
  void theEndOfAWaitDecidesOverTheStoppedContext() {
    assertFailure(
        ExitCode.of(
            new ClusterException(
                "Waited for the cluster", new IllegalStateException("SparkContext was shut down"))),
        1,
        "Waited for the cluster");
  }

  @Test
  void aFullDiskOfTemporaryFilesNamesTheKey() {
    assertFailure(
        aborted(
            "driver",
            "java.io.IOException: No space left on device\n\tat java.base/a.b(c)\n\tat org.apache.spark.storage.DiskStore.put(DiskStore.scala:80)"),
        1,
        "No space left on the disk of Spark's temporary files: free some, or name a folder on another disk with --conf spark.local.dir=FOLDER");
    assertFailure(
        aborted(
            "1",
            "org.apache.spark.SparkException: Task failed while writing rows\nCaused by: java.io.IOException: No space left on device\n\tat org.apache.spark.sql.execution.datasources.x(y)"),
        5,
        "Cannot write the output: no space left on its disk; free some, or name another --output");
  }

  @Test
  void otherFailuresOfSparkGiveTheirInnermostCause() {
    assertFailure(
        ExitCode.of(
            new SparkException("Something of Spark's", new java.io.IOException("No such disk\nx"))),
        1,
        "Spark failed: IOException: No such disk (--verbose shows the stack trace)");
  }

  @Test
  void whatIsNotSparksStaysAsItWas() {
    assertFailure(
        ExitCode.of(new IllegalStateException("odd")),
        1,
        "Unexpected failure: IllegalStateException: odd (--verbose shows the stack trace)");
    assertFailure(ExitCode.of(new OutputException("Cannot write to x")), 5, "Cannot write to x");
  }
}

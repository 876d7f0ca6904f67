package org.sparksoftmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.util.VersionInfo;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparksoftmax.output.FaultyFileSystem;

/**
 * Faults of places, sizes and of Spark itself: each ends in one line and the exit code of its kind.
 */
@Timeout(600)
class TypedEndsIT {

  @TempDir private Path folder;
  private int runs;

  @BeforeEach
  @AfterEach
  void nothingFails() {
    FaultyFileSystem.reset();
    System.clearProperty("spark.hadoop.fs.faulty.impl");
  }

  private List<String> training(String output, String... settings) {
    List<String> arguments = new ArrayList<>(List.of("train", "--output", output));
    Stream.of("data.format=tsv", "data.label-column=target", "optimizer.max-iterations=2")
        .forEach(setting -> arguments.addAll(List.of("--set", setting)));
    String iris = "data.path=" + Path.of("src/main/data/iris.tsv.gz").toAbsolutePath();
    arguments.addAll(List.of("--set", iris));
    for (String setting : settings) {
      arguments.addAll(List.of("--set", setting));
    }
    return arguments;
  }

  private InProcess.Outcome train(String... settings) {
    String output = folder.resolve("run" + runs++).toString();
    return InProcess.run(training(output, settings).toArray(String[]::new));
  }

  private InProcess.Outcome trainTo(String output) {
    return InProcess.run(training(output).toArray(String[]::new));
  }

  private static void assertEnd(InProcess.Outcome outcome, int code, String line) {
    assertThat(outcome.err().strip()).isEqualTo(line);
    assertThat(outcome.code()).isEqualTo(code);
  }

  @Test
  void theRootIsNoOutput() {
    assertEnd(
        trainTo("/"),
        5,
        "Cannot write to --output /: it is the root of the file system; name a directory in it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  "})
  void anEmptyOutputIsWrongUsage(String output) {
    assertEnd(
        trainTo(output),
        2,
        "Invalid --output: the path is empty; name a file or folder (. is the working directory)");
  }

  @Test
  void anOutputThatIsAFileOrBelowOneIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertEnd(
        trainTo(file.toString()),
        5,
        "Cannot write to --output " + file + ": it is a file, not a directory");
    assertThat(trainTo(file + "/a/run").err())
        .startsWith("Cannot write to --output " + file + "/a/run: ")
        .contains("not a directory")
        .hasLineCount(1);
    assertThat(Files.readString(file)).isEqualTo("x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2 | s3a://b/x | Cannot open --output s3a://b/x: the library of this file system is not on the class path",
        "2 | hfds://h/x | Cannot open --output hfds://h/x: there is no file system with the scheme hfds; did you mean hdfs://?",
        "2 | hdfs://nohost.invalid/x | Cannot open --output hdfs://nohost.invalid/x: the host nohost.invalid is unknown",
        "5 | https://h.invalid/x | Cannot write to --output https://h.invalid/x: nothing can be written to such an address",
        "5 | file://host/x | Invalid --output file://host/x: Wrong FS: file://host/x, expected: file:///",
      })
  void anOutputInNoFileSystemIsNamed(int code, String output, String line) {
    InProcess.Outcome outcome = trainTo(output);
    assertThat(outcome.err()).startsWith(line).hasLineCount(1);
    assertThat(outcome.code()).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "parquet"})
  void dataInNoFileSystemIsNamed(String format) {
    for (String[] fault :
        new String[][] {
          {"2", "gs://b/x", "Cannot open data.path = gs://b/x: the library of this file system"},
          {"2", "s3b://b/x", "Cannot open data.path = s3b://b/x: there is no file system"},
          {"2", "hdfs://nohost.invalid/x", "Cannot open data.path = hdfs://nohost.invalid/x: the"},
          {
            "3",
            "https://h.invalid/x",
            "Cannot find data.path = https://h.invalid/x: files of such an address cannot be listed: download them first"
          },
        }) {
      InProcess.Outcome outcome =
          train("data.format=" + format, "data.label-column=y", "data.path=" + fault[1]);
      assertThat(outcome.err()).startsWith(fault[2]).hasLineCount(1);
      assertThat(outcome.code()).isEqualTo(Integer.parseInt(fault[0]));
    }
  }

  @Test
  void aModelInNoFileSystemIsNamed() {
    assertEnd(
        InProcess.run("describe", "--model", "abfss://b/x"),
        2,
        "Cannot open --model abfss://b/x: the library of this file system is not on the class path (org.apache.hadoop.fs.azurebfs.SecureAzureBlobFileSystem): run submit/softmax --packages org.apache.hadoop:hadoop-azure:"
            + VersionInfo.getVersion());
    assertThat(train("optimizer.warm-start=hfds://h/x").err())
        .startsWith("Cannot open optimizer.warm-start = hfds://h/x: there is no file system")
        .hasLineCount(1);
  }

  @Test
  void networksThatNoMemoryHoldsAreRefused() {
    InProcess.Outcome outcome = train("model.type=network", "model.hidden-layers=[2000000000]");
    assertThat(outcome.err())
        .startsWith("Invalid model.hidden-layers = [2000000000] (--set): must give at most")
        .hasLineCount(1);
    assertThat(outcome.code()).isEqualTo(2);
    assertEnd(
        train("model.type=network", "model.hidden-layers=[20000, 20000]"),
        2,
        "Too large a model: 400,180,003 parameters (4 features, hidden layers 20000 relu, 20000 relu, 3 classes), 3.0 GB of 8 bytes each, are more than the 268,435,451 that its file can hold; use fewer or smaller layers in model.hidden-layers");
    assertThat(
            train("model.type=network", "model.hidden-layers=[15000, 15000]", "optimizer.history=9")
                .err())
        .startsWith("Not enough driver memory: 225,135,003 parameters")
        .contains("or use smaller model.hidden-layers")
        .hasLineCount(1);
  }

  @Test
  void theLargestMiniBatchIsAllRows() {
    InProcess.Outcome outcome =
        train("optimizer.type=adam", "optimizer.mini-batch-size=2147483647", "data.storage=f32");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
  }

  /** Files written by this run: the lock, the metrics, checkpoints, the model, then the rest. */
  @Test
  void aFullDiskIsNamedWhereverItEnds() {
    System.setProperty("spark.hadoop.fs.faulty.impl", FaultyFileSystem.class.getName());
    String output = "faulty:" + folder.resolve("run");
    for (long bytes : new long[] {0, 300, 1500, 2500, 4000, 8000, 30_000}) {
      FaultyFileSystem.fullAfter(bytes);
      List<String> arguments = training(output, "checkpoint.interval-iterations=1");
      arguments.add("--overwrite");
      InProcess.Outcome outcome = InProcess.run(arguments.toArray(String[]::new));
      FaultyFileSystem.reset();
      assertThat(outcome.err())
          .as("%d bytes", bytes)
          .matches(
              "(Cannot make the report \\(the model and summary.json are written\\): )?Cannot write to (--output )?\\S+/run\\S*: No space left on device\\R");
      assertThat(outcome.code()).isEqualTo(5);
    }
  }

  @Test
  void temporaryFoldersThatCannotBeWrittenAreNamed() throws IOException {
    String file = Files.writeString(folder.resolve("file"), "x").toString();
    InProcess.Outcome outcome =
        InProcess.run(
            Map.of("spark.local.dir", file),
            training(folder.resolve("run").toString()).toArray(String[]::new));
    assertEnd(
        outcome,
        2,
        String.format(
            Locale.ROOT,
            "Invalid spark.local.dir = %s: Spark cannot write its temporary files there; name a writable folder with --conf spark.local.dir=FOLDER",
            file));
  }

  /** Asks for the end of Spark when its first job begins. */
  public static final class FirstJob extends SparkListener {
    private static CountDownLatch begun = new CountDownLatch(1);

    @Override
    public void onJobStart(SparkListenerJobStart start) {
      begun.countDown();
    }
  }

  @Test
  void aStoppedContextIsNamed() throws Exception {
    FirstJob.begun = new CountDownLatch(1);
    Thread stopper = new Thread(TypedEndsIT::stopAtFirstJob);
    stopper.start();
    InProcess.Outcome outcome =
        InProcess.run(
            Map.of("spark.extraListeners", FirstJob.class.getName()),
            training(
                    folder.resolve("run").toString(),
                    "optimizer.type=gradient-descent",
                    "optimizer.tolerance=0",
                    "optimizer.max-iterations=1000000000")
                .toArray(String[]::new));
    stopper.join(TimeUnit.SECONDS.toMillis(60));
    assertEnd(
        outcome,
        1,
        "Spark was stopped while the command was running, for example by the cluster: Spark's log has the reason; repeat the command (train: with --resume)");
  }

  private static void stopAtFirstJob() {
    try {
      if (FirstJob.begun.await(60, TimeUnit.SECONDS)) {
        SparkContext.getOrCreate().stop();
      }
    } catch (InterruptedException never) {
      Thread.currentThread().interrupt();
    }
  }
}

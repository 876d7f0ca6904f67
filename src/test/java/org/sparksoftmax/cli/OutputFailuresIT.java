package org.sparksoftmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.output.FaultyFileSystem;
import org.sparksoftmax.output.FaultyFileSystem.Fault;
import org.sparksoftmax.train.ModelStore;

/** Runs commands on a failing file system. */
class OutputFailuresIT {

  @TempDir private Path folder;

  @BeforeEach
  @AfterEach
  void nothingFails() {
    FaultyFileSystem.reset();
    System.clearProperty("spark.hadoop.fs.faulty.impl");
  }

  private InProcess.Outcome train(String... more) {
    System.setProperty("spark.hadoop.fs.faulty.impl", FaultyFileSystem.class.getName());
    String[] arguments = {
      "train",
      "--output",
      "faulty:" + folder.resolve("run"),
      "--set",
      "data.format=tsv",
      "--set",
      "data.label-column=target",
      "--set",
      "optimizer.max-iterations=2",
      "--set",
      "data.path=" + Path.of("src/main/data/iris.tsv.gz").toAbsolutePath()
    };
    return InProcess.run(
        java.util.stream.Stream.of(arguments, more)
            .flatMap(java.util.Arrays::stream)
            .toArray(String[]::new));
  }

  private String model() {
    Configuration hadoop = FaultyFileSystem.register(new Configuration());
    return ModelStore.load("faulty:" + folder.resolve("run"), hadoop).sha256();
  }

  @Test
  void aFullDiskEndsWithOneLineAndTheEarlierModel() throws IOException {
    assertThat(train().code()).isZero();
    String earlier = model();
    for (long bytes : new long[] {0, 100, 700}) {
      FaultyFileSystem.fullAfter(bytes);
      InProcess.Outcome outcome = train("--overwrite", "--set", "regularization.strength=0.1");
      FaultyFileSystem.reset();
      assertThat(outcome.err()).startsWith("Cannot write to ").hasLineCount(1);
      assertThat(outcome.err()).contains("No space left on device");
      assertThat(outcome.code()).isEqualTo(5);
      assertThat(model()).isEqualTo(earlier);
      try (var files = Files.list(folder.resolve("run"))) {
        assertThat(files.map(file -> file.getFileName().toString()))
            .isSubsetOf(
                "model",
                "summary.json",
                "metrics.jsonl",
                "metrics.jsonl.inprogress",
                "checkpoints",
                "report.json",
                "report.html",
                ".lock");
      }
    }
  }

  @Test
  void aDiskTooFullForTheReportTakesNothingFromTheModel() {
    FaultyFileSystem.fullAfter(300_000);
    InProcess.Outcome outcome = train();
    FaultyFileSystem.reset();
    assertThat(outcome.err())
        .startsWith(
            "Cannot make the report (the model and summary.json are written): Cannot write to ")
        .contains("report.html: No space left on device")
        .hasLineCount(1);
    assertThat(outcome.out()).contains("/summary.json").doesNotContain("report.html");
    assertThat(outcome.code()).isEqualTo(5);
    assertThat(model()).hasSize(64);
    assertThat(folder.resolve("run/summary.json")).isRegularFile();
    assertThat(folder.resolve("run/report.html")).doesNotExist();
  }

  @Test
  void aRefusedDirectoryEndsWithOneLine() {
    FaultyFileSystem.failAfter(1, Fault.SAYS_NO);
    InProcess.Outcome outcome = train();
    assertThat(outcome.code()).isEqualTo(5);
    assertThat(outcome.err().strip())
        .isEqualTo(
            String.format(
                Locale.ROOT,
                "Cannot write to --output faulty:%s: the directory cannot be created",
                folder.resolve("run")));
  }
}

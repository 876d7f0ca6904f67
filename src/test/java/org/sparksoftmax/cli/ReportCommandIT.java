package org.sparksoftmax.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the files that {@code train} writes for its report, and the {@code report} command. */
class ReportCommandIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String IMAGE = "report.image={width=8,height=8,channels=1}";

  @TempDir private Path folder;

  private Digits digits;

  @BeforeEach
  void chooseFolder() {
    digits = new Digits(folder);
  }

  private InProcess.Outcome report(String... arguments) {
    List<String> all = new ArrayList<>(List.of("report"));
    all.addAll(List.of(arguments));
    return InProcess.run(all.toArray(String[]::new));
  }

  private static void assertFails(InProcess.Outcome outcome, int code, String line) {
    assertThat(outcome.err()).isEqualTo(line + System.lineSeparator());
    assertThat(outcome.code()).isEqualTo(code);
  }

  /** Compares the means with sums over the file. */
  @Test
  void meansOfTheStrongestFeaturesAreThoseOfTheClass() throws IOException {
    Path data = folder.resolve("means.csv");
    Files.writeString(
        data, "height,width,label\n1,10,a\n2,10,a\n6,11,b\n7,13,b\n5,12,b\n1,30,c\n2,34,c\n");
    InProcess.Outcome outcome =
        InProcess.run(
            "train",
            "--output",
            folder + "/means",
            "--set",
            "data.path=" + data,
            "--set",
            "regularization.strength=0.01",
            "--set",
            "data.storage=f64");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    JsonNode features = digits.json("means", "report.json").path("features");

    JsonNode ofB = features.at("/classes/1/effects/0");
    assertThat(ofB.path("name").asText()).isEqualTo("height");
    assertThat(ofB.path("classMean").asDouble()).isCloseTo(6, within(1e-9));
    assertThat(ofB.path("mean").asDouble()).isCloseTo(24 / 7.0, within(1e-9));
    JsonNode ofC = features.at("/classes/2/effects/0");
    assertThat(ofC.path("name").asText()).isEqualTo("width");
    assertThat(ofC.path("classMean").asDouble()).isCloseTo(32, within(1e-9));
  }

  @Test
  void mistakesDoNotDependOnPartitions() throws IOException {
    List<String> details = new ArrayList<>();
    for (String partitions : List.of("1", "3")) {
      String name = "partitions-" + partitions;
      digits.train(
          name,
          "optimizer.max-iterations=3",
          "data.test.fraction=0.2",
          "data.partitions=" + partitions,
          IMAGE);
      details.add(Files.readString(folder.resolve(name).resolve("report.json")));
    }
    assertThat(details.get(0)).isEqualTo(details.get(1));
    JsonNode mistakes = JSON.readTree(details.get(0)).path("mistakes");
    assertThat(mistakes.path("rows")).hasSize(30);
    assertThat(mistakes.path("set").asText()).isEqualTo("test");
  }

  @Test
  void aReportIsMadeAgainFromItsRunAlone() throws IOException {
    digits.train("again", "optimizer.max-iterations=2", IMAGE);
    Path report = folder.resolve("again/report.html");
    byte[] first = Files.readAllBytes(report);
    Files.delete(report);

    InProcess.Outcome outcome = report(folder + "/again");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).isEqualTo(String.format(Locale.ROOT, "wrote %s%n", report));
    assertThat(report).hasBinaryContent(first);
    assertThat(report(folder + "/again").code()).as("it may be replaced").isZero();
  }

  @Test
  void severalRunsNeedAFileOfTheirOwn() throws IOException {
    digits.train("one", "optimizer.max-iterations=2");
    digits.train("two", "optimizer.max-iterations=3");
    String one = folder + "/one";
    String two = folder + "/two";
    String file = folder + "/new/both.html";

    assertFails(
        report(one, two),
        ExitCode.USAGE,
        "Missing --output FILE: a comparison of 2 runs needs a file of its own");
    assertFails(
        report(one, one, "--output", file),
        ExitCode.USAGE,
        String.format(Locale.ROOT, "Cannot compare the run %s with itself", one));
    assertThat(report(one, two, "--output", file).out())
        .isEqualTo(String.format(Locale.ROOT, "wrote %s%n", file));
    assertFails(
        report(one, two, "--output", file),
        ExitCode.BAD_OUTPUT,
        String.format(
            Locale.ROOT,
            "Cannot write to --output %s: it already exists; name another file or add --overwrite",
            file));
    assertThat(report(one, two, "--output", file, "--overwrite").code()).isZero();
    assertFails(
        report(one, "--output", two, "--overwrite"),
        ExitCode.BAD_OUTPUT,
        String.format(
            Locale.ROOT, "Cannot write to --output %s: it is a directory, not a file", two));
    assertThat(Files.readString(Path.of(file))).contains("\"name\":\"one\"", "\"name\":\"two\"");
  }

  @Test
  void whatIsNoRunIsBadInput() throws IOException {
    assertFails(
        report(folder + "/none"),
        ExitCode.BAD_DATA,
        String.format(Locale.ROOT, "Cannot find the run %s/none: no such directory", folder));
    Files.writeString(folder.resolve("summary.json"), "{\"stopReason\":");
    assertThat(report(folder.toString()).err())
        .startsWith(
            String.format(
                Locale.ROOT, "Cannot read the run in %s: summary.json is damaged: ", folder))
        .hasLineCount(1);
    assertThat(report(folder.toString()).code()).isEqualTo(ExitCode.BAD_DATA);
  }

  @Test
  void whatDoesNotFitTheDataIsSaidBeforeTraining() {
    assertFails(
        digits.run("train", "picture", List.of(), "report.image={width=8,height=7,channels=1}"),
        ExitCode.USAGE,
        "Invalid report.image = 8 x 7 x 1: the image has 56 values, but the data has 64 features");
    assertThat(folder.resolve("picture/model")).doesNotExist();
    assertFails(
        digits.run("train", "names", List.of(), "report.class-names=[zero, one]"),
        ExitCode.USAGE,
        "Invalid report.class-names: it has 2 names, 2 of them distinct, but the data has 10 classes (must have one for each)");
    assertThat(
            digits.run("train", "file", List.of(), "report.class-names=" + folder + "/none").code())
        .isEqualTo(ExitCode.BAD_DATA);
  }

  @Test
  void theConsoleNamesTheClassesAndKeepsToTheTerminal() {
    String names =
        "report.class-names=[zero,one,two,three,four,five,six,seven,eight of a long name that does not fit,nine]";
    InProcess.Outcome trained =
        digits.run("train", "named", List.of(), "data.test.fraction=0.2", names);
    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(trained.out()).contains("\neight of a long name that does not fit ", "\nnine  ");
    List<String> confusions = confusions(trained.out());
    assertThat(confusions)
        .hasSize(5)
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80))
        .noneMatch(line -> line.matches(".*\\b[0-9] predicted as.*"))
        .anyMatch(line -> line.contains("'eight of a long name ...' "));

    String path = folder + "/named";
    InProcess.Outcome evaluated =
        digits.run(
            "evaluate", "measured", List.of("--model", path), "data.test.fraction=0.2", names);
    assertThat(evaluated.code()).as(evaluated.err()).isZero();
    assertThat(confusions(evaluated.out()))
        .anyMatch(line -> line.contains("'eight of a long name ...' "));
  }

  private static List<String> confusions(String out) {
    return out.lines().filter(line -> line.contains(" predicted as ")).toList();
  }
}

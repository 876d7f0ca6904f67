package org.sparksoftmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.SharedData;

/** Inspects small inputs, and trains with the configuration that was written. */
class InspectIT {

  @TempDir private static Path folder;

  private static InProcess.Outcome inspect(Object path, String... more) {
    List<String> arguments = new ArrayList<>(List.of("inspect", "--set", "data.path=" + path));
    arguments.addAll(List.of(more));
    return InProcess.run(arguments.toArray(String[]::new));
  }

  private static String inspectField(String name, String... more) {
    InProcess.Outcome outcome = inspect(SharedData.file("../field/" + name), more);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return outcome.out();
  }

  private static Path write(String name, String... lines) throws IOException {
    return Files.write(folder.resolve(name), List.of(lines), StandardCharsets.UTF_8);
  }

  @Test
  void theConfigurationOfTheIrisesTrains() throws IOException {
    Path config = folder.resolve("iris.conf");
    InProcess.Outcome outcome =
        inspect(Path.of("src/main/data/iris.tsv.gz"), "--output", config.toString());
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("data.format = tsv, by the names of the files")
        .contains("150 rows, 5 columns, tsv, the first line is the header")
        .containsPattern("petal-width +number +22 +0 +0.1 +1.19867 +2.5 +feature +numbers")
        .containsPattern("target +integer +3 +0 +0 +1 +2 +label +its name; 3 classes")
        .contains("0 problems")
        .contains(Files.readString(config).lines().toArray(String[]::new))
        .contains("wrote " + config);
    InProcess.Outcome again =
        inspect(Path.of("src/main/data/iris.tsv.gz"), "--output", config.toString());
    assertThat(again.code()).isEqualTo(ExitCode.BAD_OUTPUT);
    assertThat(again.err()).contains("already exists", "--overwrite");
    InProcess.Outcome trained =
        InProcess.run("train", config.toString(), "--output", folder.resolve("iris").toString());
    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(trained.out()).contains("4 features, 3 classes", "CONVERGED");
  }

  @Test
  void settingsOfTheUserAreKept() throws IOException {
    Path config = folder.resolve("kept.conf");
    InProcess.Outcome outcome =
        inspect(
            Path.of("src/main/data/iris.tsv.gz"),
            "--output",
            config.toString(),
            "--set",
            "data.label-column=petal-width",
            "--set",
            "optimizer.max-iterations=7",
            "--set",
            "data.validation.fraction=0.1",
            "--set",
            "standardization=true");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(Files.readAllLines(config))
        .contains(
            "  label-column = \"petal-width\"",
            "  validation.fraction = 0.1",
            "optimizer.max-iterations = 7",
            "standardization = true");
    assertThat(outcome.out()).contains("data.label-column; 22 classes");
  }

  @Test
  void allProblemsOfAFileAreListedAtOnce() throws IOException {
    List<String> lines = new ArrayList<>(List.of("id,size,when,colour,price,kind"));
    for (int row = 0; row < 40; row++) {
      lines.add(
          String.format(
              Locale.ROOT,
              "u%d,%s,%02d/12/2025,%s,\"%d,5\",k%d",
              row,
              row == 20 ? "big" : row + ".5",
              1 + row % 28,
              "red",
              row,
              row % 2));
    }
    lines.add("u40,1,too,few");
    InProcess.Outcome outcome =
        inspect(write("problems.csv", lines.toArray(String[]::new)), "--set", "data.header=true");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("5 problems:")
        .contains("1 row cannot be read: ", "problems.csv:42: the line has 4 cells, expected 6")
        .contains("column 'size' has 1 value that is no number: 'big' (", "problems.csv:22)")
        .contains("column 'price' has 40 numbers with a decimal comma, such as '0,5'")
        .contains("column 'when' has dates such as '01/12/2025': only the form 2025-12-31")
        .contains("column 'colour' does not vary: one value only")
        .contains("exclude-columns = [\"id\", \"when\", \"colour\", \"price\"]")
        .contains("label-column = \"kind\"")
        .contains("bad-rows = quarantine");
  }

  @Test
  void theSampleIsBounded() throws IOException {
    String[] lines = new String[500];
    for (int row = 0; row < lines.length; row++) {
      lines[row] = row + ".25," + row % 3;
    }
    InProcess.Outcome outcome =
        inspect(write("long.csv", lines), "--rows", "100", "--set", "data.label-column=-1");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("100 rows (a sample; --rows sets its size), 2 columns, csv, without a header")
        .contains("label-column = \"1\"", "header = false");
    assertThat(inspect("long.csv", "--rows", "0").err())
        .contains("Invalid --rows 0 (must be >= 1)");
  }

  @Test
  void tablesHaveTheirTypes() {
    assertThat(inspectField("types/structlabel", "--set", "data.format=parquet"))
        .contains("column 'label' is a struct<label:string>: select its fields")
        .contains("no column looks like a label: set data.label-column");
    assertThat(inspectField("types/arrayfeatures"))
        .contains("data.format = parquet, by the names of the files")
        .containsPattern("features +vector of 2 +- +0 +- +- +- +feature +several numbers");
    assertThat(inspectField("types/tslabel"))
        .containsPattern("label +timestamp +3 +0 +2024-01-01 00:00:00 .* label +its name");
    assertThat(inspectField("types/binlabel")).containsPattern("label +text +3 .* label +its name");
    assertThat(inspectField("json/text-weight.json"))
        .contains("column 'w' is text of integer: cast it");
  }

  @Test
  void theKindOfEachSmallFileIsNamed() {
    assertThat(inspectField("csv-dialects/decimal-comma.csv"))
        .contains("'x' has 60 numbers with a decimal comma", "no column can be a feature");
    assertThat(inspectField("names/names-that-differ-in-case.csv"))
        .contains("columns 'x' and 'X' differ only in case");
    assertThat(inspectField("missing/na-label.csv"))
        .contains("the label 'label' is missing in 1 row");
    assertThat(inspectField("header/pandas-index.csv", "--set", "data.header=true"))
        .containsPattern("identifier +the numbers of the rows");
  }

  @Test
  void dataWithoutColumnsHasAShortSummary() throws IOException {
    Path file = write("few.libsvm", "1 1:2 3:-1", "2 2:4", "1 1:1");
    InProcess.Outcome outcome = inspect(file);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("libsvm, 3 rows, 3 features")
        .contains("values: 44.4% not 0, from -1 to 4")
        .contains("labels: 2: 1 (2 rows), 2 (1 row)");
  }
}

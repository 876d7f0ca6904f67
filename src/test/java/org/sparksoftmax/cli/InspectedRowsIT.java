package org.sparksoftmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.SharedData;
import org.sparksoftmax.data.row.ReaderTestSupport;

/** What inspect writes trains unchanged, and no row is lost without a word. */
class InspectedRowsIT {

  private static final int ROWS = 60;

  @TempDir private static Path folder;

  private static Path write(String name, Charset charset, String header, IntFunction<String> row)
      throws IOException {
    List<String> lines = new ArrayList<>(List.of(header));
    for (int i = 0; i < ROWS; i++) {
      lines.add(row.apply(i));
    }
    return Files.write(folder.resolve(name), lines, charset);
  }

  private static InProcess.Outcome inspect(Path data, String... more) {
    List<String> arguments = new ArrayList<>(List.of("inspect", "--set", "data.path=" + data));
    arguments.addAll(
        List.of("--overwrite", "--output", folder.resolve("proposed.conf").toString()));
    arguments.addAll(List.of(more));
    return InProcess.run(arguments.toArray(String[]::new));
  }

  private static String inspected(Path data, String... more) {
    InProcess.Outcome outcome = inspect(data, more);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return outcome.out();
  }

  /** Trains with the configuration that was written. */
  private static InProcess.Outcome train() {
    return InProcess.run(
        "train",
        folder.resolve("proposed.conf").toString(),
        "--overwrite",
        "--output",
        folder.resolve("run").toString());
  }

  private static void trainsOnAllRows(String... parts) {
    InProcess.Outcome outcome = train();
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains(parts).doesNotContain("rejected");
    int rows =
        Pattern.compile("(?m)^(train|test) +([0-9]+) ")
            .matcher(outcome.out())
            .results()
            .mapToInt(match -> Integer.parseInt(match.group(2)))
            .sum();
    assertThat(rows).isEqualTo(ROWS);
  }

  private static String number(int row) {
    return String.format(Locale.ROOT, "%d.5", row * row % 11);
  }

  @Test
  void aQuotedTextIsNotMissing() throws IOException {
    String[] labels = {"\"NA\"", "b"};
    Path data =
        write(
            "quoted.csv",
            StandardCharsets.UTF_8,
            "x,kind,label",
            row -> number(row) + "," + (row % 3 == 0 ? "\"NA\"" : "k") + "," + labels[row % 2]);
    assertThat(inspected(data))
        .contains("0 problems", "label-column = \"label\"")
        .containsPattern("kind +text +2 +0 .* category");
    trainsOnAllRows("2 classes");
    Path shared = SharedData.field("missing/quoted-na-category.csv");
    assertThat(inspected(shared)).containsPattern("text +3 +0 ");
  }

  @Test
  void aListOfMissingTextsIsComplete() throws IOException {
    Path data =
        write(
            "given.csv",
            StandardCharsets.UTF_8,
            "x,country,label",
            row -> (row == 3 ? "-999" : number(row)) + ",NA," + (row % 2 == 0 ? "a" : "b"));
    assertThat(inspected(data, "--set", "data.null-values=[-999]"))
        .containsPattern("x +number +[0-9]+ +1 \\(1.7%\\)")
        .containsPattern("country +text +1 +0 ");
  }

  @Test
  void columnsWithoutANameAreNotListed() throws IOException {
    Path data =
        write(
            "unnamed.csv",
            StandardCharsets.UTF_8,
            "x,label,,",
            row -> number(row) + "," + (row % 2 == 0 ? "a" : "b") + ",,");
    assertThat(inspected(data))
        .contains("\n0 problems")
        .doesNotContain("exclude-columns", "differ only in case");
    trainsOnAllRows("1 feature,");
  }

  @Test
  void textOfWindowsIsRead() throws IOException {
    Charset windows = Charset.forName("windows-1252");
    String[] labels = {"\u20ACuro", "b", "c"};
    Path data = write("cp1252.csv", windows, "x,label", row -> number(row) + "," + labels[row % 3]);
    assertThat(inspected(data))
        .contains(
            "data.encoding = windows-1252: the text is not UTF-8, and windows-1252 reads it; check that the texts are right",
            "0 problems",
            "encoding = windows-1252")
        .doesNotContain("bad-rows");
    trainsOnAllRows("3 classes");
    Path header =
        write("header.csv", windows, "gr\u00F6\u00DFe,label", row -> number(row) + "," + row % 2);
    assertThat(inspected(header)).contains("encoding = windows-1252", "gr\u00F6\u00DFe");
  }

  /** They are of no use, however many they are. */
  @Test
  void rowsWithoutALabelAreLeftOut() throws IOException {
    Path data =
        write(
            "unlabelled.csv",
            StandardCharsets.UTF_8,
            "x,label",
            row -> number(row) + "," + (row % 3 == 0 ? "" : "c" + row % 2));
    assertThat(inspected(data)).contains("20 rows without a label", "bad-rows = quarantine");
    InProcess.Outcome outcome = train();
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("2 classes", "20 rows rejected");
  }

  @Test
  void manyBadRowsAreNotLeftOut() throws IOException {
    Path data =
        write(
            "ragged.csv",
            StandardCharsets.UTF_8,
            "x,y,label",
            row -> number(row) + (row % 10 == 9 ? "" : ",1.5") + "," + row % 2);
    assertThat(inspected(data))
        .contains(
            "10.0% of the rows cannot be used (6 rows cannot be read): mend them, or set data.bad-rows = quarantine",
            "# bad-rows = quarantine");
    InProcess.Outcome outcome = train();
    assertThat(outcome.code()).isEqualTo(ExitCode.BAD_DATA);
    assertThat(outcome.err()).contains("the line has 2 cells, expected 3");
  }

  @Test
  void dataWithoutARowIsRefused() throws IOException {
    Path header = Files.writeString(folder.resolve("header-only.csv"), "x,y,label\n");
    InProcess.Outcome outcome = inspect(header);
    assertThat(outcome.code()).isEqualTo(ExitCode.BAD_DATA);
    assertThat(outcome.err())
        .isEqualToIgnoringNewLines(
            "Cannot inspect data.path = " + header + ": it has no row but the header");
    Path one = Files.writeString(folder.resolve("one.csv"), "x,y,label\n1,2,a\n");
    assertThat(inspected(one))
        .contains("'label' is named so, but it has one value only")
        .doesNotContainPattern("exclude-columns = .*label");
    assertThat(train().code()).isEqualTo(ExitCode.BAD_DATA);
  }

  @Test
  void blanksDelimitCells() throws IOException {
    Path data =
        write(
            "blanks.csv",
            StandardCharsets.UTF_8,
            "x  label",
            row -> number(row) + "   " + (row % 2 == 0 ? "a" : "b"));
    assertThat(inspected(data)).contains("delimiter = \"space\"", "0 problems");
    trainsOnAllRows("1 feature,");
  }

  @Test
  void theHeaderIsDecidedWithTheLabel() {
    assertThat(inspected(SharedData.field("header/numeric-names.csv")))
        .contains("is taken for a header: 'species' is the label of no other line")
        .contains("header = true", "label-column = \"species\"", "\n0 problems");
    assertThat(train().out()).contains("4 rows, 2 features");
  }

  @Test
  void badCellsOfTablesAreNamed() throws IOException {
    StructType type =
        new StructType()
            .add("v", DataTypes.createArrayType(DataTypes.DoubleType))
            .add("k", DataTypes.BinaryType)
            .add("label", DataTypes.StringType);
    List<Row> rows = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      rows.add(
          RowFactory.create(
              row == 3 ? List.of(1.0) : List.of(row * 1.5, row % 7.0),
              row == 4 ? new byte[] {(byte) 0xFF} : new byte[] {(byte) ('a' + row % 3)},
              row % 2 == 0 ? "a" : "NA"));
    }
    Path table = folder.resolve("table");
    try (SparkSession spark = ReaderTestSupport.session()) {
      spark.createDataFrame(rows, type).coalesce(1).write().parquet(table.toString());
    }
    assertThat(inspected(table, "--set", "data.format=parquet"))
        .contains("2 problems:")
        .containsPattern(
            "column 'v' has 1 array of another length than the first, which has the type vector of 2: '1 value' \\(.*: row 4 of its part\\)")
        .containsPattern("column 'k' has 1 value that is not text in UTF-8: .*: row 5 of its part")
        .containsPattern("label +text +2 +0 ")
        .contains("bad-rows = quarantine");
    InProcess.Outcome outcome = train();
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("train: 2 rows rejected");
  }
}

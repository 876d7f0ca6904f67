package org.sparksoftmax.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sparksoftmax.data.row.ReaderTestSupport.config;
import static org.sparksoftmax.data.row.ReaderTestSupport.read;
import static org.sparksoftmax.data.row.ReaderTestSupport.schema;
import static org.sparksoftmax.data.row.ReaderTestSupport.write;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.data.row.CollectingSink;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.InputSplit;
import org.sparksoftmax.data.row.ReaderTestSupport;
import org.sparksoftmax.data.row.RejectedRow;

class CsvReaderTest {

  @TempDir private Path folder;

  private List<String> rows(String text, String... sets) {
    Path file = write(folder, "a.csv", text);
    return read(new CsvReader(schema(config(sets), file)), file);
  }

  @Test
  void aHeaderNamesTheLabelWhereverItStands() {
    assertThat(rows("x,label,y\n1,a,2\n3,b,4\n")).containsExactly("a 1.0 2.0", "b 3.0 4.0");
    assertThat(rows("x,kind,y\n1,a,2\n", "data.label-column=kind")).containsExactly("a 1.0 2.0");
  }

  @Test
  void withoutAHeaderColumnsArePositionsFromEitherEnd() {
    assertThat(rows("1,2,7\n3,4,8\n", "data.label-column=-1"))
        .containsExactly("7 1.0 2.0", "8 3.0 4.0");
    assertThat(rows("7,1,2\n", "data.label-column=0")).containsExactly("7 1.0 2.0");
  }

  @Test
  void quotesCrLfBlanksAndByteOrderMarkAreUnderstood() {
    assertThat(rows("\uFEFFx,label\r\n 1 ,\"a, \"\"b\"\"\"\r\n\r\n\"2.5\",c", "data.header=true"))
        .containsExactly("a, \"b\" 1.0", "c 2.5");
  }

  @Test
  void labelsKeepTheirText() {
    assertThat(rows("1,1.0\n1,01\n1,1E5\n1,100000\n", "data.label-column=1", "data.header=false"))
        .containsExactly("1.0 1.0", "01 1.0", "1E5 1.0", "100000 1.0");
  }

  @Test
  void chosenFeaturesWeightsAndCategoriesAreTaken() {
    assertThat(
            rows(
                "a,b,w,label,c\n1,red,0.5,x,9\n2,blue,2,y,8\n",
                "data.weight-column=w",
                "data.feature-columns=[b,a]",
                "data.categorical-columns=[b]"))
        .containsExactly("x*0.5 red 1.0", "y*2.0 blue 2.0");
  }

  @Test
  void everyCutOfTheFileGivesEveryRowOnce() {
    String text = "x,label\n1,a\r\n\n22,b\n333,c";
    Path file = write(folder, "cut.csv", text);
    CsvReader reader = new CsvReader(schema(config(), file));
    int length = text.getBytes(StandardCharsets.UTF_8).length;
    String uri = file.toUri().toString();
    for (int cut = 1; cut < length; cut++) {
      List<String> rows = new ArrayList<>(read(reader, new InputSplit(uri, null, 0, cut)));
      rows.addAll(read(reader, new InputSplit(uri, null, cut, length)));
      assertThat(rows).as("cut at %d", cut).containsExactly("a 1.0", "b 22.0", "c 333.0");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "1,a,3|the line has 3 cells, expected 2",
        "1|the line has 1 cell, expected 2",
        ",a|the value in column 'x' is missing (''): see data.missing, or list the column in data.exclude-columns",
        "?,a|the value in column 'x' is missing ('?'): see data.missing, or list the column in data.exclude-columns",
        "1,|the label in column 'label' is missing",
        "tcp,a|column 'x' holds 'tcp', which is not a number: list the column in data.categorical-columns to one-hot encode it, in data.datetime-columns if it is a date, or in data.exclude-columns",
        "-inf,a|column 'x' holds '-inf', which is not finite",
        "nan,a|the value in column 'x' is missing ('nan'): see data.missing, or list the column in data.exclude-columns",
        "1,NA|the label in column 'label' is missing ('NA')",
        "1e999,a|column 'x' holds '1e999', which is not finite",
        "1d,a|column 'x' holds '1d', which is not a number: list the column in data.categorical-columns to one-hot encode it, in data.datetime-columns if it is a date, or in data.exclude-columns",
        "\"1,a|unterminated quote: a quoted cell must not span lines"
      })
  void badLinesAreNamedByFileAndLine(String line, String problem) {
    assertThatThrownBy(() -> rows("x,label\n1,a\n" + line + "\n2,b\n"))
        .isInstanceOf(DataException.class)
        .hasMessage(folder.resolve("a.csv") + ":3: " + problem);
    CollectingSink sink = readAll("x,label\n1,a\n" + line + "\n2,b\n");
    assertThat(sink.rows).containsExactly("a 1.0", "b 2.0");
    assertThat(sink.rejected)
        .containsExactly(
            new RejectedRow(
                folder.resolve("a.csv").toString(), RejectedRow.Unit.LINE, 3, problem, line));
  }

  @Test
  void controlCharactersAreShownAsEscapes() {
    assertThatThrownBy(() -> rows("x,label\n1,a\n\0\u001b,a\n"))
        .hasMessageContaining(":3: column 'x' holds '\\u0000\\u001b', which is not a number");
  }

  @Test
  void theSpellingsOfPandasAreMissing() {
    List<String> spellings =
        List.of("#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "1.#IND", "1.#QNAN", "None");
    for (String spelling : spellings) {
      String lines = "x,label\n1," + spelling + "\n2,\"" + spelling + "\"\n3,-\n4,.\n";
      CollectingSink sink = readAll(lines);
      assertThat(sink.rows).containsExactly(spelling + " 2.0", "- 3.0", ". 4.0");
      assertThat(sink.rejected).hasSize(1);
    }
  }

  @Test
  void aMissingWeightIsNamedAsOne() {
    for (String weight : List.of("", "NA")) {
      assertThatThrownBy(
              () ->
                  rows(
                      "x,w,label\n1,1,a\n1," + weight + ",b\n",
                      "data.weight-column=w",
                      "data.missing=mean"))
          .hasMessageEndingWith(
              ":3: the weight in column 'w' is missing ('"
                  + weight
                  + "'), and nothing replaces a weight: write one, or set data.bad-rows = skip to"
                  + " leave such rows out");
    }
  }

  private CollectingSink readAll(String text, String... sets) {
    Path file = write(folder, "a.csv", text);
    return ReaderTestSupport.readAll(new CsvReader(schema(config(sets), file)), file);
  }

  @Test
  void rejectedLinesAreKeptAsTheyStandInTheFile() {
    String line = "\"say \"\"no\"\"\" , a";
    assertThat(readAll("x,label\r\n" + line + "\r\n1,a\r\n").rejected)
        .extracting(RejectedRow::row)
        .containsExactly(line);
  }

  @Test
  void nothingIsReadBehindOneRejectedRowTooMany() {
    Path file = write(folder, "a.csv", "x,label\n?,a\n1,a\n?,b\n2,b\n?,a\n3,c\n");
    CsvReader reader = new CsvReader(schema(config(), file));
    InputSplit split = new InputSplit(file.toUri().toString(), null, 0, 99);
    CollectingSink sink = ReaderTestSupport.read(reader, split, 1);
    assertThat(sink.rejected).extracting(RejectedRow::number).containsExactly(2L, 4L);
    assertThat(sink.rows).containsExactly("a 1.0");
  }

  @Test
  void everyCutOfTheFileRejectsTheSameLines() {
    String text = "x,label\n1,a\r\n\nbad,b\n333,c\n,d\n";
    Path file = write(folder, "cut.csv", text);
    CsvReader reader = new CsvReader(schema(config(), file));
    String uri = file.toUri().toString();
    for (int cut = 1; cut < text.length(); cut++) {
      List<RejectedRow> rejected = new ArrayList<>();
      for (InputSplit split :
          List.of(
              new InputSplit(uri, null, 0, cut), new InputSplit(uri, null, cut, text.length()))) {
        rejected.addAll(ReaderTestSupport.read(reader, split, Integer.MAX_VALUE).rejected);
      }
      assertThat(rejected)
          .as("cut at %d", cut)
          .extracting(RejectedRow::number)
          .containsExactly(4L, 6L);
    }
  }

  @Test
  void badLinesBehindACutHaveTheirLineInTheFile() {
    Path file = write(folder, "a.csv", "x,label\n1,a\n2,b\n3,c\nbad,d\n");
    CsvReader reader = new CsvReader(schema(config(), file));
    assertThatThrownBy(() -> read(reader, new InputSplit(file.toUri().toString(), null, 14, 99)))
        .hasMessageStartingWith(file + ":5: column 'x' holds 'bad'");
  }

  @Test
  void negativeWeightsAreRefused() {
    assertThatThrownBy(() -> rows("x,w,label\n1,-1,a\n", "data.weight-column=w"))
        .hasMessage(
            folder.resolve("a.csv") + ":2: weight -1.0 in column 'w' is negative (must be >= 0)");
  }

  @Test
  void weightsBeyondSumsAreRefused() {
    assertThatThrownBy(() -> rows("x,w,label\n1,1e308,a\n", "data.weight-column=w"))
        .hasMessage(
            folder.resolve("a.csv")
                + ":2: column 'w' has the weight 1.0E308 (must be >= 0 and <= 1.0E20): only the ratios of weights matter, so divide all by the largest");
  }

  @Test
  void weightsThatAreBadAreRejectedAndHeadersThatAreBadAreNot() {
    CollectingSink sink =
        readAll("x,w,label\n1,-1,a\n1,nan,a\n1,inf,a\n1,,a\n1,2,a\n", "data.weight-column=w");
    assertThat(sink.rows).containsExactly("a*2.0 1.0");
    assertThat(sink.rejected).extracting(RejectedRow::number).containsExactly(2L, 3L, 4L, 5L);
    Path first = write(folder, "first.csv", "x,label\n1,a\n");
    Path other = write(folder, "other.csv", "x,\"label\n1,a\n");
    CsvReader reader = new CsvReader(schema(config(), first));
    assertThatThrownBy(() -> ReaderTestSupport.readAll(reader, other))
        .isInstanceOf(DataException.class)
        .hasMessage(other + ":1: unterminated quote: a quoted cell must not span lines");
  }

  @Test
  void missingColumnsAreAnsweredWithTheNearestOne() {
    assertThatThrownBy(() -> rows("x,label,size\n1,a,2\n", "data.weight-column=sise"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            String.format(
                Locale.ROOT,
                "Invalid data.weight-column = sise: %s:1 names no such column; did you mean 'size'?",
                folder.resolve("a.csv")));
    assertThatThrownBy(() -> rows("1,2\n", "data.label-column=2"))
        .hasMessage(
            String.format(
                Locale.ROOT,
                "Invalid data.label-column = 2: %s:1 has 2 columns (positions 0 to 1, or -2 to -1)",
                folder.resolve("a.csv")));
    assertThatThrownBy(() -> rows("1,2\n"))
        .hasMessage(
            String.format(
                Locale.ROOT,
                "Missing data.label-column: %s:1 is not a header, so say which column is the label, by name or by position (from 0; -1 is the last)",
                folder.resolve("a.csv")));
  }

  @Test
  void aSecondFileMustHaveTheSameHeader() {
    Path first = write(folder, "a.csv", "x,label\n1,a\n");
    Path second = write(folder, "b.csv", "y,label\n1,a\n");
    CsvReader reader = new CsvReader(schema(config(), first));
    assertThatThrownBy(() -> read(reader, second))
        .hasMessage(
            second
                + ":1: the header differs from that of the first file at column 0: 'y' instead of 'x'");
  }
}

package org.sparksoftmax.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.data.column.ReadPurpose;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.ReaderTestSupport;

/** Backslashes as the writers of Spark and of Python (pandas) write them. */
class EscapesTest {

  @TempDir private Path folder;

  private final List<String> remarks = new ArrayList<>();

  private List<String> rows(String text, String... sets) throws IOException {
    Path file = ReaderTestSupport.write(folder, "a.csv", text);
    DataConfig config = ReaderTestSupport.config(sets);
    remarks.clear();
    CsvSchema schema =
        CsvSchema.resolve(
            config, ReaderTestSupport.sample(file, config), ReadPurpose.training(), remarks::add);
    return ReaderTestSupport.read(new CsvReader(schema), file);
  }

  /** The label as written in a cell, and as read. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        // Python, doublequote=False
        "a\\\"b|a\"b",
        "\\\"quoted\\\"|\"quoted\"",
        "a\\\\\\\"b|a\\\"b",
        "\"a\\\"b, c\"|a\"b, c",
        "\"a\\\\b, c\"|a\\b, c",
        // Spark, which escapes nothing outside quotes
        "back\\slash|back\\slash",
        "a\\\\b|a\\\\b",
        "ends\\|ends\\",
        "\"NA\"|NA",
        "\\N x|\\N x",
      })
  void outsideQuotesQuotesTellEscapesFromText(String written, String text) throws IOException {
    String lines = "label,x\n" + written + ",1\nb,2\n";
    assertThat(rows(lines, "data.escape=\\")).containsExactly(text + " 1.0", "b 2.0");
  }

  /** Python, csv.QUOTE_NONE. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "n\\,2|n,2",
        "a\\\"b|a\"b",
        "\\\"quoted\\\"|\"quoted\"",
        "a\\\\b|a\\b",
        "a\\\\\\,b|a\\,b",
        "a\\,\\,b|a,,b",
        "ends\\\\|ends\\",
        "a\"b|a\"b",
        "\\Nx|\\Nx",
      })
  void filesWithoutQuotesEscapeDelimiters(String written, String text) throws IOException {
    String lines = "label,x\n" + written + ",1\nb,2\n";
    assertThat(rows(lines, "data.escape=\\", "data.quote=null"))
        .containsExactly(text + " 1.0", "b 2.0");
  }

  @Test
  void anEscapedDelimiterThatIsNotReadNamesTheKeys() {
    for (String escape : List.of("auto", "\\")) {
      assertThatThrownBy(() -> rows("label,x\nb,2\nn\\,2,1\n", "data.escape=" + escape))
          .isInstanceOf(DataException.class)
          .hasMessageEndingWith(
              ":3: the line has 3 cells, expected 2: if a backslash escapes delimiters, set"
                  + " data.quote = null and data.escape = \"\\\\\"");
    }
  }

  @Test
  void missingValuesWithABackslashStayMissing() {
    assertThatThrownBy(() -> rows("label,x\n\\N,1\nb,2\n", "data.escape=\\", "data.quote=null"))
        .hasMessageEndingWith("the label in column 'label' is missing ('\\N')");
  }

  @Test
  void oneLineTellsOfTwoBackslashesThatMayBeOne() throws IOException {
    rows("label,x\na\\\\b,1\nb,2\n", "data.escape=\\");
    assertThat(remarks)
        .singleElement()
        .asString()
        .startsWith("two backslashes in cells without quotes in ")
        .contains("a.csv are text, as in files of Spark", "QUOTE_ALL");
    rows("label,x\n\"a\\\\b\",1\nb\\c,2\n", "data.escape=\\");
    assertThat(remarks).isEmpty();
    rows("label,x\na\\\\b,1\nb,2\n");
    assertThat(remarks).isEmpty();
  }
}

package org.sparksoftmax.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.config.DateTimes;
import org.sparksoftmax.data.column.ColumnSchema;
import org.sparksoftmax.data.column.ReadPurpose;
import org.sparksoftmax.data.row.ReaderTestSupport;
import org.sparksoftmax.model.ColumnPart;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.FeatureSchema.InputColumn;

/** data.header = auto, and what else the first lines decide. */
class HeaderDecisionTest {

  @TempDir private Path folder;

  private final List<String> remarks = new ArrayList<>();

  private CsvSchema schema(String text, String... sets) throws IOException {
    Path file = ReaderTestSupport.write(folder, "a.csv", text);
    DataConfig config = ReaderTestSupport.config(sets);
    remarks.clear();
    return CsvSchema.resolve(
        config, ReaderTestSupport.sample(file, config), ReadPurpose.training(), remarks::add);
  }

  /** Lines are separated by {@code /}. The label is the last column. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0,1,species/5.1,3.5,s/4.9,3.0,s/7.0,3.2,v/6.4,3.1,v|true|'species' is the label of no other line",
        "2019,2020,country/1,2,a/3,4,a/5,6,b/7,8,b|true|'country' is the label of no other line",
        "0,1,2,3/5,6,7,1/5,6,7,2|true|its cells are the numbers from 0",
        "x,y,kind/1,2,a/3,4,b|true|'y' is not a number, and the cells below it are",
        "5.1,3.5,rare/5.1,3.5,s/4.9,3.0,s/7.0,3.2,v/6.4,3.1,v|false|its cell '5.1' is a number",
        "5.1,3.5,s/4.9,3.0,s/7.0,3.2,v|false|'s' occurs again in its column",
        "1,2,0/3,4,1/5,6,0|false|'0' occurs again in its column",
        "oops,2,a/3,4,a/5,6,b|false|'a' occurs again in its column",
        "sunny,hot,yes/sunny,mild,no/rain,hot,yes|false|'sunny' occurs again in its column",
        "a,b,c/d,e,f|true|none of its cells is a number",
        "x,y,c/1,2,a/x,y,c/3,4,b|true|none of its cells is a number",
        "1,2,a|false|its cell '1' is a number",
        "1,2/3,4/5,6|false|its cell '1' is a number",
        "comment/1,2,a/3,4,b|false|it has 1 cell, and the lines after it have 3",
      })
  void theFirstLinesDecide(String lines, boolean header, String reason) throws IOException {
    String text = lines.replace('/', '\n') + "\n";
    CsvSchema schema = schema(text, "data.label-column=-1");
    assertThat(schema.header() != null).isEqualTo(header);
    assertThat(remarks).hasSize(1);
    assertThat(remarks.get(0))
        .startsWith(folder.resolve("a.csv") + ":1 is taken for ")
        .contains(reason, "(data.header = " + !header);
    if (schema.width() != lines.split("/", 2)[0].split(",").length) {
      return; // a header of fewer cells has no features
    }
    CsvSchema told = schema(text, "data.label-column=-1", "data.header=" + !header);
    assertThat(told.header() != null).isNotEqualTo(header);
    assertThat(remarks).isEmpty();
  }

  @Test
  void anEmptyCellIsNoName() throws IOException {
    assertThat(schema("a,,b\nc,d,e\nf,d,g\n", "data.label-column=-1").header()).isNull();
    assertThat(remarks.get(0))
        .contains("is taken for a row, not for a header: it has an empty cell");
  }

  @Test
  void aNamedLabelSettlesIt() throws IOException {
    assertThat(schema("1,2,label\n3,4,a\n").header()).containsExactly("1", "2", "label");
    assertThat(schema("1,2,k\n3,4,a\n", "data.label-column=k").header()).hasSize(3);
    assertThat(remarks).isEmpty();
  }

  @Test
  void theColumnsOfAModelAreAHeaderAlsoWhereItTakesPartsOfThem() throws IOException {
    InputColumn day =
        new InputColumn(
            "day",
            new ColumnPart.OfDateTime(DateTimes.Part.EPOCH_DAYS, false),
            List.of(),
            Optional.empty());
    FeatureSchema model = new FeatureSchema(2, List.of(day, new InputColumn("7", List.of())), true);
    Path file = ReaderTestSupport.write(folder, "a.csv", "7,day\n1,2026-11-29\n");
    DataConfig config = ReaderTestSupport.config();
    CsvSchema schema =
        CsvSchema.resolve(
            config,
            ReaderTestSupport.sample(file, config),
            ReadPurpose.prediction(model),
            remarks::add);
    assertThat(schema.header()).containsExactly("7", "day");
    assertThat(schema.columns().features()).containsExactly(1, 0);
    assertThat(remarks).isEmpty();
  }

  @Test
  void columnsWithoutNamesAreLeftOutUnlessListed() throws IOException {
    CsvSchema index = schema(",x,label,\n0,1,a,\n1,2,b,\n");
    assertThat(featureNames(index.columns())).containsExactly("x");
    assertThat(remarks).hasSize(2);
    assertThat(remarks.get(0)).contains("column 0 of ", " has no name");
    assertThat(featureNames(schema(",Unnamed: 0,x,label\n0,0,1,a\n").columns()))
        .containsExactly("x");
    assertThat(remarks.get(0)).contains("column 0 of ", " has no name");
    assertThat(remarks.get(1))
        .contains(
            "column 1 of ", " is named 'Unnamed: 0', as pandas names a column without a name");
    CsvSchema listed = schema(",x,label\n0,1,a\n1,2,b\n", "data.feature-columns=[0, x]");
    assertThat(listed.columns().features()).containsExactly(0, 1);
    assertThat(index.table().fieldNames()).containsExactly("c0", "x", "label", "c3");
  }

  @Test
  void rowNamesWithoutANameAreAColumnToo() throws IOException {
    CsvSchema ofR = schema("x,label\nr1,1,a\nr2,2,b\n");
    assertThat(ofR.width()).isEqualTo(3);
    assertThat(featureNames(ofR.columns())).containsExactly("x");
    Path file = folder.resolve("a.csv");
    assertThat(ReaderTestSupport.read(new CsvReader(ofR), file)).containsExactly("a 1.0", "b 2.0");
  }

  @ParameterizedTest
  @CsvSource({"||", "::", ";;", "|~|"})
  void delimitersOfSeveralCharactersAreNamed(String text) {
    String lines = "x||y||label\n1||2||a\n3||4||b\n".replace("||", text);
    assertThatThrownBy(() -> schema(lines))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Invalid data.delimiter = \",\": the cells of %s:1 are between \"%s\", but a delimiter is"
                + " one character: replace \"%s\" in the files by a character that no cell has, such"
                + " as a tab",
            folder.resolve("a.csv"), text, text);
  }

  @Test
  void delimitersOfOneCharacterAreProposedBesideEmptyCells() {
    assertThatThrownBy(() -> schema("x|y|label\n1||a\n3|4|b\n"))
        .hasMessageEndingWith("set data.delimiter = \"|\"");
  }

  @Test
  void columnsWithAnotherRoleAreNoTimesOrCategories() {
    for (String key : List.of("data.datetime-columns", "data.categorical-columns")) {
      assertThatThrownBy(() -> schema("x,label\n1,a\n", key + "=[label]"))
          .isInstanceOf(ConfigException.class)
          .hasMessage("Invalid " + key + ": column label is the label column");
      assertThatThrownBy(() -> schema("x,w,label\n1,1,a\n", "data.weight-column=1", key + "=[w]"))
          .isInstanceOf(ConfigException.class)
          .hasMessage("Invalid " + key + ": column w is the weight column");
    }
  }

  @Test
  void escapesAreFoundInTheFirstLines() throws IOException {
    CsvSchema found = schema("x,label\n1,\"a \\\"b\\\"\"\n2,c\n");
    assertThat(found.syntax().hasBackslash()).isTrue();
    assertThat(remarks).hasSize(1);
    assertThat(ReaderTestSupport.read(new CsvReader(found), folder.resolve("a.csv")))
        .isEqualTo(Arrays.asList("a \"b\" 1.0", "c 2.0"));
    assertThat(schema("x,label\n1,\"C:\\\"\n2,c\n").syntax().hasBackslash()).isFalse();
  }

  private static List<String> featureNames(ColumnSchema columns) {
    return columns.inputColumns().stream().map(FeatureSchema.InputColumn::name).toList();
  }
}

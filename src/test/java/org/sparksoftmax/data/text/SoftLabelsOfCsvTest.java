package org.sparksoftmax.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sparksoftmax.data.row.ReaderTestSupport.config;
import static org.sparksoftmax.data.row.ReaderTestSupport.read;
import static org.sparksoftmax.data.row.ReaderTestSupport.readAll;
import static org.sparksoftmax.data.row.ReaderTestSupport.sample;
import static org.sparksoftmax.data.row.ReaderTestSupport.schema;
import static org.sparksoftmax.data.row.ReaderTestSupport.write;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.data.column.ReadPurpose;
import org.sparksoftmax.data.row.CollectingSink;
import org.sparksoftmax.data.row.RejectedRow;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.model.FeatureSchema;

class SoftLabelsOfCsvTest {
  private static final String CAT_DOG = "data.target-columns=[cat,dog]";

  /** A model of one feature, x, and the classes dog and cat, in this order. */
  private static final FeatureSchema X =
      new FeatureSchema(1, List.of(new FeatureSchema.InputColumn("x", List.of())), true);

  private static final LabelIndex DOG_CAT = LabelIndex.inGivenOrder(List.of("dog", "cat"));

  @TempDir private Path folder;

  private List<String> rows(String text, String... sets) {
    Path file = write(folder, "a.csv", text);
    return read(new CsvReader(schema(config(sets), file)), file);
  }

  private CsvSchema resolve(String text, ReadPurpose purpose, String... sets) throws IOException {
    Path file = write(folder, "b.csv", text);
    DataConfig config = config(sets);
    return CsvSchema.resolve(config, sample(file, config), purpose, remark -> {});
  }

  @Test
  void theLabelIsTheClassOfTheLargestTargetTheFirstOfEquals() {
    assertThat(rows("dog,x,cat\n0.25,1,0.75\n1,2,0\n0.5,3,0.5\n", CAT_DOG))
        .containsExactly("cat [0.75, 0.25] 1.0", "dog [0.0, 1.0] 2.0", "cat [0.5, 0.5] 3.0");
  }

  @Test
  void withoutAHeaderTheClassesArePositions() {
    assertThat(rows("5,0.25,0.75\n", "data.target-columns=[1,-1]", "data.header=false"))
        .containsExactly("2 [0.25, 0.75] 5.0");
  }

  @Test
  void roundedProbabilitiesAreDividedByTheirSum() {
    assertThat(rows("x,a,b\n1,0.5,0.500005\n", "data.target-columns=[a,b]"))
        .containsExactly(
            String.format(Locale.ROOT, "b [%s, %s] 1.0", 0.5 / 1.000005, 0.500005 / 1.000005));
  }

  @Test
  void aColumnThatIsCalledLabelIsNoFeatureUnlessNamed() {
    String text = "x,cat,dog,label\n1,0,1,7\n";
    assertThat(rows(text, CAT_DOG)).containsExactly("dog [0.0, 1.0] 1.0");
    assertThat(rows(text, CAT_DOG, "data.feature-columns=[label,x]"))
        .containsExactly("dog [0.0, 1.0] 7.0 1.0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "1,0.5,0.4|the target probabilities sum to 0.9 (must be 1)",
        "1,0,0|the target probabilities sum to 0.0 (must be 1)",
        "1,0.5,0.50002|the target probabilities sum to 1.00002 (must be 1)",
        "1,-0.1,1.1|column 'cat' holds the target probability -0.1 (must be from 0 to 1)",
        "1,0,1.1|column 'dog' holds the target probability 1.1 (must be from 0 to 1)",
        "1,NaN,1|the target probability in column 'cat' is missing",
        "1,inf,1|column 'cat' holds 'inf', which is not finite",
        "1,0,x|column 'dog' holds 'x', which is not a number",
        "1,,1|the target probability in column 'cat' is missing",
        "1,1,?|the target probability in column 'dog' is missing",
      })
  void badTargetsAreRejected(String line, String reason) {
    Path file = write(folder, "bad.csv", "x,cat,dog\n" + line + "\n2,0,1\n");
    CollectingSink sink = readAll(new CsvReader(schema(config(CAT_DOG), file)), file);
    assertThat(sink.rejected).extracting(RejectedRow::reason).containsExactly(reason);
    assertThat(sink.rejected.get(0).number()).isEqualTo(2);
    assertThat(sink.rows).containsExactly("dog [0.0, 1.0] 2.0");
  }

  @Test
  void classesOfAModelAreMatchedByName() throws IOException {
    CsvSchema schema = resolve("cat,x,dog\n1,2,0\n", ReadPurpose.evaluation(X, DOG_CAT), CAT_DOG);
    assertThat(schema.columns().targets().columns()).containsExactly(2, 0);
    assertThat(schema.columns().targets().index().labels()).containsExactly("dog", "cat");
  }

  @Test
  void targetsThatAreNotTheClassesOfTheModelAreErrors() {
    ReadPurpose evaluation = ReadPurpose.evaluation(X, DOG_CAT);
    String other = "data.target-columns=[cat,cow,dog]";
    assertThatThrownBy(() -> resolve("cat,x,dog,cow\n1,2,0,0\n", evaluation, other))
        .isInstanceOf(ConfigException.class)
        .hasMessage("Invalid data.target-columns: 'cow' is not a class of the model");
    ReadPurpose three =
        ReadPurpose.evaluation(X, LabelIndex.inGivenOrder(List.of("dog", "cat", "cow")));
    assertThatThrownBy(() -> resolve("cat,x,dog\n1,2,0\n", three, CAT_DOG))
        .isInstanceOf(ConfigException.class)
        .hasMessage("Invalid data.target-columns: class 'cow' of the model has no target");
  }

  @Test
  void rowsToPredictNeedNoTargetsAndTheirTargetsAreNoFeatures() throws IOException {
    CsvSchema without = resolve("x\n1\n", ReadPurpose.prediction(X), CAT_DOG, "data.header=true");
    assertThat(without.columns().targets()).isNull();
    assertThat(without.columns().features()).containsExactly(0);
    FeatureSchema unnamed =
        new FeatureSchema(1, List.of(new FeatureSchema.InputColumn("0", List.of())), false);
    String[] positions = {"data.target-columns=[1,2]", "data.header=false"};
    CsvSchema with = resolve("1,0,1\n", ReadPurpose.prediction(unnamed), positions);
    assertThat(with.columns().targets()).isNull();
    assertThat(with.columns().features()).containsExactly(0);
    assertThat(resolve("1\n", ReadPurpose.prediction(unnamed), positions).columns().features())
        .containsExactly(0);
  }

  @Test
  void columnsHaveOneRoleOnly() {
    String text = "x,cat,dog\n1,0,1\n";
    assertThatThrownBy(() -> rows(text, "data.target-columns=[cat,1]"))
        .hasMessage(
            "Invalid data.target-columns: column 1 is listed twice, by name or by position");
    assertThatThrownBy(() -> rows(text, CAT_DOG, "data.weight-column=-1"))
        .hasMessage("Invalid data.weight-column: column dog is a target column");
    assertThatThrownBy(() -> rows(text, CAT_DOG, "data.feature-columns=[0,1]"))
        .hasMessage("Invalid data.feature-columns: column cat is a target column");
    assertThatThrownBy(() -> rows(text, "data.target-columns=[cat,cow]"))
        .hasMessageEndingWith(" names no such column; did you mean 'cat'?");
  }

  /** The rows of R have names in a column that the header does not name. */
  @Test
  void aColumnWithoutANameIsNoClass() {
    assertThatThrownBy(() -> rows("cat,dog\n0.5,1,0.5\n0.5,2,0.5\n", "data.target-columns=[0,2]"))
        .hasMessage(
            "Invalid data.target-columns: a column without a name has no class; name it, or leave"
                + " it out");
  }
}

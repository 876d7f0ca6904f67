package org.sparksoftmax.train.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.config.ConfigException;

class PredictionColumnsTest {

  private static List<String> names(String... labels) {
    return new PredictionColumns(List.of(labels), Probabilities.COLUMNS).names();
  }

  @Test
  void namesHaveLettersDigitsAndUnderscoresOnly() {
    assertThat(names("cat", "Iris setosa", "1.5", "-1", "it's \"x\"`", "日本", "été"))
        .containsExactly(
            "probability_cat",
            "probability_Iris_setosa",
            "probability_1_5",
            "probability__1",
            "probability_it_s__x__",
            "probability_日本",
            "probability_été");
  }

  @Test
  void namesDifferInMoreThanCase() {
    assertThat(names("a b", "a_b", "A.B", "a_b_2", "A_B"))
        .containsExactly(
            "probability_a_b_3",
            "probability_a_b",
            "probability_A_B_4",
            "probability_a_b_2",
            "probability_A_B_5");
    assertThat(names("-", "+", "a", "A"))
        .containsExactly("probability__", "probability___2", "probability_a", "probability_A_2");
  }

  @Test
  void inputColumnsOfTheirNamesAreRenamed() {
    StructType input =
        new StructType()
            .add("Probability_A", DataTypes.LongType)
            .add("probability", DataTypes.LongType)
            .add("probability_c", DataTypes.LongType)
            .add("input_probability", DataTypes.LongType);
    PredictionColumns columns = new PredictionColumns(List.of("a", "b"), Probabilities.COLUMNS);
    assertThat(columns.after(input).fieldNames())
        .containsExactly(
            "input_Probability_A",
            "input_input_probability",
            "probability_c",
            "input_probability",
            "prediction",
            "probability_a",
            "probability_b",
            "reason");
    assertThat(columns.size()).isEqualTo(4);
    assertThat(
            new PredictionColumns(List.of("a", "b"), Probabilities.NONE).after(input).fieldNames())
        .containsExactly(
            "Probability_A",
            "input_input_probability",
            "probability_c",
            "input_probability",
            "prediction",
            "reason");
  }

  @Test
  void inputColumnsOfTheirNamesInAnotherCaseAreRenamed() {
    StructType input =
        new StructType()
            .add("Reason", DataTypes.LongType)
            .add("PREDICTION", DataTypes.LongType)
            .add("prediction", DataTypes.LongType);
    assertThat(
            new PredictionColumns(List.of("a", "b"), Probabilities.ARRAY).after(input).fieldNames())
        .containsExactly(
            "input_Reason",
            "input_PREDICTION",
            "input_input_prediction",
            "prediction",
            "probability",
            "reason");
  }

  @Test
  void veryManyClassesHaveNoColumnsEach() {
    List<String> labels = IntStream.rangeClosed(0, 1000).mapToObj(Integer::toString).toList();
    assertThat(new PredictionColumns(labels.subList(0, 1000), Probabilities.COLUMNS).size())
        .isEqualTo(1002);
    assertThatThrownBy(() -> new PredictionColumns(labels, Probabilities.COLUMNS))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Invalid --probabilities columns: the model has 1,001 classes (must be <= 1,000 for a column each); use --probabilities array");
    assertThat(new PredictionColumns(labels, Probabilities.ARRAY).size()).isEqualTo(3);
  }
}

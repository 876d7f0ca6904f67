package org.sparksoftmax.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparksoftmax.math.layout.LabelIndex;

class LabelTypeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "string|01 1 a",
        "binary|b0 b1",
        "boolean|false true",
        "tinyint|-128 127",
        "smallint|-32768 32767",
        "int|-2147483648 2147483647",
        "bigint|-9223372036854775808 9223372036854775807",
        "float|0.1 7 -1.5E10",
        "double|0.1 1.0E-300 7",
        "decimal(4,2)|-99.99 1 1.5",
        "decimal(10,0)|1 2",
        "date|2020-01-31 2020-02-01",
        "timestamp|2020-01-01T00:00:00.123456Z 2020-01-01T00:00:01Z",
        "timestamp_ntz|2020-01-01T00:00 2020-01-01T00:00:00.000001"
      })
  void classesAreValuesOfTheType(String name, String labels) {
    List<String> classes = List.of(labels.split(" "));
    assertThat(LabelType.of(name, classes)).isEqualTo(new LabelType(name));
  }

  /** Such as classes that the configuration lists, or the names of target columns. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int|1 other",
        "int|01 1",
        "int|1 2147483648",
        "tinyint|1 128",
        "bigint|1 1.5",
        "float|16777216 16777217",
        "double|0.10 0.1",
        "double|1 NaN",
        "decimal(4,2)|1 1.555",
        "decimal(4,2)|1 100",
        "boolean|true TRUE",
        "date|2020-01-01 today",
        "timestamp|2020-01-01T00:00:00Z 2020-01-01"
      })
  void otherwiseTheyAreText(String name, String labels) {
    assertThat(LabelType.of(name, List.of(labels.split(" ")))).isEqualTo(LabelType.TEXT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "INT", "struct<a:int>", "decimal", "decimal(4,2))"})
  void otherTypesHaveNoLabels(String name) {
    assertThatThrownBy(() -> new LabelType(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Unknown type of labels: " + name);
  }

  @Test
  void aModelHasTheTypeOfItsClasses() {
    SoftmaxModel model =
        new SoftmaxModel(
            LabelIndex.inGivenOrder(List.of("7", "9")),
            FeatureSchema.unnamed(1),
            false,
            new double[] {1, 2});
    assertThat(model.labelType()).isEqualTo(LabelType.TEXT);
    SoftmaxModel typed = model.withLabelType(new LabelType("int"));
    assertThat(typed.withTemperature(2).centred(true).withUnits(typed.units()).labelType())
        .isEqualTo(new LabelType("int"));
    assertThat(typed.sha256()).isEqualTo(model.sha256());
    assertThatThrownBy(() -> model.withLabelType(new LabelType("date")))
        .hasMessage("Invalid model: its classes are not distinct values of type date");
  }
}

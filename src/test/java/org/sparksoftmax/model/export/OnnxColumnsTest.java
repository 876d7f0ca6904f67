package org.sparksoftmax.model.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparksoftmax.math.layout.Activation;
import org.sparksoftmax.math.layout.FeatureUnits;
import org.sparksoftmax.math.layout.HiddenLayers;
import org.sparksoftmax.model.ColumnPart;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.FeatureSchema.InputColumn;
import org.sparksoftmax.model.Imputation;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.model.export.OnnxOptions.Inputs;
import org.sparksoftmax.model.export.OnnxOptions.Precision;

/** Files with one input for each column. */
class OnnxColumnsTest {

  private static final List<String> LABELS = List.of("no", "yes", "maybe");

  /** Numbers and categories, some of which may be missing, and a vector. */
  private static final List<InputColumn> COLUMNS =
      List.of(
          number("age", Optional.empty()),
          number("income", Optional.of(new Imputation(2.5, false))),
          number("debt", Optional.of(new Imputation(-1.25, true))),
          categories("colour", false, "red", "é", "green"),
          categories("town", true, "", "north", "south"),
          categories("grade", false, "1", "2", "3.5"),
          categories("size", true, "", "-1", "10"),
          entry("v", 0, true),
          entry("v", 1, false),
          entry("v", 2, true));

  private static final FeatureSchema SCHEMA = schema(COLUMNS);

  @TempDir private Path folder;

  private static InputColumn number(String name, Optional<Imputation> imputation) {
    return new InputColumn(name, ColumnPart.WHOLE, List.of(), imputation);
  }

  private static InputColumn categories(String name, boolean missing, String... categories) {
    return new InputColumn(
        name,
        ColumnPart.WHOLE,
        List.of(categories),
        missing ? Optional.of(Imputation.OF_CATEGORY) : Optional.empty());
  }

  private static InputColumn entry(String name, int index, boolean indicator) {
    return new InputColumn(
        name,
        new ColumnPart.Element(index),
        List.of(),
        Optional.of(new Imputation(0.5, indicator)));
  }

  private static FeatureSchema schema(List<InputColumn> columns) {
    return new FeatureSchema(columns.stream().mapToInt(InputColumn::width).sum(), columns, true);
  }

  private static OnnxFile form(Precision precision) {
    return new OnnxFile(new OnnxOptions(Inputs.COLUMNS, precision, 1));
  }

  private OnnxScorer export(SoftmaxModel model, Precision precision) throws Exception {
    Path file = folder.resolve("model.onnx");
    try (OutputStream out = Files.newOutputStream(file)) {
      form(precision).write(model, out);
    }
    return new OnnxScorer(file);
  }

  /** Rows with unknown and missing values; numbers are those of float32. */
  private static List<Map<String, Object>> rows() {
    Random random = new Random(3);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Map<String, Object> row = new HashMap<>();
      row.put("age", (double) random.nextFloat());
      row.put("income", random.nextInt(3) == 0 ? null : (double) random.nextFloat() * 4);
      row.put("debt", random.nextInt(3) == 0 ? null : (double) random.nextFloat() * 4);
      row.put("colour", List.of("red", "é", "green", "blue").get(random.nextInt(4)));
      row.put("town", List.of("north", "south", "west", "").get(random.nextInt(4)));
      row.put("grade", List.of(1.0, 2, 3.5, 4).get(random.nextInt(4)));
      row.put("size", random.nextInt(3) == 0 ? null : List.of(-1, 10, 3).get(random.nextInt(3)));
      double[] v = {random.nextFloat(), random.nextFloat(), random.nextFloat()};
      v[random.nextInt(3)] = Double.NaN;
      row.put("v", v);
      rows.add(row);
    }
    return rows;
  }

  /** The features of a row, by the definition of the schema. */
  private static double[] features(Map<String, Object> row) {
    List<Double> x = new ArrayList<>();
    for (InputColumn column : COLUMNS) {
      Object cell = row.get(column.column());
      if (column.isCategorical()) {
        for (String category : column.categories()) {
          boolean equal =
              category.isEmpty()
                  ? cell == null || cell.equals("")
                  : cell instanceof Number number
                      ? number.doubleValue() == Double.parseDouble(category)
                      : category.equals(cell);
          x.add(equal ? 1.0 : 0.0);
        }
        continue;
      }
      double value = cell == null ? Double.NaN : number(cell, column.part());
      boolean missing = Double.isNaN(value);
      x.add(missing ? column.imputation().orElseThrow().fill() : value);
      if (column.hasIndicator()) {
        x.add(missing ? 1.0 : 0.0);
      }
    }
    return x.stream().mapToDouble(value -> value).toArray();
  }

  private static double number(Object cell, ColumnPart part) {
    return cell instanceof double[] vector
        ? vector[((ColumnPart.Element) part).index()]
        : ((Number) cell).doubleValue();
  }

  private static Scores expected(SoftmaxModel model, List<Map<String, Object>> rows) {
    return Naive.scores(
        model, rows.stream().map(OnnxColumnsTest::features).toArray(double[][]::new));
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void columnsAreEncodedAndFilledInTheFile(Precision precision) throws Exception {
    List<Map<String, Object>> rows = rows();
    for (HiddenLayers hidden : List.of(HiddenLayers.NONE, HiddenLayers.of(Activation.GELU, 5))) {
      SoftmaxModel model = Naive.model(LABELS, SCHEMA, true, hidden).withTemperature(0.6);
      Scores expected = expected(model, rows);
      assertThat(expected.labels().stream().distinct()).hasSizeGreaterThan(1);
      try (OnnxScorer scorer = export(model, precision)) {
        Scores scores = scorer.scoreRows(rows);
        assertThat(scores.labels()).isEqualTo(expected.labels());
        assertThat(scores.distance(expected))
            .isLessThan(
                switch (precision) {
                  case AUTO -> 6.1e-8;
                  case FLOAT32 -> 2e-6;
                  case FLOAT64 -> 1e-14;
                });
        assertThat(scorer.scoreRows(rows.subList(7, 8)).labels())
            .containsExactly(expected.labels().get(7));
      }
    }
  }

  @Test
  void inputsHaveTheNamesAndTypesOfTheColumns() throws Exception {
    SoftmaxModel model = Naive.model(LABELS, SCHEMA, true, HiddenLayers.NONE);
    try (OnnxScorer scorer = export(model, Precision.FLOAT64)) {
      assertThat(scorer.inputs()).hasSize(8);
      assertThat(scorer.inputs().get(7)).contains("name=v", "javaType=DOUBLE", "shape=[-1, 3]");
    }
    assertThat(form(Precision.FLOAT32).interfaceOf(model))
        .containsExactly(
            "inputs: age, float [rows, 1]; income, float [rows, 1]; debt, float [rows, 1]; colour, string [rows, 1]; town, string [rows, 1]; grade, float [rows, 1]; size, float [rows, 1]; v, float [rows, 3]",
            "outputs: label, string [rows]; probabilities, float [rows, 3]",
            "computes in float32: a label may differ from that of predict where two classes are nearly equal");
  }

  /** Dates as numbers, which need float64 and a centre. */
  @Test
  void columnsFarFromZeroAreDoubles() throws Exception {
    FeatureSchema schema =
        schema(List.of(number("date", Optional.of(new Imputation(20240105, true)))));
    SoftmaxModel model =
        Naive.centred(
            LABELS,
            schema,
            true,
            HiddenLayers.NONE,
            FeatureUnits.of(new double[] {20240101, 0}, null));
    List<Map<String, Double>> rows = List.of(Map.of("date", 20240102.0), Map.of());
    try (OnnxScorer scorer = export(model, Precision.AUTO)) {
      Scores expected = Naive.scores(model, new double[][] {{20240102, 0}, {20240105, 1}});
      assertThat(scorer.scoreRows(rows).distance(expected)).isLessThan(6.1e-8);
    }
    assertThat(form(Precision.AUTO).interfaceOf(model).get(0))
        .isEqualTo("input: date, double [rows, 1]");
  }

  @Test
  void namesOfColumnsAreUniqueAmongAllNames() throws Exception {
    List<InputColumn> columns =
        List.of(
            number("label", Optional.empty()),
            number("probabilities", Optional.of(new Imputation(0, true))),
            number("W1", Optional.empty()),
            number("c=p", Optional.empty()),
            categories("c", false, "p"),
            number("encoded", Optional.empty()),
            number("x", Optional.empty()));
    SoftmaxModel model = Naive.model(LABELS, schema(columns), true, HiddenLayers.NONE);
    try (OnnxScorer scorer = export(model, Precision.AUTO)) {
      assertThat(form(Precision.AUTO).interfaceOf(model).get(1))
          .isEqualTo("outputs: label_, string [rows]; probabilities_, float [rows, 3]");
      assertThat(scorer.texts("features"))
          .containsExactly(
              "label",
              "probabilities",
              "probabilities is missing",
              "W1",
              "c=p",
              "c=p_",
              "encoded",
              "x");
      Map<String, Object> row =
          Map.of("label", 1, "probabilities", 2, "W1", 3, "c=p", 4, "c", "p", "encoded", 5, "x", 6);
      assertThat(
              scorer
                  .scoreRows(List.of(row))
                  .distance(Naive.scores(model, new double[][] {{1, 2, 0, 3, 4, 1, 5, 6}})))
          .isLessThan(6.1e-8);
    }
  }

  @Test
  void aModelWithoutColumnsTakesItsVector() throws IOException {
    SoftmaxModel model = Naive.model(LABELS, FeatureSchema.unnamed(4), true, HiddenLayers.NONE);
    assertThat(form(Precision.AUTO).interfaceOf(model).get(0))
        .isEqualTo("input: features, float [rows, 4]");
  }

  @Test
  void columnsWithoutNamesHaveTheirPositions() {
    List<InputColumn> columns =
        List.of(
            new InputColumn("0", List.of()),
            new InputColumn("3", List.of("b")),
            new InputColumn("width", List.of())); // as the entry of a vector is named
    SoftmaxModel model =
        Naive.model(LABELS, new FeatureSchema(3, columns, false), true, HiddenLayers.NONE);
    assertThat(form(Precision.FLOAT64).interfaceOf(model).get(0))
        .isEqualTo(
            "inputs: feature_0, double [rows, 1]; feature_3, string [rows, 1]; width, double [rows, 1]");
  }

  @Test
  void categoriesThatFloat32CannotTellApartAreDoubles() throws Exception {
    FeatureSchema schema =
        schema(
            List.of(
                categories("id", false, "16777216", "16777217"), number("x", Optional.empty())));
    SoftmaxModel model = Naive.model(LABELS, schema, true, HiddenLayers.NONE);
    try (OnnxScorer scorer = export(model, Precision.AUTO)) {
      Scores scores =
          scorer.scoreRows(List.of(Map.of("id", 16777217, "x", 1), Map.of("id", 16777218, "x", 1)));
      Scores expected = Naive.scores(model, new double[][] {{0, 1, 1}, {0, 0, 1}});
      assertThat(scores.distance(expected)).isLessThan(6.1e-8);
    }
    assertThat(form(Precision.AUTO).interfaceOf(model).get(0))
        .isEqualTo("inputs: id, double [rows, 1]; x, float [rows, 1]");
  }
}

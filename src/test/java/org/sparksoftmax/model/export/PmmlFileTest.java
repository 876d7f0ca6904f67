package org.sparksoftmax.model.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jpmml.evaluator.EvaluationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparksoftmax.math.layout.Activation;
import org.sparksoftmax.math.layout.FeatureUnits;
import org.sparksoftmax.math.layout.HiddenLayers;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.FeatureSchema.InputColumn;
import org.sparksoftmax.model.SoftmaxModel;

class PmmlFileTest {

  private static final List<String> LABELS = List.of("normal.", "<ïnvalid> & \"co\"", "7.0");

  /** age; colour=red, colour=é; size */
  private static final FeatureSchema COLUMNS =
      new FeatureSchema(
          4,
          List.of(
              new InputColumn("age", List.of()),
              new InputColumn("colour", List.of("red", "é")),
              new InputColumn("size", List.of())),
          true);

  @TempDir private Path folder;

  private PmmlScorer export(SoftmaxModel model) throws Exception {
    Path file = folder.resolve("model.pmml");
    try (OutputStream out = Files.newOutputStream(file)) {
      new PmmlFile().write(model, out);
    }
    return new PmmlScorer(file);
  }

  private static SoftmaxModel linear(List<String> labels, FeatureSchema schema) {
    return Naive.model(labels, schema, true, HiddenLayers.NONE);
  }

  private static Map<String, Object> row(Object age, Object colour, Object size) {
    Map<String, Object> row = new HashMap<>();
    row.put("age", age);
    row.put("colour", colour);
    row.put("size", size);
    row.values().removeIf(value -> value == null);
    return row;
  }

  private static void assertSame(Scores scores, Scores expected) {
    assertThat(scores.labels()).isEqualTo(expected.labels());
    assertThat(scores.distance(expected)).isLessThan(1e-14);
  }

  @ParameterizedTest
  @CsvSource({"true, 1", "true, 2.5", "false, 1", "false, 0.3"})
  void aModelIsWhatItIsHere(boolean intercept, double temperature) throws Exception {
    float[][] rows = Naive.rows(300, 2);
    FeatureSchema unnamed = FeatureSchema.unnamed(2);
    for (List<String> labels : List.of(LABELS, List.of("no", "yes"))) {
      SoftmaxModel model =
          Naive.model(labels, unnamed, intercept, HiddenLayers.NONE).withTemperature(temperature);
      List<Map<String, Float>> fields =
          Arrays.stream(rows).map(row -> Map.of("feature_0", row[0], "feature_1", row[1])).toList();
      assertSame(export(model).score(fields), Naive.scores(model, rows));
    }
  }

  @Test
  void categoriesAreValuesOfTheirFieldAndOthersAreNoneOfThem() throws Exception {
    SoftmaxModel model = linear(LABELS, COLUMNS);
    Scores scores =
        export(model)
            .score(
                List.of(
                    row(1.5, "red", -2), row("1.5", "é", -2), row(0, "blue", 1), row(0, "", 1)));
    float[][] rows = {{1.5f, 1, 0, -2}, {1.5f, 0, 1, -2}, {0, 0, 0, 1}, {0, 0, 0, 1}};
    assertSame(scores, Naive.scores(model, rows));
  }

  @Test
  void aCellThatIsMissingOrNoNumberMakesARowInvalid() throws Exception {
    PmmlScorer scorer = export(linear(LABELS, COLUMNS));
    for (Map<String, Object> bad :
        List.of(
            row(null, "red", 1), row(1, null, 1), row(1, "red", null), row("young", "red", 1))) {
      assertThatThrownBy(() -> scorer.score(List.of(bad)))
          .as("%s", bad)
          .isInstanceOf(EvaluationException.class);
    }
  }

  @Test
  void aFeatureWithoutAColumnIsZeroWhereItIsMissing() throws Exception {
    SoftmaxModel model = linear(LABELS, FeatureSchema.unnamed(2));
    assertSame(
        export(model).score(List.of(Map.of("feature_1", 2))),
        Naive.scores(model, new float[][] {{0, 2}}));
  }

  /** Milliseconds since 1970, whose intercepts for raw features would be off by 1e-4. */
  @ParameterizedTest
  @CsvSource({"true, 1", "true, 2.5", "false, 1", "false, 0.3"})
  void centresAreSubtractedBeforeTheWeightsApply(boolean intercept, double temperature)
      throws Exception {
    FeatureUnits far = FeatureUnits.of(new double[] {-42.5, 0, 0, 1.7e12}, null);
    SoftmaxModel model =
        Naive.centred(LABELS, COLUMNS, intercept, HiddenLayers.NONE, far)
            .withTemperature(temperature);
    double[][] rows = {
      {-42.25, 1, 0, 1.7e12 + 3}, {-44, 0, 1, 1.7e12 - 1}, {-42, 0, 0, 1.7e12 + 0.5}
    };
    assertSame(
        export(model)
            .score(
                List.of(
                    row(-42.25, "red", 1.7e12 + 3),
                    row(-44, "é", "1699999999999"),
                    row("-42", "blue", 1.7e12 + 0.5))),
        Naive.scores(model, rows));
  }

  @Test
  void aCentredFeatureWithoutAColumnIsZeroWhereItIsMissing() throws Exception {
    SoftmaxModel model =
        linear(LABELS, FeatureSchema.unnamed(2))
            .withUnits(FeatureUnits.of(new double[] {3, 0}, null));
    assertSame(
        export(model).score(List.of(Map.of("feature_1", 2))),
        Naive.scores(model, new float[][] {{0, 2}}));
  }

  @Test
  void aCellOfACentredColumnThatIsMissingMakesARowInvalid() throws Exception {
    FeatureUnits far = FeatureUnits.of(new double[] {30, 0, 0, 1000}, null);
    PmmlScorer scorer = export(linear(LABELS, COLUMNS).withUnits(far));
    for (Map<String, Object> bad :
        List.of(row(null, "red", 1), row(1, "red", null), row("young", "red", 1))) {
      assertThatThrownBy(() -> scorer.score(List.of(bad)))
          .as("%s", bad)
          .isInstanceOf(EvaluationException.class);
    }
  }

  @Test
  void theFirstOfEqualClassesIsThePrediction() throws Exception {
    SoftmaxModel model =
        new SoftmaxModel(
            LabelIndex.inGivenOrder(List.of("5", "3", "4")),
            FeatureSchema.unnamed(1),
            false,
            new double[] {-1, 1, 1});
    assertThat(
            export(model)
                .score(
                    List.of(
                        Map.of("feature_0", -1), Map.of("feature_0", 0), Map.of("feature_0", 1)))
                .labels())
        .containsExactly("5", "5", "3");
  }

  @Test
  void namesThatAreTakenGetAnUnderscore() throws Exception {
    FeatureSchema schema =
        new FeatureSchema(
            3,
            List.of(
                new InputColumn("label", List.of()),
                new InputColumn("label_", List.of()),
                new InputColumn("probability(a)", List.of())),
            true);
    SoftmaxModel model = linear(List.of("a", "b"), schema);
    PmmlScorer scorer = export(model);
    assertThat(scorer.inputs()).containsExactly("label", "label_", "probability(a)");
    assertThat(scorer.target()).isEqualTo("label__");
    assertThat(scorer.outputs()).containsExactly("prediction", "probability(a)_", "probability(b)");
    assertThat(new PmmlFile().interfaceOf(model))
        .containsExactly(
            "inputs: 3 fields, label to probability(a)",
            "outputs: prediction; probability(a)_ and so on");
  }

  @Test
  void columnsThatHaveOnlyPositionsAreNamedByThem() throws Exception {
    FeatureSchema schema =
        new FeatureSchema(
            2, List.of(new InputColumn("0", List.of()), new InputColumn("3", List.of("b"))), false);
    assertThat(export(linear(LABELS, schema)).inputs()).containsExactly("feature_0", "feature_3");
  }

  @Test
  void weightsOfZeroAreLeftOut() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SoftmaxModel model =
        new SoftmaxModel(
            LabelIndex.inGivenOrder(List.of("a", "b")),
            COLUMNS,
            false,
            new double[] {0, 1, 0, 0, 2, 0, 0, 0});
    new PmmlFile().write(model, out);
    String text = out.toString(StandardCharsets.UTF_8);
    assertThat(text.split("Predictor ")).hasSize(3);
    assertThat(text)
        .contains("<CategoricalPredictor name=\"colour\" value=\"red\" coefficient=\"1.0\"/>")
        .contains("<NumericPredictor name=\"age\" coefficient=\"2.0\"/>")
        .contains("name=\"modelSha256\" value=\"" + model.sha256());
  }

  @Test
  void aNetworkIsRefused() {
    SoftmaxModel network = Naive.model(LABELS, COLUMNS, true, HiddenLayers.of(Activation.RELU, 3));
    assertThatThrownBy(() -> new PmmlFile().requireFits(network))
        .isInstanceOf(ExportException.class)
        .hasMessage(
            "Cannot export the model to pmml: it is a network (hidden layers: 3 relu), and pmml is written of linear models only; --format onnx takes networks");
  }

  @Test
  void textThatXmlCannotHoldIsRefused() {
    for (String text : List.of("a\u0000", "a\nb", "\uFFFE", "\uD800")) {
      assertThatThrownBy(() -> new PmmlFile().requireFits(linear(List.of("x", text), COLUMNS)))
          .isInstanceOf(ExportException.class)
          .hasMessageStartingWith("Cannot export the model to pmml: '")
          .hasMessageEndingWith("' has a character that attributes of XML cannot have");
    }
  }

  @Test
  void aFileIsKnownByItsHead() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new PmmlFile().write(linear(LABELS, COLUMNS), out);
    PmmlFile form = new PmmlFile();
    assertThat(form.isOne(out.toByteArray())).isTrue();
    for (String text : List.of("", "<?xml version=\"1.0\"?><PMML/>", "PMML")) {
      assertThat(form.isOne(text.getBytes(StandardCharsets.UTF_8))).isFalse();
    }
  }

  @Test
  void aFailureToWriteIsTheReasonThatIsGiven() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("disk full");
          }
        };
    assertThatThrownBy(() -> new PmmlFile().write(linear(LABELS, COLUMNS), full))
        .isInstanceOf(IOException.class)
        .hasMessage("disk full");
  }
}

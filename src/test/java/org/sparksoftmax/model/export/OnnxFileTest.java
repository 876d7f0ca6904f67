package org.sparksoftmax.model.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparksoftmax.math.layout.Activation;
import org.sparksoftmax.math.layout.FeatureUnits;
import org.sparksoftmax.math.layout.HiddenLayers;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.FeatureSchema.InputColumn;
import org.sparksoftmax.model.SoftmaxModel;

class OnnxFileTest {

  private static final List<String> NUMBERS = List.of("-3", "0", "12");
  private static final List<String> TEXTS = List.of("normal.", "ïnvalid", "7.0");
  private static final FeatureSchema FIVE = FeatureSchema.unnamed(5);

  @TempDir private Path folder;

  private Path export(SoftmaxModel model) throws IOException {
    Path file = folder.resolve("model.onnx");
    try (OutputStream out = Files.newOutputStream(file)) {
      new OnnxFile().write(model, out);
    }
    return file;
  }

  private void assertScoresAreThoseOf(SoftmaxModel model) throws Exception {
    float[][] rows = Naive.rows(300, model.schema().features());
    Scores expected = Naive.scores(model, rows);
    try (OnnxScorer scorer = new OnnxScorer(export(model))) {
      Scores scores = scorer.score(rows.length, i -> rows[i]);
      assertThat(scores.labels()).isEqualTo(expected.labels());
      // About half a unit in the last place of float32 near 1.
      assertThat(scores.distance(expected)).isLessThan(6.1e-8);
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void aNetworkOfEveryActivationIsWhatItIsHere(Activation activation) throws Exception {
    HiddenLayers hidden = HiddenLayers.of(activation, 7, 4);
    assertScoresAreThoseOf(Naive.model(NUMBERS, FIVE, true, hidden).withTemperature(0.7));
    assertScoresAreThoseOf(Naive.model(TEXTS, FIVE, false, hidden));
  }

  @ParameterizedTest
  @CsvSource({"true, 1", "true, 2.5", "false, 1", "false, 0.3"})
  void aLinearModelIsWhatItIsHere(boolean intercept, double temperature) throws Exception {
    assertScoresAreThoseOf(
        Naive.model(TEXTS, FIVE, intercept, HiddenLayers.NONE).withTemperature(temperature));
    assertScoresAreThoseOf(
        Naive.model(List.of("no", "yes"), FIVE, intercept, HiddenLayers.NONE)
            .withTemperature(temperature));
  }

  /** Milliseconds since 1970, which float32 rounds to 131072. */
  @ParameterizedTest
  @CsvSource({"true, 1", "false, 0.3"})
  void centresAreSubtractedInFloat64(boolean intercept, double temperature) throws Exception {
    FeatureUnits far = FeatureUnits.of(new double[] {0, -42.5, 0, 1.7e12, 0}, null);
    double[][] rows = new double[300][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new double[] {0.01 * i, -42 + 0.001 * i, 1, 1.7e12 + i % 7, -1};
    }
    for (HiddenLayers hidden : List.of(HiddenLayers.NONE, HiddenLayers.of(Activation.TANH, 4, 3))) {
      SoftmaxModel model =
          Naive.centred(TEXTS, FIVE, intercept, hidden, far).withTemperature(temperature);
      Scores expected = Naive.scores(model, rows);
      try (OnnxScorer scorer = new OnnxScorer(export(model))) {
        Scores scores = scorer.scoreDoubles(rows);
        assertThat(scores.labels()).isEqualTo(expected.labels());
        assertThat(scores.distance(expected)).isLessThan(6.1e-8);
      }
    }
  }

  @Test
  void featuresAreDoublesWhereFloat32CannotTellThemApart() throws Exception {
    SoftmaxModel raw = Naive.model(NUMBERS, FIVE, true, HiddenLayers.NONE);
    FeatureUnits centred = FeatureUnits.of(new double[] {1e6, 0, 0, 0, 0}, null);
    FeatureUnits spreads = FeatureUnits.of(null, new double[] {1, 20, 1, 1, 1});
    assertThat(inputOf(raw)).isEqualTo("input: features, float [rows, 5]");
    assertThat(inputOf(raw.withUnits(spreads))).isEqualTo("input: features, float [rows, 5]");
    assertThat(inputOf(raw.withUnits(centred))).isEqualTo("input: features, double [rows, 5]");
    assertThat(inputOf(raw.withUnits(FeatureUnits.RAW.inFloat64(true))))
        .isEqualTo("input: features, double [rows, 5]");
  }

  /** The input as reported by the export, and as declared in the file. */
  private String inputOf(SoftmaxModel model) throws Exception {
    String said = new OnnxFile().interfaceOf(model).get(0);
    try (OnnxScorer scorer = new OnnxScorer(export(model))) {
      assertThat(scorer.takesDoubles()).isEqualTo(said.contains("double"));
    }
    return said;
  }

  @Test
  void theFirstOfEqualClassesIsThePrediction() throws Exception {
    SoftmaxModel model =
        new SoftmaxModel(
            LabelIndex.inGivenOrder(List.of("5", "3", "4")),
            FeatureSchema.unnamed(1),
            false,
            new double[] {-1, 1, 1});
    try (OnnxScorer scorer = new OnnxScorer(export(model))) {
      float[] x = {-1, 0, 1};
      assertThat(scorer.score(3, i -> new float[] {x[i]}).labels()).containsExactly("5", "5", "3");
    }
  }

  @Test
  void extremeLogitsStayNumbers() throws Exception {
    SoftmaxModel model =
        new SoftmaxModel(
            LabelIndex.inGivenOrder(List.of("a", "b")),
            FeatureSchema.unnamed(1),
            false,
            new double[] {1e30, -1e30});
    try (OnnxScorer scorer = new OnnxScorer(export(model))) {
      Scores scores = scorer.score(2, i -> new float[] {i == 0 ? 1e30f : -1e30f});
      assertThat(scores.labels()).containsExactly("a", "b");
      assertThat(scores.probabilities()).isDeepEqualTo(new double[][] {{1, 0}, {0, 1}});
    }
  }

  @Test
  void theFileSaysWhatItIs() throws Exception {
    FeatureSchema schema =
        new FeatureSchema(
            3,
            List.of(
                new InputColumn("age", List.of()), new InputColumn("colour", List.of("red", "é"))),
            true);
    SoftmaxModel model = Naive.model(NUMBERS, schema, true, HiddenLayers.NONE);
    try (OnnxScorer scorer = new OnnxScorer(export(model))) {
      assertThat(scorer.producer()).isEqualTo("spark-softmax");
      assertThat(scorer.text("modelSha256")).isEqualTo(model.sha256());
      assertThat(scorer.texts("classes")).isEqualTo(NUMBERS);
      assertThat(scorer.texts("features")).containsExactly("age", "colour=red", "colour=é");
      assertThat(scorer.inputs())
          .singleElement()
          .asString()
          .contains("name=features", "javaType=FLOAT", "shape=[-1, 3]");
      assertThat(scorer.outputs()).hasSize(2);
      assertThat(scorer.outputs().get(0)).contains("name=label", "javaType=INT64", "shape=[-1]");
      assertThat(scorer.outputs().get(1))
          .contains("name=probabilities", "javaType=FLOAT", "shape=[-1, 3]");
    }
    assertThat(new OnnxFile().interfaceOf(model))
        .containsExactly(
            "input: features, float [rows, 3]",
            "outputs: label, int64 [rows]; probabilities, float [rows, 3]",
            "computes in float64");
  }

  @ParameterizedTest
  @CsvSource({"0 1, int64", "-7 9, int64", "0 01, string", "1.0 2.0, string", "+1 2, string"})
  void onlyNumbersThatComeBackAsTheSameTextAreNumbers(String labels, String type) {
    SoftmaxModel model = Naive.model(List.of(labels.split(" ")), FIVE, false, HiddenLayers.NONE);
    assertThat(new OnnxFile().interfaceOf(model).get(1)).contains("label, " + type);
  }

  @Test
  void manyNamesAreLeftOut() throws Exception {
    List<InputColumn> columns =
        IntStream.range(0, 1100)
            .mapToObj(j -> new InputColumn("x".repeat(1000) + j, List.of()))
            .toList();
    FeatureSchema schema = new FeatureSchema(1100, columns, true);
    try (OnnxScorer scorer =
        new OnnxScorer(export(Naive.model(NUMBERS, schema, true, HiddenLayers.NONE)))) {
      assertThat(scorer.text("features")).isNull();
    }
  }

  @Test
  void whatIsLargerThanAProtobufMessageIsRefused() {
    assertThatCode(() -> OnnxFile.requireFits(267_000_000, 8, 1_000_000))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> OnnxFile.requireFits(267_000_000, 8, 2_000_000))
        .isInstanceOf(ExportException.class)
        .hasMessage(
            "Cannot export the model to onnx: with 267,000,000 parameters and 2,000,000 characters of labels and columns it may take 2,152,194,304 bytes (an ONNX file has at most 2,147,483,647)");
    assertThatThrownBy(() -> OnnxFile.requireFits(268_435_451, 8, 10))
        .isInstanceOf(ExportException.class);
  }

  @Test
  void aFileIsKnownByItsHead() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new OnnxFile().write(Naive.model(TEXTS, FIVE, true, HiddenLayers.NONE), out);
    byte[] bytes = out.toByteArray();
    OnnxFile form = new OnnxFile();
    assertThat(form.isOne(Arrays.copyOf(bytes, ModelFile.HEAD_BYTES))).isTrue();
    bytes[5]++;
    assertThat(form.isOne(bytes)).isFalse();
    assertThat(form.isOne(new byte[0])).isFalse();
    assertThat(form.isOne("<?xml".getBytes(StandardCharsets.UTF_8))).isFalse();
  }
}

package org.sparksoftmax.model.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxModelMetadata;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparksoftmax.math.layout.Activation;
import org.sparksoftmax.math.layout.FeatureUnits;
import org.sparksoftmax.math.layout.HiddenLayers;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.model.ColumnPart;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.FeatureSchema.InputColumn;
import org.sparksoftmax.model.Imputation;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.model.export.OnnxOptions.Inputs;
import org.sparksoftmax.model.export.OnnxOptions.Precision;
import org.sparksoftmax.text.Product;

class OnnxPrecisionTest {

  private static final List<String> LABELS = List.of("a", "b", "c");
  private static final FeatureSchema TWO = FeatureSchema.named(List.of("price", "weight"));

  @TempDir private Path folder;

  private static OnnxFile form(Precision precision) {
    return new OnnxFile(new OnnxOptions(Inputs.VECTOR, precision, 7));
  }

  private OnnxScorer export(SoftmaxModel model, Precision precision) throws Exception {
    Path file = folder.resolve(precision + ".onnx");
    try (OutputStream out = Files.newOutputStream(file)) {
      form(precision).write(model, out);
    }
    return new OnnxScorer(file);
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void bothPrecisionsPredictTheSame(Activation activation) throws Exception {
    for (HiddenLayers hidden : List.of(HiddenLayers.NONE, HiddenLayers.of(activation, 7, 4))) {
      SoftmaxModel model =
          Naive.model(LABELS, FeatureSchema.unnamed(5), true, hidden).withTemperature(0.7);
      float[][] rows = Naive.rows(300, 5);
      Scores expected = Naive.scores(model, rows);
      double[][] exact = new double[rows.length][5];
      for (int i = 0; i < rows.length; i++) {
        for (int j = 0; j < 5; j++) {
          exact[i][j] = rows[i][j];
        }
      }
      try (OnnxScorer single = export(model, Precision.FLOAT32);
          OnnxScorer exactly = export(model, Precision.FLOAT64)) {
        assertThat(single.takesDoubles()).isFalse();
        assertThat(exactly.takesDoubles()).isTrue();
        Scores scores = single.scoreDoubles(exact);
        assertThat(scores.labels()).isEqualTo(expected.labels());
        assertThat(scores.distance(expected)).isBetween(1e-9, 2e-6);
        assertThat(exactly.scoreDoubles(exact).labels()).isEqualTo(expected.labels());
        assertThat(exactly.scoreDoubles(exact).distance(expected)).isLessThan(1e-14);
      }
    }
    long single = Files.size(folder.resolve("FLOAT32.onnx"));
    assertThat(single).isLessThan(Files.size(folder.resolve("FLOAT64.onnx")));
  }

  @Test
  void theFileHasVersionProducerAndDescription() throws Exception {
    SoftmaxModel model = Naive.model(List.of("0", "1"), TWO, true, HiddenLayers.NONE);
    try (OnnxScorer scorer = export(model, Precision.FLOAT32)) {
      OnnxModelMetadata metadata = scorer.metadata();
      assertThat(metadata.getVersion()).isEqualTo(7);
      assertThat(metadata.getProducerName()).isEqualTo("spark-softmax");
      assertThat(metadata.getDomain()).isEqualTo("org.sparksoftmax");
      assertThat(metadata.getDescription())
          .isEqualTo(
              "Softmax classifier of 2 classes and 2 features (linear), exported by spark-softmax "
                  + Product.version()
                  + ". input: features, float [rows, 2]. outputs: label, int64 [rows]; probabilities, float [rows, 2]. computes in float32: a label may differ from that of predict where two classes are nearly equal.");
      assertThat(metadata.getCustomMetadata())
          .containsEntry("classes", "[\"0\",\"1\"]")
          .containsEntry("features", "[\"price\",\"weight\"]")
          .containsEntry("modelSha256", model.sha256());
    }
  }

  @Test
  void aModelVersionIsPositive() {
    assertThatThrownBy(() -> new OnnxOptions(Inputs.VECTOR, Precision.AUTO, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid model version 0 (must be > 0)");
  }

  private static SoftmaxModel model(FeatureSchema schema, double... parameters) {
    return new SoftmaxModel(LabelIndex.inGivenOrder(LABELS), schema, true, parameters);
  }

  private static void assertRefused(SoftmaxModel model, Inputs inputs, String reason) {
    OnnxFile form = new OnnxFile(new OnnxOptions(inputs, Precision.FLOAT32, 1));
    assertThatThrownBy(() -> form.requireFits(model))
        .isInstanceOf(ExportException.class)
        .hasMessage(
            "Cannot export the model to onnx in float32: "
                + reason
                + "; use the precision float64 or auto");
    form(Precision.AUTO).requireFits(model);
    form(Precision.FLOAT64).requireFits(model);
  }

  @Test
  void float32IsRefusedWhereItIsKnownToChangePredictions() {
    SoftmaxModel plain = model(TWO, 1, 2, 3, 4, 5, 6, 0, 0, 1);
    form(Precision.FLOAT32).requireFits(plain);
    assertRefused(
        plain.withUnits(FeatureUnits.of(new double[] {0, 20240101}, null)),
        Inputs.VECTOR,
        "it rounds the values of feature 'weight' too coarsely, which are near 2.02401e+07");
    assertRefused(
        plain.withUnits(FeatureUnits.RAW.inFloat64(true)),
        Inputs.VECTOR,
        "it rounds the values of some columns too coarsely");
    assertRefused(
        model(TWO, 1, 2, 3, 1e39, 5, 6, 0, 0, 1),
        Inputs.VECTOR,
        "it has no weights of the size of 1.00000e+39");
    assertRefused(
        model(TWO, 1, 2e-40, 3, 1e-42, 5, 0, 0, 0, 1),
        Inputs.VECTOR,
        "it rounds the weights of feature 'weight' away, which are at most 2.00000e-40");
    assertRefused(
        model(TWO, 1, 2, 3, 4, 1 + 1e-9, 2, 0.5, 0, 0.5),
        Inputs.VECTOR,
        "it cannot tell the classes 'a' and 'c' apart");
    form(Precision.FLOAT32).requireFits(model(TWO, 1, 2, 3, 4, 1, 2, 0.5, 0, 0.5)); // equal anyway
    form(Precision.FLOAT32).requireFits(model(TWO, 1, 0, 3, 0, 1, 0, 0.5, 0, 0)); // no weight
  }

  /** Centres of training: multiples of a power of two near the spread. */
  @Test
  void centresNearTheirValuesAreSubtractedInFloat32() throws Exception {
    for (double centre : new double[] {5.5, -2004, 0.25, 100}) {
      FeatureUnits units = FeatureUnits.of(new double[] {centre, 0}, null);
      SoftmaxModel model = Naive.centred(LABELS, TWO, true, HiddenLayers.NONE, units);
      double[][] rows = new double[200][];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = new double[] {centre + (i % 17 - 8) / 8.0, i % 5};
      }
      Scores expected = Naive.scores(model, rows);
      try (OnnxScorer scorer = export(model, Precision.FLOAT32)) {
        Scores scores = scorer.scoreDoubles(rows);
        assertThat(scores.labels()).isEqualTo(expected.labels());
        assertThat(scores.distance(expected)).isLessThan(2e-6);
      }
    }
  }

  @Test
  void constantsTakeUpTheRoundingOfCentres() {
    double[] centres = {16_777_217.0, 0};
    SoftmaxModel model =
        Naive.centred(LABELS, TWO, true, HiddenLayers.NONE, FeatureUnits.of(centres, null));
    SoftmaxModel rounded = OnnxPrecision.withFloat32Centres(model);
    assertThat(rounded.units().centres()).containsExactly(16_777_216.0, 0);
    double[][] rows = {{16_777_219, 2}, {16_777_200, -1}};
    assertThat(Naive.scores(rounded, rows).distance(Naive.scores(model, rows))).isLessThan(1e-12);
  }

  @Test
  void aConstantColumnWithoutWeightsNeedsNoFloat64() {
    SoftmaxModel constant =
        model(TWO, 1, 0, 3, 0, 5, 0, 0, 0, 1)
            .withUnits(FeatureUnits.of(new double[] {0, 20240101}, null));
    form(Precision.FLOAT32).requireFits(constant);
  }

  @Test
  void float32IsRefusedForCategoriesAndReplacementsThatItHasNot() {
    FeatureSchema ids =
        new FeatureSchema(2, List.of(new InputColumn("id", List.of("1", "16777217"))), true);
    assertRefused(
        model(ids, 1, 2, 3, 4, 5, 6, 0, 0, 1),
        Inputs.COLUMNS,
        "it cannot tell the categories of column 'id' apart");
    new OnnxFile(new OnnxOptions(Inputs.VECTOR, Precision.FLOAT32, 1))
        .requireFits(model(ids, 1, 2, 3, 4, 5, 6, 0, 0, 1));
    FeatureSchema filled =
        new FeatureSchema(
            1,
            List.of(
                new InputColumn(
                    "x", ColumnPart.WHOLE, List.of(), Optional.of(new Imputation(1e300, false)))),
            true);
    assertRefused(
        model(filled, 1, 2, 3, 0, 0, 1),
        Inputs.VECTOR,
        "the replacement 1.0E300 of a missing value is too large");
  }
}

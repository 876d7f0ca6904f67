package org.sparksoftmax.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.config.DateTimes;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.Activation;
import org.sparksoftmax.math.layout.FeatureUnits;
import org.sparksoftmax.math.layout.HiddenLayers;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.model.FeatureSchema.InputColumn;

class ModelCodecTest {

  private static SoftmaxModel model() {
    FeatureSchema schema =
        new FeatureSchema(
            4,
            List.of(
                new InputColumn("size", List.of()),
                new InputColumn("colour", List.of("blue", "red", "ünïcode"))),
            true);
    double[] parameters = {1, 2, 3, 4, -1, -2, -3, Double.MIN_VALUE, 0.5, -0.5};
    return new SoftmaxModel(LabelIndex.inNaturalOrder(List.of("b", "a")), schema, true, parameters);
  }

  @Test
  void aModelComesBackAsItWas() {
    Map<String, byte[]> files = ModelCodec.encode(model());
    SoftmaxModel back =
        ModelCodec.decode(files.get(ModelCodec.METADATA), files.get(ModelCodec.WEIGHTS));
    assertThat(back.parameters(WeightOrder.CLASS_MAJOR))
        .containsExactly(model().parameters(WeightOrder.CLASS_MAJOR));
    assertThat(back.classes().labels()).containsExactly("a", "b");
    assertThat(back.schema()).isEqualTo(model().schema());
    assertThat(back.sha256()).isEqualTo(model().sha256());
    assertThat(back.schema().featureNames())
        .containsExactly("size", "colour=blue", "colour=red", "colour=ünïcode");
  }

  /** Files without a type are those of earlier versions, and those of text. */
  @Test
  void theTypeOfTheLabelsComesBackAsItWas() {
    SoftmaxModel text = model();
    assertThat(metadata(text)).doesNotContain("labelType");
    assertThat(decoded(text).labelType()).isEqualTo(LabelType.TEXT);
    SoftmaxModel typed =
        new SoftmaxModel(
                LabelIndex.inNaturalOrder(List.of("10", "9")),
                text.schema(),
                true,
                text.parameters(WeightOrder.CLASS_MAJOR))
            .withLabelType(new LabelType("decimal(4,1)"));
    assertThat(metadata(typed)).contains("\"labelType\" : \"decimal(4,1)\"");
    assertThat(decoded(typed).labelType()).isEqualTo(new LabelType("decimal(4,1)"));
  }

  private static String metadata(SoftmaxModel model) {
    return new String(ModelCodec.encode(model).get(ModelCodec.METADATA), StandardCharsets.UTF_8);
  }

  private static SoftmaxModel decoded(SoftmaxModel model) {
    Map<String, byte[]> files = ModelCodec.encode(model);
    return ModelCodec.decode(files.get(ModelCodec.METADATA), files.get(ModelCodec.WEIGHTS));
  }

  /** Of a file that was made by hand. */
  @Test
  void aTypeThatDoesNotFitTheClassesIsRefused() {
    for (Map.Entry<String, String> wrong :
        Map.of(
                "int", "its classes are not distinct values of type int",
                "struct<a:int>", "Unknown type of labels: struct<a:int>")
            .entrySet()) {
      String whole = metadata(model());
      String field = ",\n  \"labelType\" : \"" + wrong.getKey() + "\"";
      String before = whole.substring(0, whole.indexOf(",\n  \"checksum\"")) + field;
      byte[] bytes = (before + ",\n  \"checksum\" : \"crc32c:").getBytes(StandardCharsets.UTF_8);
      String checksum = String.format(Locale.ROOT, "%08x", Checksum.of(bytes, bytes.length));
      byte[] file =
          (new String(bytes, StandardCharsets.UTF_8) + checksum + "\"\n}\n")
              .getBytes(StandardCharsets.UTF_8);
      byte[] weights = ModelCodec.encode(model()).get(ModelCodec.WEIGHTS);
      assertThatThrownBy(() -> ModelCodec.decode(file, weights))
          .isInstanceOf(ModelCodec.CorruptModelException.class)
          .hasMessageEndingWith(wrong.getValue());
    }
  }

  /** A model of two numbers of a vector, one of which may be missing, a date and a category. */
  private static SoftmaxModel ofParts(double fill) {
    FeatureSchema schema =
        new FeatureSchema(
            6,
            List.of(
                new InputColumn(
                    "v",
                    new ColumnPart.Element(0),
                    List.of(),
                    Optional.of(new Imputation(fill, true))),
                new InputColumn(
                    "v",
                    new ColumnPart.Element(1),
                    List.of(),
                    Optional.of(new Imputation(0.1, false))),
                new InputColumn(
                    "day",
                    new ColumnPart.OfDateTime(DateTimes.Part.DAY_OF_WEEK, true),
                    List.of(),
                    Optional.of(new Imputation(0, false))),
                new InputColumn(
                    "colour",
                    ColumnPart.WHOLE,
                    List.of(FeatureSchema.MISSING_CATEGORY, "red"),
                    Optional.of(Imputation.OF_CATEGORY))),
            true);
    double[] parameters = new double[2 * 6];
    Arrays.setAll(parameters, i -> Math.sin(i));
    return new SoftmaxModel(model().classes(), schema, false, HiddenLayers.NONE, parameters);
  }

  @Test
  void partsOfColumnsAndMissingValuesComeBackAsTheyWere() {
    SoftmaxModel model = ofParts(-1.0 / 3);
    Map<String, byte[]> files = ModelCodec.encode(model);
    SoftmaxModel back =
        ModelCodec.decode(files.get(ModelCodec.METADATA), files.get(ModelCodec.WEIGHTS));
    assertThat(back.schema()).isEqualTo(model.schema());
    assertThat(back.sha256()).isEqualTo(model.sha256()).isNotEqualTo(ofParts(0.5).sha256());
    assertThat(back.schema().featureNames())
        .containsExactly(
            "v[0]",
            "v[0] is missing",
            "v[1]",
            "day:day-of-week-sin",
            "colour is missing",
            "colour=red");
    MissingFeatures missing = MissingFeatures.of(back.schema());
    double nan = Double.NaN;
    assertThat(missing.fill(new double[] {nan, 0, 2, nan, 0, 1}))
        .containsExactly(-1.0 / 3, 1, 2, 0, 0, 1);
    double[] complete = {1, 0, 2, 3, 0, 1};
    assertThat(missing.fill(complete)).isSameAs(complete);
  }

  @Test
  void aNetworkComesBackAsItWas() {
    for (boolean biases : new boolean[] {true, false}) {
      HiddenLayers hidden = HiddenLayers.of(Activation.GELU, 2, 3);
      double[] parameters = new double[2 * 4 + 3 * 2 + 2 * 3 + (biases ? 2 + 3 + 2 : 0)];
      Arrays.setAll(parameters, i -> Math.sin(i));
      SoftmaxModel network =
          new SoftmaxModel(model().classes(), model().schema(), biases, hidden, parameters);
      Map<String, byte[]> files = ModelCodec.encode(network);
      SoftmaxModel back =
          ModelCodec.decode(files.get(ModelCodec.METADATA), files.get(ModelCodec.WEIGHTS));
      assertThat(back.hidden()).isEqualTo(hidden);
      assertThat(back.isLinear()).isFalse();
      assertThat(back.hasIntercept()).isEqualTo(biases);
      assertThat(back.parameters(WeightOrder.CLASS_MAJOR)).containsExactly(parameters);
    }
  }

  /** Constants that differ from W c in the last bits, as after optimisation. */
  @Test
  void centresAndConstantsComeBackAsTheyWereAlsoWithoutIntercepts() {
    FeatureUnits units = FeatureUnits.of(new double[] {1.7e9, 0, 0, 0}, null);
    for (HiddenLayers hidden : List.of(HiddenLayers.NONE, HiddenLayers.of(Activation.RELU, 3))) {
      ParameterLayout layout = new ParameterLayout(4, 2, true, WeightOrder.CLASS_MAJOR, hidden);
      double[] parameters = new double[layout.dimension()];
      Arrays.setAll(parameters, i -> Math.sin(i));
      for (boolean intercept : new boolean[] {true, false}) {
        SoftmaxModel model =
            SoftmaxModel.ofStored(
                model().classes(), model().schema(), layout, parameters, units, intercept);
        Map<String, byte[]> files = ModelCodec.encode(model);
        SoftmaxModel back =
            ModelCodec.decode(files.get(ModelCodec.METADATA), files.get(ModelCodec.WEIGHTS));
        assertThat(back.parameters(WeightOrder.CLASS_MAJOR)).containsExactly(parameters);
        assertThat(back.units().centres()).containsExactly(1.7e9, 0, 0, 0);
        assertThat(back.units().hasSpreads()).isFalse();
        assertThat(back.units().needsFloat64()).isFalse();
        assertThat(back.hasIntercept()).isEqualTo(intercept);
        assertThat(back.hidden()).isEqualTo(hidden);
        assertThat(back.sha256()).isEqualTo(model.sha256());
      }
    }
  }

  @Test
  void modelsOfDifferentCentresAreToldApart() {
    SoftmaxModel one = model().withUnits(FeatureUnits.of(new double[] {100, 0, 0, 0}, null));
    SoftmaxModel other =
        SoftmaxModel.ofStored(
            one.classes(),
            one.schema(),
            one.layout(WeightOrder.CLASS_MAJOR),
            one.parameters(WeightOrder.CLASS_MAJOR),
            FeatureUnits.of(new double[] {101, 0, 0, 0}, null),
            true);
    assertThatThrownBy(
            () ->
                ModelCodec.decode(
                    ModelCodec.encode(one).get(ModelCodec.METADATA),
                    ModelCodec.encode(other).get(ModelCodec.WEIGHTS)))
        .hasMessage("metadata.json and weights.bin do not belong together (modelSha256 differs)");
  }

  @Test
  void unitsOfAnotherNumberOfFeaturesAreRefused() {
    assertThatThrownBy(() -> model().withUnits(FeatureUnits.of(new double[] {1, 2, 3}, null)))
        .hasMessage("Invalid units: of 3 features where there are 4");
    assertThatThrownBy(() -> model().withUnits(FeatureUnits.of(null, new double[] {1, 2, 3, 4, 5})))
        .hasMessage("Invalid units: of 5 features where there are 4");
  }

  @Test
  void theMultiplierIsFoldedIntoTheFirstLayerOnly() {
    ParameterLayout layout =
        new ParameterLayout(
            2, 2, true, WeightOrder.FEATURE_MAJOR, HiddenLayers.of(Activation.RELU, 2));
    SoftmaxModel model =
        SoftmaxModel.of(
            LabelIndex.inNaturalOrder(List.of("0", "1")),
            FeatureSchema.unnamed(2),
            layout,
            new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12},
            0.5);
    assertThat(model.parameters(WeightOrder.CLASS_MAJOR))
        .containsExactly(0.5, 1.5, 1, 2, 5, 6, 7, 8, 9, 10, 11, 12);
  }

  @Test
  void filesOfDifferentModelsAreToldApart() {
    SoftmaxModel other =
        new SoftmaxModel(
            model().classes(), model().schema(), true, new double[] {9, 2, 3, 4, 5, 6, 7, 8, 9, 1});
    assertThatThrownBy(
            () ->
                ModelCodec.decode(
                    ModelCodec.encode(model()).get(ModelCodec.METADATA),
                    ModelCodec.encode(other).get(ModelCodec.WEIGHTS)))
        .hasMessage("metadata.json and weights.bin do not belong together (modelSha256 differs)");
  }

  @Test
  void labelsAreInNaturalOrder() {
    assertThat(LabelIndex.inNaturalOrder(List.of("10", "9", "-1", "x", "1.5", "a")).labels())
        .containsExactly("-1", "1.5", "9", "10", "a", "x");
  }

  @Test
  void theMultiplierIsFoldedIntoTheWeightsAndNotTheIntercepts() {
    ParameterLayout layout = new ParameterLayout(2, 2, true, WeightOrder.FEATURE_MAJOR);
    SoftmaxModel model =
        SoftmaxModel.of(
            LabelIndex.inNaturalOrder(List.of("0", "1")),
            FeatureSchema.unnamed(2),
            layout,
            new double[] {1, 2, 3, 4, 5, 6},
            0.5);
    assertThat(model.parameters(WeightOrder.CLASS_MAJOR)).containsExactly(0.5, 1.5, 1, 2, 5, 6);
    assertThat(model.weight(1, 0)).isEqualTo(1);
    assertThat(model.intercept(1)).isEqualTo(6);
  }
}

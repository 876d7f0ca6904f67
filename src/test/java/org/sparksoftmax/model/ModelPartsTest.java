package org.sparksoftmax.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparksoftmax.math.block.DenseBlock;
import org.sparksoftmax.math.block.F64Values;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.Activation;
import org.sparksoftmax.math.layout.HiddenLayers;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.math.layout.LayerLayout;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.model.FeatureSchema.InputColumn;

class ModelPartsTest {

  @Test
  void aLabelHasAPlaceAndAnUnknownOneHasNone() {
    LabelIndex classes = LabelIndex.inGivenOrder(List.of("b", "a"));
    assertThat(classes.label(0)).isEqualTo("b");
    assertThat(classes.indexOf("a")).hasValue(1);
    assertThat(classes.indexOf("c")).isEmpty();
  }

  @Test
  void interceptsFollowTheWeights() {
    ParameterLayout layout = new ParameterLayout(3, 2, true, WeightOrder.CLASS_MAJOR);
    assertThat(layout.interceptIndex(1)).isEqualTo(7);
  }

  @Test
  void theBiasesOfANetworkFollowTheWeightsOfAllLayers() {
    HiddenLayers hidden = HiddenLayers.of(Activation.TANH, 4, 5);
    ParameterLayout layout = new ParameterLayout(3, 2, true, WeightOrder.FEATURE_MAJOR, hidden);
    assertThat(layout.depth()).isEqualTo(3);
    assertThat(layout.weightCount()).isEqualTo(12 + 20 + 10);
    assertThat(layout.dimension()).isEqualTo(42 + 4 + 5 + 2);
    assertThat(layout.layer(0)).isEqualTo(new LayerLayout(3, 4, 0, 42, WeightOrder.FEATURE_MAJOR));
    assertThat(layout.layer(1)).isEqualTo(new LayerLayout(4, 5, 12, 46, WeightOrder.CLASS_MAJOR));
    assertThat(layout.layer(2)).isEqualTo(new LayerLayout(5, 2, 32, 51, WeightOrder.CLASS_MAJOR));
    assertThat(layout.layer(0).weightIndex(3, 2)).isEqualTo(11);
    assertThat(layout.layer(2).weightIndex(1, 0)).isEqualTo(37);
    assertThat(layout.layer(2).biasIndex(1)).isEqualTo(52);
    ParameterLayout without = new ParameterLayout(3, 2, false, WeightOrder.CLASS_MAJOR, hidden);
    assertThat(without.dimension()).isEqualTo(42);
    assertThat(without.layer(1).hasBiases()).isFalse();
    assertThatThrownBy(() -> layout.weightIndex(0, 0))
        .hasMessage("A network has no weights of a class and a feature");
    assertThatThrownBy(() -> layout.interceptIndex(0)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aNetworkOfTooManyParametersIsRefused() {
    HiddenLayers wide = HiddenLayers.of(Activation.RELU, Integer.MAX_VALUE, Integer.MAX_VALUE);
    assertThatThrownBy(() -> new ParameterLayout(1, 2, true, WeightOrder.CLASS_MAJOR, wide))
        .hasMessage(
            "Invalid model size: 1 features x 2 classes (hidden layers: 2147483647 relu, 2147483647 relu) is more than 2147483639 parameters");
  }

  @Test
  void hiddenLayersAreTheSameIfTheirUnitsAreOfOneKindAndNumber() {
    HiddenLayers layers = HiddenLayers.of(Activation.LEAKY_RELU, 256, 64);
    assertThat(layers).hasToString("256 leaky-relu, 64 leaky-relu");
    assertThat(layers)
        .isEqualTo(HiddenLayers.of(Activation.LEAKY_RELU, 256, 64))
        .hasSameHashCodeAs(HiddenLayers.of(Activation.LEAKY_RELU, 256, 64))
        .isNotEqualTo(HiddenLayers.of(Activation.RELU, 256, 64))
        .isNotEqualTo(HiddenLayers.of(Activation.LEAKY_RELU, 64, 256));
    assertThat(HiddenLayers.of(Activation.TANH)).isSameAs(HiddenLayers.NONE).hasToString("none");
    assertThatThrownBy(() -> HiddenLayers.of(Activation.RELU, 3, 0))
        .hasMessage("Invalid width of a hidden layer: 0 (must be >= 1)");
  }

  @Test
  void aBlockOfOtherFeaturesDoesNotFit() {
    DenseBlock block = new DenseBlock(1, 3, new F64Values(new double[3]));
    WeightOrder order = block.weightOrder();
    new ParameterLayout(3, 2, true, order).requireFits(block);
    assertThatThrownBy(() -> new ParameterLayout(4, 2, true, order).requireFits(block))
        .hasMessageContaining("a block of 3 features")
        .hasMessageContaining("weights of 4 features");
    WeightOrder other =
        order == WeightOrder.CLASS_MAJOR ? WeightOrder.FEATURE_MAJOR : WeightOrder.CLASS_MAJOR;
    assertThatThrownBy(() -> new ParameterLayout(3, 2, true, other).requireFits(block))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSchemaKnowsWhetherItHasCategories() {
    InputColumn numeric = new InputColumn("x", List.of());
    InputColumn categorical = new InputColumn("y", List.of("a", "b"));
    assertThat(new FeatureSchema(1, List.of(numeric), true).hasCategories()).isFalse();
    assertThat(new FeatureSchema(3, List.of(numeric, categorical), true).hasCategories()).isTrue();
  }

  @Test
  void aModelWithoutInterceptsHasNone() {
    SoftmaxModel model = model(false, 1, 2, 3, 4);
    assertThat(model.hasIntercept()).isFalse();
    assertThat(model.intercept(1)).isZero();
    assertThat(model.weight(1, 1)).isEqualTo(4);
  }

  @Test
  void filesOfModelsOfOtherSizesDoNotBelongTogether() {
    byte[] with = ModelCodec.encode(model(true, 1, 2, 3, 4, 5, 6)).get(ModelCodec.METADATA);
    byte[] without = ModelCodec.encode(model(false, 1, 2, 3, 4)).get(ModelCodec.WEIGHTS);
    assertThatThrownBy(() -> ModelCodec.decode(with, without))
        .hasMessage("metadata.json and weights.bin do not belong together (their sizes differ)");
  }

  @Test
  void theTemperatureDividesLogitsAndNothingElse() {
    SoftmaxModel model = model(true, 1, 2, 3, 4, 5, 6);
    SoftmaxModel calibrated = model.withTemperature(0.5);
    assertThat(model.temperature()).isEqualTo(1);
    assertThat(calibrated.temperature()).isEqualTo(0.5);
    assertThat(calibrated.logitParameters(WeightOrder.CLASS_MAJOR))
        .containsExactly(2, 4, 6, 8, 10, 12);
    assertThat(calibrated.parameters(WeightOrder.CLASS_MAJOR)).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(calibrated.sha256()).isEqualTo(model.sha256());
  }

  @Test
  void theTemperatureOfANetworkDividesItsLastLayerOnly() {
    HiddenLayers hidden = HiddenLayers.of(Activation.SIGMOID, 1);
    double[] parameters = {1, 2, 3, 4, 5, 6, 7};
    SoftmaxModel calibrated =
        new SoftmaxModel(
                LabelIndex.inGivenOrder(List.of("a", "b")),
                FeatureSchema.unnamed(2),
                true,
                hidden,
                parameters)
            .withTemperature(0.5);
    assertThat(calibrated.hidden()).isEqualTo(hidden);
    assertThat(calibrated.logitParameters(WeightOrder.CLASS_MAJOR))
        .containsExactly(1, 2, 6, 8, 5, 12, 14);
    assertThat(calibrated.logitParameters(WeightOrder.FEATURE_MAJOR))
        .containsExactly(1, 2, 6, 8, 5, 12, 14);
    SoftmaxModel withoutBiases =
        new SoftmaxModel(
                calibrated.classes(), calibrated.schema(), false, hidden, new double[] {1, 2, 3, 4})
            .withTemperature(0.5);
    assertThat(withoutBiases.logitParameters(WeightOrder.CLASS_MAJOR)).containsExactly(1, 2, 6, 8);
  }

  @Test
  void aModelOfTheWrongNumberOfParametersIsRefused() {
    assertThatThrownBy(
            () ->
                new SoftmaxModel(
                    LabelIndex.inGivenOrder(List.of("a", "b")),
                    FeatureSchema.unnamed(2),
                    true,
                    HiddenLayers.of(Activation.RELU, 3),
                    new double[16]))
        .hasMessage(
            "Invalid model: 16 parameters for 2 classes x 2 features + intercepts, hidden layers: 3 relu");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void temperaturesAreFiniteAndAboveZero(double temperature) {
    SoftmaxModel model = model(false, 1, 2, 3, 4);
    assertThatThrownBy(() -> model.withTemperature(temperature))
        .hasMessage("Invalid temperature %s (must be > 0 and finite)", temperature);
  }

  private static SoftmaxModel model(boolean intercept, double... parameters) {
    return new SoftmaxModel(
        LabelIndex.inGivenOrder(List.of("a", "b")),
        FeatureSchema.unnamed(2),
        intercept,
        parameters);
  }
}

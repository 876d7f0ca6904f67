package org.sparksoftmax.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparksoftmax.linalg.DenseBlock;
import org.sparksoftmax.linalg.F64Values;
import org.sparksoftmax.linalg.WeightOrder;
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

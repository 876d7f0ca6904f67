package org.sparksoftmax.train.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.Activation;
import org.sparksoftmax.math.layout.HiddenLayers;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.math.layout.LayerLayout;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.LabelType;

/** Tests the descriptions of the entries of θ. */
class ParameterNamesTest {

  private static final FeatureSchema SCHEMA =
      new FeatureSchema(
          3,
          List.of(
              new FeatureSchema.InputColumn("width", List.of()),
              new FeatureSchema.InputColumn("height", List.of()),
              new FeatureSchema.InputColumn("age", List.of())),
          true);

  @Test
  void aLinearModelHasClassesFeaturesAndIntercepts() {
    ParameterLayout layout = layout(WeightOrder.CLASS_MAJOR, HiddenLayers.NONE);
    ParameterNames names = names(layout);
    assertThat(names.of(4)).isEqualTo("class dog, feature height");
    assertThat(names.of(6)).isEqualTo("class cat, intercept");
    assertThat(names(layout.withOrder(WeightOrder.FEATURE_MAJOR)).of(4))
        .isEqualTo("class cat, feature age");
  }

  @Test
  void aNetworkHasLayersUnitsAndBiases() {
    HiddenLayers hidden = HiddenLayers.of(Activation.RELU, 4, 5);
    ParameterNames dense = names(layout(WeightOrder.CLASS_MAJOR, hidden));
    assertThat(dense.of(0)).isEqualTo("layer 1, unit 0, feature width");
    assertThat(dense.of(5)).isEqualTo("layer 1, unit 1, feature age");
    assertThat(dense.of(12 + 7)).isEqualTo("layer 2, unit 1, input 3");
    assertThat(dense.of(32 + 7)).isEqualTo("layer 3, class dog, input 2");
    assertThat(dense.of(42)).isEqualTo("layer 1, unit 0, bias");
    assertThat(dense.of(42 + 4 + 3)).isEqualTo("layer 2, unit 3, bias");
    assertThat(dense.of(42 + 9 + 1)).isEqualTo("layer 3, class dog, bias");
    ParameterNames sparse = names(layout(WeightOrder.FEATURE_MAJOR, hidden));
    assertThat(sparse.of(5)).isEqualTo("layer 1, unit 1, feature height");
    assertThat(sparse.of(12 + 7)).isEqualTo("layer 2, unit 1, input 3");
  }

  @ParameterizedTest
  @EnumSource(WeightOrder.class)
  void everyPositionHasANameOfItsOwn(WeightOrder order) {
    for (HiddenLayers hidden :
        List.of(HiddenLayers.NONE, HiddenLayers.of(Activation.RELU, 4, 1, 5))) {
      ParameterLayout layout = layout(order, hidden);
      ParameterNames names = names(layout);
      assertThat(IntStream.range(0, layout.dimension()).mapToObj(names::of))
          .hasSize(layout.dimension())
          .doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest
  @EnumSource(WeightOrder.class)
  void onlyWeightsOfTheFirstLayerHaveAFeature(WeightOrder order) {
    ParameterLayout layout = layout(order, HiddenLayers.of(Activation.RELU, 4, 5));
    ParameterNames names = names(layout);
    LayerLayout first = layout.layer(0);
    for (int k = 0; k < 4; k++) {
      for (int j = 0; j < 3; j++) {
        assertThat(names.feature(first.weightIndex(k, j))).isEqualTo(OptionalInt.of(j));
      }
    }
    for (int i = first.weightCount(); i < layout.dimension(); i++) {
      assertThat(names.feature(i)).isEmpty();
    }
  }

  private static ParameterNames names(ParameterLayout layout) {
    return ParameterNames.of(
        layout,
        new TrainingData(
            null,
            Optional.empty(),
            Optional.empty(),
            LabelIndex.inGivenOrder(List.of("cat", "dog")),
            LabelType.TEXT,
            SCHEMA,
            null,
            Optional.empty()));
  }

  private static ParameterLayout layout(WeightOrder order, HiddenLayers hidden) {
    return new ParameterLayout(3, 2, true, order, hidden);
  }
}

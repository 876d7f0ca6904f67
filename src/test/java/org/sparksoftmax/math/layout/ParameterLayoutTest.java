package org.sparksoftmax.math.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparksoftmax.math.block.WeightOrder;

/** Where parameters lie. */
class ParameterLayoutTest {

  private static final int[][] WIDTHS = {{}, {1}, {5}, {4, 3}, {2, 7, 1, 6}};

  @ParameterizedTest
  @EnumSource(WeightOrder.class)
  void everyPositionBelongsToOneParameterOfOneLayer(WeightOrder order) {
    for (int[] widths : WIDTHS) {
      for (boolean biases : new boolean[] {true, false}) {
        ParameterLayout layout = layout(order, biases, widths);
        int[] owners = new int[layout.dimension()];
        int inputs = 3;
        for (int l = 0; l < layout.depth(); l++) {
          LayerLayout layer = layout.layer(l);
          int outputs = l < widths.length ? widths[l] : 4;
          assertThat(layer.inputs()).isEqualTo(inputs);
          assertThat(layer.outputs()).isEqualTo(outputs);
          assertThat(layer.weightCount()).isEqualTo(inputs * outputs);
          assertThat(layer.hasBiases()).isEqualTo(biases);
          for (int k = 0; k < outputs; k++) {
            for (int j = 0; j < inputs; j++) {
              owners[layer.weightIndex(k, j)]++;
              assertThat(layer.weightIndex(k, j)).isLessThan(layout.weightCount());
            }
            if (biases) {
              owners[layer.biasIndex(k)]++;
              assertThat(layer.biasIndex(k)).isGreaterThanOrEqualTo(layout.weightCount());
            }
          }
          inputs = outputs;
        }
        assertThat(owners).containsOnly(1);
        assertThat(layout.depth()).isEqualTo(widths.length + 1);
        assertThat(layout.isLinear()).isEqualTo(widths.length == 0);
      }
    }
  }

  @Test
  void layersFollowOneAnotherAndBiasesComeLast() {
    ParameterLayout layout = layout(WeightOrder.FEATURE_MAJOR, true, 5, 2);
    assertThat(layout.weightCount()).isEqualTo(15 + 10 + 8);
    assertThat(layout.dimension()).isEqualTo(33 + 5 + 2 + 4);
    assertThat(layout.layer(0)).isEqualTo(new LayerLayout(3, 5, 0, 33, WeightOrder.FEATURE_MAJOR));
    // Of the other layers, whose inputs are dense, the weights are class-major always.
    assertThat(layout.layer(1)).isEqualTo(new LayerLayout(5, 2, 15, 38, WeightOrder.CLASS_MAJOR));
    assertThat(layout.layer(2)).isEqualTo(new LayerLayout(2, 4, 25, 40, WeightOrder.CLASS_MAJOR));
    assertThat(layout.layer(0).weightIndex(1, 2)).isEqualTo(11);
    assertThat(layout.withOrder(WeightOrder.CLASS_MAJOR).layer(0).weightIndex(1, 2)).isEqualTo(5);
    assertThat(layout.layer(1).weightIndex(1, 2)).isEqualTo(15 + 7);
  }

  @ParameterizedTest
  @EnumSource(WeightOrder.class)
  void reorderingThereAndBackChangesNothing(WeightOrder order) {
    for (int[] widths : WIDTHS) {
      ParameterLayout from = layout(order, true, widths);
      double[] theta = DoubleStream.iterate(0, i -> i + 1).limit(from.dimension()).toArray();
      for (WeightOrder other : WeightOrder.values()) {
        ParameterLayout to = from.withOrder(other);
        double[] there = from.reorder(theta, other);
        for (int l = 0; l < from.depth(); l++) {
          for (int k = 0; k < from.layer(l).outputs(); k++) {
            for (int j = 0; j < from.layer(l).inputs(); j++) {
              assertThat(there[to.layer(l).weightIndex(k, j)])
                  .isEqualTo(theta[from.layer(l).weightIndex(k, j)]);
            }
          }
        }
        assertThat(Arrays.copyOfRange(there, from.weightCount(), there.length))
            .containsExactly(Arrays.copyOfRange(theta, from.weightCount(), theta.length));
        assertThat(to.reorder(there, order)).containsExactly(theta).isNotSameAs(theta);
      }
    }
  }

  @Test
  void aNetworkHasNoWeightOfAClassAndAFeature() {
    ParameterLayout network = layout(WeightOrder.CLASS_MAJOR, true, 5);
    assertThatThrownBy(() -> network.weightIndex(0, 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("A network has no weights of a class and a feature");
    assertThatThrownBy(() -> network.interceptIndex(0)).isInstanceOf(IllegalStateException.class);
    ParameterLayout linear = layout(WeightOrder.CLASS_MAJOR, true);
    assertThat(linear.weightIndex(1, 2)).isEqualTo(linear.layer(0).weightIndex(1, 2));
    assertThat(linear.interceptIndex(2)).isEqualTo(linear.layer(0).biasIndex(2));
  }

  @Test
  void noHiddenLayersAreTheSameWhateverTheirActivation() {
    assertThat(HiddenLayers.of(Activation.TANH)).isSameAs(HiddenLayers.NONE).hasToString("none");
    assertThat(HiddenLayers.of(Activation.LEAKY_RELU, 256, 64))
        .hasToString("256 leaky-relu, 64 leaky-relu")
        .isEqualTo(HiddenLayers.of(Activation.LEAKY_RELU, 256, 64))
        .hasSameHashCodeAs(HiddenLayers.of(Activation.LEAKY_RELU, 256, 64))
        .isNotEqualTo(HiddenLayers.of(Activation.RELU, 256, 64))
        .isNotEqualTo(HiddenLayers.of(Activation.LEAKY_RELU, 64, 256));
    assertThatThrownBy(() -> HiddenLayers.of(Activation.RELU, 3, 0))
        .hasMessage("Invalid width of a hidden layer: 0 (must be >= 1)");
  }

  @Test
  void widthsAreCopied() {
    int[] widths = {5, 2};
    HiddenLayers hidden = HiddenLayers.of(Activation.RELU, widths);
    widths[0] = 9;
    hidden.widths()[1] = 9;
    assertThat(hidden.widths()).containsExactly(5, 2);
  }

  @Test
  void networksThatAreTooLargeAreRefused() {
    assertThatThrownBy(() -> layout(WeightOrder.CLASS_MAJOR, true, 50_000, 50_000))
        .hasMessage(
            "Invalid model size: 3 features x 4 classes (hidden layers: 50000 relu, 50000 relu) is"
                + " more than 2147483639 parameters");
    assertThat(layout(WeightOrder.CLASS_MAJOR, true, 40_000, 50_000).dimension())
        .isEqualTo(3 * 40_000 + 2_000_000_000 + 200_000 + 90_004);
  }

  private static ParameterLayout layout(WeightOrder order, boolean biases, int... widths) {
    return new ParameterLayout(3, 4, biases, order, HiddenLayers.of(Activation.RELU, widths));
  }
}

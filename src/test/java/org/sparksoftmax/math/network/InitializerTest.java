package org.sparksoftmax.math.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.Activation;
import org.sparksoftmax.math.layout.HiddenLayers;
import org.sparksoftmax.math.layout.LayerLayout;
import org.sparksoftmax.math.layout.ParameterLayout;

/** The parameters that training begins with. */
class InitializerTest {

  private static final ParameterLayout LAYOUT =
      layout(WeightOrder.CLASS_MAJOR, HiddenLayers.of(Activation.RELU, 200, 70));

  @ParameterizedTest
  @EnumSource(Initializer.class)
  void weightsAreUniformWithinTheBoundsOfTheirLayer(Initializer initializer) {
    double[] theta = initializer.parameters(LAYOUT, 1);
    for (int l = 0; l < 3; l++) {
      LayerLayout layer = LAYOUT.layer(l);
      int fans =
          initializer == Initializer.HE && l < 2
              ? layer.inputs()
              : layer.inputs() + layer.outputs();
      double bound = Math.sqrt(6.0 / fans);
      double[] weights =
          Arrays.copyOfRange(theta, layer.weights(), layer.weights() + layer.weightCount());
      double n = weights.length;
      assertThat(Arrays.stream(weights).max().orElseThrow()).isBetween(bound * 0.98, bound);
      assertThat(Arrays.stream(weights).min().orElseThrow()).isBetween(-bound, -bound * 0.98);
      // Of a uniform number within ±r the variance is r²/3, and that of its square 4r⁴/45.
      double deviation = bound / Math.sqrt(3);
      assertThat(Arrays.stream(weights).sum() / n)
          .isCloseTo(0, within(4 * deviation / Math.sqrt(n)));
      assertThat(Arrays.stream(weights).map(w -> w * w).sum() / n)
          .isCloseTo(
              deviation * deviation,
              within(4 * bound * bound * Math.sqrt(4 / 45.0) / Math.sqrt(n)));
      assertThat(Arrays.stream(weights).filter(w -> Math.abs(w) < bound / 2).count() / n)
          .isCloseTo(0.5, within(2 / Math.sqrt(n)));
    }
  }

  /** So signals keep their size: rectified halves have half of the mean square. */
  @Test
  void heKeepsTheMeanSquareOfRectifiedSignals() {
    HiddenLayers hidden = HiddenLayers.of(Activation.RELU, 400, 400, 400, 400);
    ParameterLayout layout = new ParameterLayout(400, 2, true, WeightOrder.CLASS_MAJOR, hidden);
    double[] theta = Initializer.HE.parameters(layout, 3);
    double[] a = new double[400];
    Arrays.fill(a, 1);
    for (int l = 0; l < 4; l++) {
      LayerLayout layer = layout.layer(l);
      double[] below = a;
      a = new double[400];
      for (int k = 0; k < 400; k++) {
        double z = 0;
        for (int j = 0; j < 400; j++) {
          z += theta[layer.weightIndex(k, j)] * below[j];
        }
        a[k] = Math.max(0, z);
      }
    }
    assertThat(Arrays.stream(a).map(value -> value * value).sum() / 400).isBetween(0.5, 2.0);
  }

  @ParameterizedTest
  @EnumSource(Initializer.class)
  void theOrderOfParametersDoesNotShow(Initializer initializer) {
    HiddenLayers hidden = HiddenLayers.of(Activation.RELU, 200, 70);
    ParameterLayout sparse = layout(WeightOrder.FEATURE_MAJOR, hidden);
    double[] dense = initializer.parameters(LAYOUT, 1);
    assertThat(sparse.reorder(initializer.parameters(sparse, 1), WeightOrder.CLASS_MAJOR))
        .containsExactly(dense);
    assertThat(initializer.parameters(sparse, 1)).isNotEqualTo(dense);
  }

  @Test
  void anotherSeedIsAnotherStartAndTheSameSeedTheSame() {
    double[] theta = Initializer.HE.parameters(LAYOUT, 1);
    assertThat(Initializer.HE.parameters(LAYOUT, 1)).containsExactly(theta);
    double[] other = Initializer.HE.parameters(LAYOUT, 2);
    int same = 0;
    for (int i = 0; i < LAYOUT.weightCount(); i++) {
      same += theta[i] == other[i] ? 1 : 0;
    }
    assertThat(same).isZero();
  }

  /** Nor are those of two layers of one size. */
  @Test
  void noTwoWeightsAreTheSame() {
    ParameterLayout layout =
        layout(WeightOrder.CLASS_MAJOR, HiddenLayers.of(Activation.RELU, 90, 90));
    double[] theta = Initializer.HE.parameters(layout, 1);
    assertThat(Arrays.stream(theta, 0, layout.weightCount()).distinct().count())
        .isEqualTo(layout.weightCount());
  }

  @ParameterizedTest
  @EnumSource(Initializer.class)
  void biasesAreZero(Initializer initializer) {
    double[] theta = initializer.parameters(LAYOUT, 1);
    assertThat(Arrays.copyOfRange(theta, LAYOUT.weightCount(), theta.length))
        .hasSize(200 + 70 + 10)
        .containsOnly(0);
  }

  @ParameterizedTest
  @EnumSource(Initializer.class)
  void aLinearModelBeginsAtZero(Initializer initializer) {
    ParameterLayout linear = layout(WeightOrder.CLASS_MAJOR, HiddenLayers.NONE);
    assertThat(initializer.parameters(linear, 1)).hasSize(linear.dimension()).containsOnly(0);
  }

  @Test
  void activationsHaveTheOneThatSuitsThem() {
    assertThat(Initializer.of(Activation.RELU)).isEqualTo(Initializer.HE);
    assertThat(Initializer.of(Activation.LEAKY_RELU)).isEqualTo(Initializer.HE);
    assertThat(Initializer.of(Activation.GELU)).isEqualTo(Initializer.HE);
    assertThat(Initializer.of(Activation.TANH)).isEqualTo(Initializer.GLOROT);
    assertThat(Initializer.of(Activation.SIGMOID)).isEqualTo(Initializer.GLOROT);
  }

  private static ParameterLayout layout(WeightOrder order, HiddenLayers hidden) {
    return new ParameterLayout(90, 10, true, order, hidden);
  }
}

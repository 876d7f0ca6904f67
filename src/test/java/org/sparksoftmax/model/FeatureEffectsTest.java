package org.sparksoftmax.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.Activation;
import org.sparksoftmax.math.layout.FeatureUnits;
import org.sparksoftmax.math.layout.HiddenLayers;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.model.FeatureEffects.Contrast;
import org.sparksoftmax.model.FeatureEffects.Effect;
import org.sparksoftmax.model.FeatureSchema.InputColumn;

/** Tests the ranking of the features. */
class FeatureEffectsTest {

  private static final Offset<Double> CLOSE = within(1e-12);

  /** A number, three colours, a number. */
  private static final FeatureSchema COLOURS =
      new FeatureSchema(
          5,
          List.of(
              new InputColumn("size", List.of()),
              new InputColumn("colour", List.of("red", "green", "blue")),
              new InputColumn("age", List.of())),
          true);

  /** Rows of weights and an intercept, one for each class. */
  private static SoftmaxModel model(FeatureSchema schema, double[]... rows) {
    int features = schema.features();
    double[] parameters = new double[rows.length * (features + 1)];
    for (int k = 0; k < rows.length; k++) {
      System.arraycopy(rows[k], 0, parameters, k * features, features);
      parameters[rows.length * features + k] = rows[k][features];
    }
    return new SoftmaxModel(
        LabelIndex.inGivenOrder(List.of("a", "b", "c").subList(0, rows.length)),
        schema,
        true,
        parameters);
  }

  private static SoftmaxModel withSpreads(SoftmaxModel model, double... spreads) {
    return model.withUnits(FeatureUnits.of(null, spreads));
  }

  private static List<Integer> order(Contrast contrast) {
    return contrast.strongest(10).stream().map(Effect::feature).toList();
  }

  /** Every category has a positive weight, but blue is evidence against the class. */
  @Test
  void theWeightOfACategoryIsRelativeToItsColumn() {
    Contrast ofB =
        new FeatureEffects(model(COLOURS, new double[6], new double[] {0, 0.5, 3, 1, 0.25, -1}))
            .contrasts()
            .get(0);

    assertThat(ofB.effect(1)).isCloseTo(-1, CLOSE);
    assertThat(ofB.effect(2)).isCloseTo(1.5, CLOSE);
    assertThat(ofB.effect(3)).isCloseTo(-0.5, CLOSE);
    assertThat(order(ofB)).containsExactly(2, 1, 3, 4);
    assertThat(ofB.intercept()).as("of the mean colour").isCloseTo(0.5, CLOSE);
  }

  /** By weight alone, the feature with the smaller scale would be first. */
  @Test
  void effectsArePerStandardDeviationWhereSpreadsAreKnown() {
    SoftmaxModel raw =
        model(
            FeatureSchema.named(List.of("income", "share")),
            new double[] {0, 0, 0},
            new double[] {2e-5, 400, 0});
    FeatureEffects perUnit = new FeatureEffects(raw);
    FeatureEffects perDeviation = new FeatureEffects(withSpreads(raw, 1e5, 1e-3));

    assertThat(perUnit.isPerDeviation()).isFalse();
    assertThat(order(perUnit.contrasts().get(0))).containsExactly(1, 0);
    assertThat(perDeviation.isPerDeviation()).isTrue();
    assertThat(perDeviation.contrasts().get(0).strongest(1))
        .singleElement()
        .isEqualTo(new Effect(0, 2e-5, 2e-5 * 1e5));
    assertThat(order(perDeviation.contrasts().get(0))).containsExactly(0, 1);
  }

  @Test
  void neitherRedundancyOfTheWeightsShows() {
    Random random = new Random(7);
    for (int classes : new int[] {2, 3}) {
      double[][] rows = new double[classes][6];
      double[][] moved = new double[classes][6];
      double[] shift = random.doubles(6, -10, 10).toArray();
      for (int k = 0; k < classes; k++) {
        double colours = 10 * random.nextGaussian();
        for (int j = 0; j < 6; j++) {
          rows[k][j] = random.nextGaussian();
          moved[k][j] = rows[k][j] + shift[j];
          moved[k][j] += j >= 1 && j <= 3 ? colours : j == 5 ? -colours : 0;
        }
      }
      List<Contrast> expected = new FeatureEffects(model(COLOURS, rows)).contrasts();
      List<Contrast> actual = new FeatureEffects(model(COLOURS, moved)).contrasts();

      assertThat(actual).hasSize(classes == 2 ? 1 : 3);
      for (int c = 0; c < actual.size(); c++) {
        assertThat(order(actual.get(c))).isEqualTo(order(expected.get(c))).hasSize(5);
        assertThat(actual.get(c).intercept()).isCloseTo(expected.get(c).intercept(), CLOSE);
        for (int j = 0; j < 5; j++) {
          assertThat(actual.get(c).effect(j)).isCloseTo(expected.get(c).effect(j), CLOSE);
        }
      }
    }
  }

  /** The displayed values add up to the logits, up to a constant common to all classes. */
  @Test
  void interceptsAndWeightsMakeTheLogits() {
    double[][] rows = {{1, 2, 3, 4, 5, 6}, {-1, 0, 2, 7, 1, 1}, {0, 5, 5, 4, -3, 2}};
    SoftmaxModel model =
        model(COLOURS, rows).withUnits(FeatureUnits.of(new double[] {9, 0, 0, 0, -4}, null));
    double[] x = {2, 0, 1, 0, -3};
    double[] shown = new double[3];
    double[] logits = new double[3];
    List<Contrast> contrasts = new FeatureEffects(model).contrasts();
    for (int k = 0; k < 3; k++) {
      shown[k] = contrasts.get(k).intercept();
      logits[k] = model.intercept(k);
      for (int j = 0; j < 5; j++) {
        shown[k] += contrasts.get(k).weight(j) * x[j];
        logits[k] += model.weight(k, j) * x[j];
      }
    }
    assertThat(shown[1] - shown[0]).isCloseTo(logits[1] - logits[0], CLOSE);
    assertThat(shown[2] - shown[0]).isCloseTo(logits[2] - logits[0], CLOSE);
  }

  @Test
  void twoClassesAreOneContrastOfTheLogOdds() {
    FeatureEffects effects =
        new FeatureEffects(
            model(FeatureSchema.unnamed(2), new double[] {1, 0.25, 2}, new double[] {-2, 0.5, 1}));

    assertThat(effects.isLogOdds()).isTrue();
    assertThat(effects.contrasts()).singleElement().extracting(Contrast::of).isEqualTo(1);
    assertThat(effects.contrasts().get(0).strongest(2))
        .containsExactly(new Effect(0, -3, -3), new Effect(1, 0.25, 0.25));
    assertThat(effects.contrasts().get(0).intercept()).isEqualTo(-1);
  }

  @Test
  void twoClassesOfManyAreComparedWithoutTheOthers() {
    FeatureEffects effects =
        new FeatureEffects(
            model(COLOURS, new double[6], new double[] {1, 2, 0, 1, 0, 0}, new double[6]));
    Contrast between = effects.between(0, 1);

    assertThat(between.weight(0)).isEqualTo(-1);
    assertThat(between.weight(1)).isCloseTo(-1, CLOSE);
    assertThat(between.weight(3)).isZero();
  }

  @Test
  void equalEffectsAreInTheOrderOfTheFeaturesAndThoseOfNothingLeftOut() {
    FeatureSchema schema = FeatureSchema.unnamed(4);
    Contrast first =
        new FeatureEffects(
                model(
                    schema,
                    new double[] {1, 0.1, -1, 1, 0},
                    new double[] {0, 0.1, 0, 0, 0},
                    new double[] {-1, 0.1, 1, -1, 0}))
            .contrasts()
            .get(0);

    assertThat(order(first)).containsExactly(0, 2, 3);
    assertThat(first.strongest(2)).extracting(Effect::feature).containsExactly(0, 2);
  }

  @Test
  void aColumnOfOneCategoryHasNoEffect() {
    FeatureSchema schema =
        new FeatureSchema(1, List.of(new InputColumn("colour", List.of("red"))), true);
    SoftmaxModel model = model(schema, new double[] {4, 0}, new double[] {-4, 0});

    assertThat(new FeatureEffects(model).contrasts().get(0).strongest(5)).isEmpty();
  }

  @Test
  void aNetworkHasNone() {
    HiddenLayers hidden = HiddenLayers.of(Activation.RELU, 2);
    ParameterLayout layout = new ParameterLayout(1, 2, false, WeightOrder.CLASS_MAJOR, hidden);
    SoftmaxModel network =
        new SoftmaxModel(
            LabelIndex.inGivenOrder(List.of("a", "b")),
            FeatureSchema.unnamed(1),
            false,
            hidden,
            new double[layout.dimension()]);

    assertThatThrownBy(() -> new FeatureEffects(network))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must have none");
  }
}

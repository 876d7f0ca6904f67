package org.sparksoftmax.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.LabelIndex;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.report.StrongestFeatures.Effect;

class StrongestFeaturesTest {

  private static final double[][] WEIGHTS = {{3, -1, 0.5, 0}, {-3, 1, -0.5, 0}};
  private static final FeatureMeans MEANS =
      new FeatureMeans(
          new double[] {1, 1, 1, 1}, new double[][] {{1.5, 0.5, 9, 5}, {0.5, 1.5, -7, -3}});

  private static SoftmaxModel model(double[][] weights) {
    double[] parameters = new double[weights.length * weights[0].length];
    for (int k = 0; k < weights.length; k++) {
      System.arraycopy(weights[k], 0, parameters, k * weights[k].length, weights[k].length);
    }
    return new SoftmaxModel(
        LabelIndex.inGivenOrder(List.of("a", "b")),
        FeatureSchema.unnamed(weights[0].length),
        false,
        parameters);
  }

  @Test
  void anEffectIsTheCentredWeightTimesTheExcessOfTheClass() {
    assertThat(new StrongestFeatures(model(WEIGHTS), MEANS).of(0, 10))
        .containsExactly(new Effect(2, 0.5, 4), new Effect(0, 3, 1.5), new Effect(1, -1, 0.5));
  }

  @Test
  void onlyTheStrongestAreKeptAndEqualOnesInOrder() {
    FeatureMeans equal =
        new FeatureMeans(new double[4], new double[][] {{1, -3, 6, 0}, {-1, 3, -6, 0}});

    assertThat(new StrongestFeatures(model(WEIGHTS), equal).of(0, 2))
        .extracting(Effect::feature)
        .containsExactly(0, 1);
  }

  @Test
  void neitherUnitsNorWhatAllClassesShareCount() {
    double[][] moved = new double[2][4];
    FeatureMeans smaller = new FeatureMeans(new double[4], new double[2][4]);
    for (int j = 0; j < 4; j++) {
      double unit = Math.scalb(1.0, j);
      smaller.overall()[j] = MEANS.overall()[j] / unit;
      for (int k = 0; k < 2; k++) {
        moved[k][j] = (WEIGHTS[k][j] + 8) * unit;
        smaller.byClass()[k][j] = MEANS.byClass()[k][j] / unit;
      }
    }

    assertThat(new StrongestFeatures(model(moved), smaller).of(1, 10))
        .extracting(Effect::effect)
        .containsExactlyElementsOf(
            new StrongestFeatures(model(WEIGHTS), MEANS)
                .of(1, 10).stream().map(Effect::effect).toList());
  }

  @Test
  void aClassWithoutRowsHasNoFeatures() {
    FeatureMeans none =
        new FeatureMeans(
            new double[4],
            new double[][] {{Double.NaN, Double.NaN, Double.NaN, Double.NaN}, {1, 1, 1, 1}});

    assertThat(new StrongestFeatures(model(WEIGHTS), none).of(0, 10)).isEmpty();
  }
}

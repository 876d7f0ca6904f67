package org.sparksoftmax.ml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.math.loss.SoftmaxCrossEntropy;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.SoftmaxModel;

/** The raw prediction of two classes, of a model whose logits are the features. */
class CentredLogitsTest {

  private final SoftmaxClassificationModel identity =
      new SoftmaxClassificationModel(
          "identity",
          new SoftmaxModel(
              LabelIndex.inGivenOrder(List.of("0", "1")),
              FeatureSchema.unnamed(2),
              false,
              new double[] {1, 0, 0, 1}));

  @Test
  void centringChangesNoBitOfTheProbabilities() {
    Random random = new Random(11);
    for (int i = 0; i < 100_000; i++) {
      double scale = Math.scalb(1.0, random.nextInt(200) - 100);
      double first = scale * random.nextGaussian();
      double second = random.nextBoolean() ? first + random.nextGaussian() : -first * 3;
      isAsWithoutCentring(first, second);
    }
  }

  @Test
  void extremeLogitsStayFinite() {
    isAsWithoutCentring(1e308, 1e308);
    isAsWithoutCentring(0, 1e308);
    isAsWithoutCentring(3, Math.nextUp(3));
    isAsWithoutCentring(0, 0);
    assertThat(identity.predictProbability(Vectors.dense(-1.7e308, 1.7e308)))
        .isEqualTo(Vectors.dense(0, 1));
  }

  private void isAsWithoutCentring(double first, double second) {
    double[] expected = {first, second};
    SoftmaxCrossEntropy.softmaxInPlace(expected, 0, 2);
    Vector raw = identity.predictRaw(Vectors.dense(first, second));
    assertThat(raw.apply(0)).isEqualTo(-raw.apply(1));
    assertThat(identity.predictProbability(Vectors.dense(first, second)).toArray())
        .containsExactly(expected);
    assertThat(identity.predict(Vectors.dense(first, second))).isEqualTo(second > first ? 1 : 0);
  }
}

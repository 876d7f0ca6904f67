package org.sparksoftmax.train.mllib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.Vectors;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.math.layout.Activation;
import org.sparksoftmax.math.layout.HiddenLayers;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.SoftmaxModel;

class MllibModelsTest {

  private static SoftmaxModel model(boolean intercept, double... parameters) {
    LabelIndex classes = LabelIndex.inGivenOrder(List.of("a", "b"));
    return new SoftmaxModel(classes, FeatureSchema.unnamed(3), intercept, parameters);
  }

  @Test
  void logitsAreThoseOfTheModel() {
    LogisticRegressionModel form = MllibModels.of(model(true, 1, 2, 3, 4, 5, 6, 7, 8));
    assertThat(form.numClasses()).isEqualTo(2);
    assertThat(form.getFitIntercept()).isTrue();
    assertThat(form.predictRaw(Vectors.dense(1, 10, 100)).toArray())
        .containsExactly(321 + 7, 654 + 8);
    double[] p = form.predictProbability(Vectors.dense(0, 0, 0)).toArray();
    assertThat(p[1]).isCloseTo(1 / (1 + Math.exp(-1)), within(1e-15));
  }

  @Test
  void aModelWithoutInterceptsSaysSo() {
    LogisticRegressionModel form = MllibModels.of(model(false, 1, 2, 3, 4, 5, 6));
    assertThat(form.getFitIntercept()).isFalse();
    assertThat(form.interceptVector().toArray()).containsExactly(0, 0);
    assertThat(form.coefficientMatrix().apply(1, 2)).isEqualTo(6);
  }

  @Test
  void aNetworkIsRefused() {
    SoftmaxModel linear = model(false, 1, 2, 3, 4, 5, 6);
    assertThatCode(() -> MllibModels.requireLinear(linear)).doesNotThrowAnyException();
    SoftmaxModel network =
        new SoftmaxModel(
            linear.classes(),
            linear.schema(),
            false,
            HiddenLayers.of(Activation.RELU, 1),
            new double[5]);
    assertThatThrownBy(() -> MllibModels.requireLinear(network))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Cannot export the model to mllib: it is a network (hidden layers: 1 relu), and MLlib's LogisticRegressionModel is linear; predict writes the probabilities of a network");
  }

  @Test
  void aModelTooLargeForSparksWriterIsRefused() {
    assertThatCode(() -> MllibModels.requireWritable(1L << 27, Long.MAX_VALUE))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> MllibModels.requireWritable((1L << 27) + 1, Long.MAX_VALUE))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Cannot export the model to mllib: it has 134,217,729 weights (Spark's writer takes at most 134,217,728)");
  }

  @Test
  void aModelTooLargeForATaskNamesTheSettingToRaise() {
    assertThatCode(() -> MllibModels.requireWritable(1L << 20, 10L << 20))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> MllibModels.requireWritable(2L << 20, 16L << 20))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Cannot export the model to mllib: its weights take 18 MB in one task, and spark.rpc.message.maxSize is 16: use --conf spark.rpc.message.maxSize=18, or --master 'local[*]'");
  }
}

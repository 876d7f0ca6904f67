package org.sparksoftmax.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.Activation;
import org.sparksoftmax.math.layout.HiddenLayers;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.math.layout.LayerLayout;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.FeatureSchema.InputColumn;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.train.WarmStart.Classes;

/** Tests warm starts of networks. */
class NetworkWarmStartTest {

  private static final HiddenLayers HIDDEN = HiddenLayers.of(Activation.RELU, 3, 2);
  private static final LabelIndex PETS = labels("cat", "dog", "fox");
  private static final FeatureSchema SCHEMA = schema("a", "b");

  private final List<String> notices = new ArrayList<>();

  private static LabelIndex labels(String... labels) {
    return LabelIndex.inGivenOrder(List.of(labels));
  }

  private static FeatureSchema schema(String... names) {
    List<InputColumn> columns = new ArrayList<>();
    for (String name : names) {
      columns.add(new InputColumn(name, List.of()));
    }
    return new FeatureSchema(names.length, columns, true);
  }

  /** The weight of unit k of layer l for input j is 100 l + 10 k + j, the bias 100 l + 10 k + 9. */
  private static SoftmaxModel model(boolean biases, HiddenLayers hidden) {
    ParameterLayout layout = new ParameterLayout(2, 3, biases, WeightOrder.CLASS_MAJOR, hidden);
    double[] parameters = new double[layout.dimension()];
    for (int l = 0; l < layout.depth(); l++) {
      LayerLayout layer = layout.layer(l);
      for (int k = 0; k < layer.outputs(); k++) {
        for (int j = 0; j < layer.inputs(); j++) {
          parameters[layer.weightIndex(k, j)] = 100 * l + 10 * k + j;
        }
        if (biases) {
          parameters[layer.biasIndex(k)] = 100 * l + 10 * k + 9;
        }
      }
    }
    return new SoftmaxModel(PETS, SCHEMA, biases, hidden, parameters);
  }

  private SoftmaxModel fit(SoftmaxModel model, LabelIndex classes, FeatureSchema schema) {
    return new WarmStart("m", model, Classes.NAMED)
        .fitTo(classes, schema, true, HIDDEN, notices::add);
  }

  @Test
  void theSameClassesAndFeaturesKeepAllParameters() {
    SoftmaxModel fitted = fit(model(true, HIDDEN), PETS, SCHEMA);
    assertThat(fitted.sha256()).isEqualTo(model(true, HIDDEN).sha256());
    assertThat(fitted.hidden()).isEqualTo(HIDDEN);
    assertThat(notices).isEmpty();
  }

  @Test
  void featuresAndClassesMayHaveAnotherOrder() {
    SoftmaxModel fitted = fit(model(true, HIDDEN), labels("fox", "cat", "dog"), schema("b", "a"));
    assertThat(fitted.parameters(WeightOrder.CLASS_MAJOR))
        .containsExactly(
            // inputs of the first layer, in feature order
            1,
            0,
            11,
            10,
            21,
            20,
            // layers in between, unchanged
            100,
            101,
            102,
            110,
            111,
            112,
            // outputs of the last layer, in class order
            220,
            221,
            200,
            201,
            210,
            211,
            // biases of the last layer, in class order
            9,
            19,
            29,
            109,
            119,
            229,
            209,
            219);
    assertThat(fitted.classes().labels()).containsExactly("fox", "cat", "dog");
    assertThat(fitted.schema()).isEqualTo(schema("b", "a"));
  }

  @Test
  void biasesThatAreMissingAreZero() {
    SoftmaxModel fitted = fit(model(false, HIDDEN), PETS, SCHEMA);
    assertThat(fitted.hasIntercept()).isTrue();
    double[] parameters = fitted.parameters(WeightOrder.CLASS_MAJOR);
    assertThat(parameters).hasSize(18 + 8).startsWith(0, 1, 10, 11).endsWith(new double[8]);
  }

  @Test
  void biasesAreNotDropped() {
    assertThatThrownBy(
            () ->
                new WarmStart("m", model(true, HIDDEN), Classes.NAMED)
                    .fitTo(PETS, SCHEMA, false, HIDDEN, notices::add))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("Cannot start from m: it has intercepts where model.intercept");
  }

  @Test
  void otherHiddenLayersAreNamed() {
    assertRefused(HiddenLayers.NONE, HIDDEN, "none where model.hidden-layers are 3 relu, 2 relu");
    assertRefused(HIDDEN, HiddenLayers.NONE, "3 relu, 2 relu where model.hidden-layers are none");
    assertRefused(
        HiddenLayers.of(Activation.RELU, 128),
        HiddenLayers.of(Activation.RELU, 256),
        "128 relu where model.hidden-layers are 256 relu");
    assertRefused(
        HiddenLayers.of(Activation.TANH, 4),
        HiddenLayers.of(Activation.LEAKY_RELU, 4),
        "4 tanh where model.hidden-layers are 4 leaky-relu");
  }

  private void assertRefused(HiddenLayers present, HiddenLayers wanted, String difference) {
    WarmStart start = new WarmStart("m", model(true, present), Classes.NAMED);
    assertThatThrownBy(() -> start.fitTo(PETS, SCHEMA, true, wanted, notices::add))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Cannot start from m: it has hidden layers "
                + difference
                + ": name a model of the same layers, or set model.type, model.hidden-layers and model.activation");
  }
}

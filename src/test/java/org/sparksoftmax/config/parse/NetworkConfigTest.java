package org.sparksoftmax.config.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sparksoftmax.config.parse.Messages.messageOf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparksoftmax.config.NetworkConfig;
import org.sparksoftmax.config.NetworkConfig.Initialization;
import org.sparksoftmax.config.OptimizerConfig;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.math.layout.Activation;
import org.sparksoftmax.math.layout.HiddenLayers;

class NetworkConfigTest {

  private static final NetworkConfig LINEAR =
      new NetworkConfig(HiddenLayers.NONE, Initialization.AUTO, 0);

  @Test
  void aNetworkHasItsLayersInOrder() {
    NetworkConfig network =
        network(
            "model.hidden-layers=[256, 64.0]",
            "model.activation=leaky-relu",
            "model.initialization=glorot",
            "model.dropout=0.25",
            "optimizer.type=adam");
    assertThat(network.hidden()).isEqualTo(HiddenLayers.of(Activation.LEAKY_RELU, 256, 64));
    assertThat(network.initialization()).isEqualTo(Initialization.GLOROT);
    assertThat(network.dropout()).isEqualTo(0.25);
    assertThat(network.isLinear()).isFalse();
  }

  @Test
  void aNetworkThatIsNotDescribedHasTheDefaults() {
    assertThat(network())
        .isEqualTo(
            new NetworkConfig(HiddenLayers.of(Activation.RELU, 256), Initialization.AUTO, 0.0));
  }

  @Test
  void withoutHiddenLayersItIsTheLinearModel() {
    assertThat(network("model.hidden-layers=[]", "model.activation=tanh")).isEqualTo(LINEAR);
    assertThat(read("model.hidden-layers=[]").network()).isEqualTo(LINEAR);
    assertThat(read("model.hidden-layers=[256]").network()).isEqualTo(LINEAR);
    // The rules for networks apply only to those with hidden layers.
    assertThat(
            network(
                "model.hidden-layers=[]",
                "optimizer.type=momentum",
                "optimizer.preconditioner=hessian"))
        .isEqualTo(LINEAR);
  }

  @Test
  void aNetworkMayHaveAHundredLayers() {
    assertThat(network("model.hidden-layers=" + widths(100)).hidden().count()).isEqualTo(100);
    assertThat(messageOf("data.path=a", "model.type=network", "model.hidden-layers=" + widths(101)))
        .endsWith(",2] (--set): must be at most 100 layers");
  }

  private static String widths(int layers) {
    return Collections.nCopies(layers, 2).toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          model.hidden-layers=[64, 0] | Invalid model.hidden-layers = [64,0] (--set): must be numbers of units, each >= 1
          model.hidden-layers=[];model.dropout=0.5 | Invalid model.dropout = 0.5 (--set): must be 0 without hidden layers; set model.type = network and model.hidden-layers
          model.dropout=0.5 | Invalid model.dropout = 0.5 (--set): must be 0 with optimizer.type = lbfgs, whose line search requires a deterministic objective; use adam, adagrad, nesterov, momentum or gradient-descent
          model.dropout=0.5;optimizer.type=owlqn | Invalid model.dropout = 0.5 (--set): must be 0 with optimizer.type = owlqn, whose line search requires a deterministic objective; use adam, adagrad, nesterov, momentum or gradient-descent
          model.dropout=0.5;optimizer.type=gradient-descent | Invalid model.dropout = 0.5 (--set): must be 0 with backtracking steps, which require a deterministic objective; set optimizer.step-size.schedule = constant
          model.dropout=0.5;optimizer.type=gradient-descent;optimizer.step-size.schedule=backtracking | Invalid model.dropout = 0.5 (--set): must be 0 with backtracking steps, which require a deterministic objective; set optimizer.step-size.schedule = constant
          optimizer.preconditioner=hessian | Invalid optimizer.preconditioner = hessian (--set): is for linear models; use auto or none with model.type = network
          optimizer.preconditioner=diagonal;optimizer.type=owlqn | Invalid optimizer.preconditioner = diagonal (--set): is for linear models; use auto or none with model.type = network
          optimizer.type=momentum;optimizer.step-size.initial=auto | Invalid optimizer.step-size.initial = auto (--set): must be a number, such as 0.1, with model.type = network and optimizer.type = momentum; only adam and adagrad have a default step size
          optimizer.type=nesterov;optimizer.step-size.initial=auto | Invalid optimizer.step-size.initial = auto (--set): must be a number, such as 0.1, with model.type = network and optimizer.type = nesterov; only adam and adagrad have a default step size
          optimizer.type=gradient-descent;optimizer.mini-batch-fraction=0.5;optimizer.step-size.initial=auto | Invalid optimizer.step-size.initial = auto (--set): must be a number, such as 0.1, with model.type = network and optimizer.type = gradient-descent; only adam and adagrad have a default step size
          optimizer.type=gradient-descent;optimizer.step-size.schedule=cosine;optimizer.step-size.initial=auto | Invalid optimizer.step-size.initial = auto (--set): must be a number, such as 0.1, with model.type = network and optimizer.type = gradient-descent; only adam and adagrad have a default step size
          """)
  void whatANetworkCannotHaveIsRefused(String overrides, String message) {
    List<String> all = new ArrayList<>(List.of("data.path=a", "model.type=network"));
    all.addAll(List.of(overrides.split(";")));
    assertThat(messageOf(all.toArray(String[]::new))).isEqualTo(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "optimizer.type=lbfgs",
        "optimizer.type=owlqn;regularization.strength=1;regularization.elastic-net=0.5",
        "optimizer.type=gradient-descent",
        "optimizer.type=gradient-descent;optimizer.step-size.initial=0.1;model.dropout=0.5;optimizer.mini-batch-fraction=0.1",
        "optimizer.type=momentum;optimizer.step-size.initial=0.1;model.dropout=0.5",
        "optimizer.type=adagrad;optimizer.mini-batch-fraction=0.1",
        "optimizer.type=adam;optimizer.preconditioner=none;optimizer.local-steps=5;model.dropout=0.9"
      })
  void whatANetworkCanHaveIsAccepted(String overrides) {
    assertThat(network(overrides.split(";")).isLinear()).isFalse();
  }

  @Test
  void localStepsAreForFirstOrderRules() {
    TrainingConfig config =
        read("optimizer.type=nesterov", "optimizer.local-steps=7", "optimizer.seed=3");
    assertThat(config.optimizer().miniBatches())
        .isEqualTo(
            new OptimizerConfig.MiniBatches(
                1, OptionalInt.empty(), OptimizerConfig.JobPer.AUTO, 3, 7));
    assertThat(
            messageOf("data.path=a", "optimizer.type=gradient-descent", "optimizer.local-steps=2"))
        .isEqualTo(
            "Invalid optimizer.local-steps = 2 (--set): must be 1 with backtracking steps, which need all rows; set optimizer.step-size.schedule = constant");
  }

  @Test
  void gradientDescentBacktracksWhereItCan() {
    assertThat(read("optimizer.type=gradient-descent").optimizer().backtracks()).isTrue();
    assertThat(
            read("optimizer.type=gradient-descent", "optimizer.mini-batch-fraction=0.5")
                .optimizer()
                .backtracks())
        .isFalse();
    assertThat(read("optimizer.type=momentum").optimizer().backtracks()).isFalse();
  }

  private static NetworkConfig network(String... overrides) {
    List<String> all = new ArrayList<>(List.of("model.type=network"));
    all.addAll(List.of(overrides));
    return read(all.toArray(String[]::new)).network();
  }

  private static TrainingConfig read(String... overrides) {
    List<String> all = new ArrayList<>(List.of("data.path=a"));
    all.addAll(List.of(overrides));
    return ConfigReader.read(Optional.empty(), all, Map.of());
  }
}

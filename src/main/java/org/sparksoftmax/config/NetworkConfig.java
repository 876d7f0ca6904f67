package org.sparksoftmax.config;

import static org.sparksoftmax.config.ConfigException.invalid;

import java.util.Arrays;
import java.util.Locale;
import org.sparksoftmax.math.layout.HiddenLayers;
import org.sparksoftmax.math.layout.ParameterLayout;

/**
 * The layers between the features and the logits ({@code model}).
 *
 * @param hidden the hidden layers, at most 100; none for a linear model
 * @param initialization how the initial weights of the hidden layers are drawn
 * @param dropout fraction of the units of each hidden layer dropped in a training step, in [0, 1);
 *     0 without hidden layers
 */
public record NetworkConfig(HiddenLayers hidden, Initialization initialization, double dropout) {

  private static final int MAX_LAYERS = 100;

  /** The distribution of the initial weights of hidden layers ({@code model.initialization}). */
  public enum Initialization {
    /** {@link #GLOROT} for tanh and sigmoid, {@link #HE} for other activations. */
    AUTO,
    /** Uniform within √(6 / inputs) (He et al. 2015). */
    HE,
    /** Uniform within √(6 / (inputs + outputs)) (Glorot and Bengio 2010). */
    GLOROT
  }

  public NetworkConfig {
    if (hidden.count() > MAX_LAYERS) {
      throw invalid(
          "model.hidden-layers", hidden.count() + " layers", "must be at most 100 layers");
    }
    requireFits(hidden);
    if (!(dropout >= 0 && dropout < 1)) {
      throw invalid("model.dropout", dropout, "must be >= 0 and < 1");
    }
    if (dropout > 0 && hidden.count() == 0) {
      throw invalid(
          "model.dropout",
          dropout,
          "must be 0 without hidden layers; set model.type = network and model.hidden-layers");
    }
  }

  /** Checks the smallest model with these layers: of one feature and two classes. */
  private static void requireFits(HiddenLayers hidden) {
    double least = ParameterLayout.parameters(1, 2, hidden);
    if (least > ParameterLayout.MAX_PARAMETERS) {
      throw invalid(
          "model.hidden-layers",
          Arrays.toString(hidden.widths()),
          String.format(
              Locale.ROOT,
              "must give at most %,d parameters; these are %,.0f or more, of 8 bytes each (%,.0f GB); use fewer or smaller layers",
              ParameterLayout.MAX_PARAMETERS,
              least,
              least * Double.BYTES / (1L << 30)));
    }
  }

  /** Whether there are no hidden layers. */
  public boolean isLinear() {
    return hidden.count() == 0;
  }
}

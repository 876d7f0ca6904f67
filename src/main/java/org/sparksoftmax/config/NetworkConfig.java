package org.sparksoftmax.config;

import static org.sparksoftmax.config.ConfigException.invalid;

import org.sparksoftmax.math.layout.HiddenLayers;

/**
 * What is between the features and the logits ({@code model}).
 *
 * @param hidden the hidden layers, at most 100; none of a linear model
 * @param initialization of the first weights of the hidden layers
 * @param dropout share of the units of each hidden layer that a training step leaves out, 0 to
 *     below 1; 0 without hidden layers
 */
public record NetworkConfig(HiddenLayers hidden, Initialization initialization, double dropout) {

  private static final int MAX_LAYERS = 100;

  public NetworkConfig {
    if (hidden.count() > MAX_LAYERS) {
      throw invalid(
          "model.hidden-layers", hidden.count() + " layers", "must be at most 100 layers");
    }
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

  /** Whether there are no hidden layers. */
  public boolean isLinear() {
    return hidden.count() == 0;
  }
}

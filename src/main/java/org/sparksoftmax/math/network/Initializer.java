package org.sparksoftmax.math.network;

import org.sparksoftmax.math.layout.Activation;
import org.sparksoftmax.math.layout.LayerLayout;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.linalg.Hashing;

/**
 * Initial parameters of a network: weights uniform within ±r, biases 0. r = √(6 / inputs) (He et
 * al. 2015) preserves the magnitude of signals through activations that cut off one half of them, r
 * = √(6 / (inputs + outputs)) (Glorot and Bengio 2010) through symmetric ones. Each weight depends
 * only on the seed and on its layer, output and input, not on the order of θ.
 */
public enum Initializer {
  HE,
  GLOROT;

  /** The initialiser for {@code activation}. */
  public static Initializer of(Activation activation) {
    return switch (activation) {
      case RELU, LEAKY_RELU, GELU -> HE;
      case TANH, SIGMOID -> GLOROT;
    };
  }

  /**
   * The initial parameters of a network; all 0 for a linear model, which needs nothing else.
   *
   * @return θ in {@code layout}; the layer of the logits always uses {@link #GLOROT}
   */
  public double[] parameters(ParameterLayout layout, long seed) {
    double[] parameters = new double[layout.dimension()];
    for (int l = 0; l < layout.depth() && !layout.isLinear(); l++) {
      LayerLayout layer = layout.layer(l);
      double range = range(layer, l == layout.depth() - 1);
      for (int k = 0; k < layer.outputs(); k++) {
        long row = Hashing.mix(Hashing.mix(seed, l), k);
        for (int j = 0; j < layer.inputs(); j++) {
          double unit = Hashing.toUnit(Hashing.mix(row, j));
          parameters[layer.weightIndex(k, j)] = range * (2 * unit - 1);
        }
      }
    }
    return parameters;
  }

  private double range(LayerLayout layer, boolean last) {
    double inputs = layer.inputs();
    return Math.sqrt(6 / (this == HE && !last ? inputs : inputs + layer.outputs()));
  }
}

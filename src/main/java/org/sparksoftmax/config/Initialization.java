package org.sparksoftmax.config;

/** The distribution of the initial weights of hidden layers ({@code model.initialization}). */
public enum Initialization {
  /** {@link #GLOROT} for tanh and sigmoid, {@link #HE} for other activations. */
  AUTO,
  /** Uniform within √(6 / inputs) (He et al. 2015). */
  HE,
  /** Uniform within √(6 / (inputs + outputs)) (Glorot and Bengio 2010). */
  GLOROT
}

package org.sparksoftmax.config;

/** How far from 0 the first weights of a hidden layer are drawn ({@code model.initialization}). */
public enum Initialization {
  /** {@link #GLOROT} for tanh and sigmoid, {@link #HE} for the others. */
  AUTO,
  /** Uniform within √(6 / inputs) (He et al. 2015). */
  HE,
  /** Uniform within √(6 / (inputs + outputs)) (Glorot and Bengio 2010). */
  GLOROT
}

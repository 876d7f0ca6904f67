package org.sparksoftmax.math.layout;

/** The function that a hidden layer applies to each entry z of A W<sup>T</sup> + b. */
public enum Activation {
  /** max(z, 0); the derivative at 0 is taken as 0. */
  RELU,
  /** z where z > 0, else {@value #LEAK} z. */
  LEAKY_RELU,
  /** tanh z. */
  TANH,
  /** 1 / (1 + e<sup>−z</sup>). */
  SIGMOID,
  /** ½ z (1 + tanh(√(2/π) (z + 0.044715 z³))) (Hendrycks and Gimpel 2016). */
  GELU;

  /** The slope of {@link #LEAKY_RELU} below 0. */
  public static final double LEAK = 0.01;

  /** The largest |σ′|, rounded up. */
  public double steepestSlope() {
    return switch (this) {
      case RELU, LEAKY_RELU, TANH -> 1;
      case SIGMOID -> 0.25;
      case GELU -> 1.13;
    };
  }

  /** Whether σ is differentiable everywhere, so that slopes show where a function decreases. */
  public boolean isSmooth() {
    return this != RELU && this != LEAKY_RELU;
  }

  /** A bound on |σ(z)| for |z| ≤ {@code bound}. */
  public double bound(double bound) {
    return this == TANH || this == SIGMOID ? Math.min(1, bound + 0.5) : bound;
  }
}

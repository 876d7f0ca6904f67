package org.sparksoftmax.math.objective;

import java.io.Serializable;
import java.util.Arrays;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.LayerLayout;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.linalg.Parts;
import org.sparksoftmax.math.regularize.L1Penalty;

/**
 * The coordinates φ that an optimiser works in: θ̂ = Cφ. Penalties refer to θ̂. The change of
 * variables does not move the optimum, but determines how many iterations are needed to reach it. C
 * affects only the first layer. It multiplies the weights of feature j by uⱼ, a power of two, so
 * that columns of any units have comparable curvatures.
 *
 * <p>A model without intercepts whose features are far from 0 has one direction of much larger
 * curvature, that of the feature offsets a, which no per-feature factor removes. In that case C = U
 * (I + (1/‖a‖ − 1) n nᵀ), n = a/‖a‖, for the weights of each output. Immutable.
 */
public final class Coordinates implements Serializable {
  private static final long serialVersionUID = 1L;

  /** φ = θ̂. */
  public static final Coordinates IDENTITY = new Coordinates(null, null, 1);

  /** uⱼ of each feature; null if all are 1. */
  private final double[] factors;

  /** n; null if there is no such direction. */
  private final double[] direction;

  /** 1/‖a‖. */
  private final double along;

  private Coordinates(double[] factors, double[] direction, double along) {
    this.factors = factors;
    this.direction = direction;
    this.along = along;
  }

  /**
   * Coordinates with one factor per feature.
   *
   * @param factors u, finite and above 0; copied
   */
  public static Coordinates scaled(double[] factors) {
    return Arrays.stream(factors).allMatch(u -> u == 1)
        ? IDENTITY
        : new Coordinates(factors.clone(), null, 1);
  }

  /**
   * The same coordinates, shortened along the direction of the feature offsets; not for L1
   * penalties.
   *
   * @param offsets a, for θ̂; copied
   */
  public Coordinates withOffsets(double[] offsets) {
    double[] a = offsets.clone();
    double largest = 0;
    for (int j = 0; j < a.length; j++) {
      a[j] *= factor(j);
      largest = Math.max(largest, Math.abs(a[j]));
    }
    double squares = 0;
    for (double value : a) {
      squares += largest > 0 ? (value / largest) * (value / largest) : 0;
    }
    double norm = largest * Math.sqrt(squares);
    if (!(norm > 1)) {
      return this;
    }
    for (int j = 0; j < a.length; j++) {
      a[j] /= norm;
    }
    return new Coordinates(factors, a, 1 / norm);
  }

  public boolean isIdentity() {
    return factors == null && direction == null;
  }

  /** Whether the direction of the offsets is shortened. */
  public boolean hasDirection() {
    return direction != null;
  }

  /** uⱼ. */
  public double factor(int j) {
    return factors == null ? 1 : factors[j];
  }

  /** θ̂ = Cφ: a new vector, or {@code coordinates} itself if C is the identity. */
  public double[] parameters(ParameterLayout layout, double[] coordinates) {
    return isIdentity()
        ? coordinates
        : parametersInto(layout, coordinates, new double[coordinates.length]);
  }

  /**
   * θ̂ = Cφ.
   *
   * @param parameters overwritten, unless C is the identity
   * @return {@code parameters}, or {@code coordinates} itself if C is the identity
   */
  double[] parametersInto(ParameterLayout layout, double[] coordinates, double[] parameters) {
    if (isIdentity()) {
      return coordinates;
    }
    System.arraycopy(coordinates, 0, parameters, 0, coordinates.length);
    stretch(layout, parameters, along);
    multiply(layout, parameters, false);
    return parameters;
  }

  /** φ for θ̂, the inverse of {@link #parameters}. */
  public double[] coordinates(ParameterLayout layout, double[] parameters) {
    if (isIdentity()) {
      return parameters;
    }
    double[] coordinates = parameters.clone();
    multiply(layout, coordinates, true);
    stretch(layout, coordinates, 1 / along);
    return coordinates;
  }

  /** Converts ∂/∂θ̂ to ∂/∂φ = Cᵀ ∂/∂θ̂. */
  public void chainRuleInPlace(ParameterLayout layout, double[] gradient) {
    if (!isIdentity()) {
      multiply(layout, gradient, false);
      stretch(layout, gradient, along);
    }
  }

  /** Converts ∂/∂φ to ∂/∂θ̂, as a new vector. */
  public double[] gradientOfParameters(ParameterLayout layout, double[] gradient) {
    double[] moved = gradient.clone();
    stretch(layout, moved, 1 / along);
    multiply(layout, moved, true);
    return moved;
  }

  /**
   * An L1 penalty on θ̂ expressed in φ.
   *
   * @throws IllegalStateException if {@link #hasDirection}
   */
  public L1Penalty penalty(ParameterLayout layout, L1Penalty ofParameters) {
    if (isIdentity() || ofParameters.isNone()) {
      return ofParameters;
    }
    if (direction != null) {
      throw new IllegalStateException("An L1 penalty needs coordinates along the axes");
    }
    double[] entries = new double[ofParameters.penalized()];
    Arrays.fill(entries, 1);
    multiply(layout, entries, false);
    return ofParameters.withFactors(entries);
  }

  /** Multiplies the component of each output along n by {@code factor}. */
  private void stretch(ParameterLayout layout, double[] vector, double factor) {
    if (direction == null) {
      return;
    }
    LayerLayout first = layout.layer(0);
    for (int k = 0; k < first.outputs(); k++) {
      double product = 0;
      for (int j = 0; j < direction.length; j++) {
        product += direction[j] * vector[first.weightIndex(k, j)];
      }
      double by = (factor - 1) * product;
      for (int j = 0; j < direction.length; j++) {
        vector[first.weightIndex(k, j)] += by * direction[j];
      }
    }
  }

  /** Multiplies or divides the weights of the first layer by u. */
  private void multiply(ParameterLayout layout, double[] vector, boolean divide) {
    if (factors == null) {
      return;
    }
    LayerLayout first = layout.layer(0);
    boolean classMajor = first.order() == WeightOrder.CLASS_MAJOR;
    Parts.forEach(
        first.weightCount(),
        (from, to) -> {
          if (classMajor) {
            multiplyRows(vector, from, to, divide);
          } else {
            multiplyColumns(vector, first.outputs(), from, to, divide);
          }
        });
  }

  /** Multiplies entries of rows that have one weight for each feature. */
  private void multiplyRows(double[] vector, int from, int to, boolean divide) {
    int columns = factors.length;
    for (int i = from; i < to; ) {
      int j = i % columns;
      int end = Math.min(to, i - j + columns);
      for (; i < end; i++, j++) {
        vector[i] = divide ? vector[i] / factors[j] : vector[i] * factors[j];
      }
    }
  }

  /** Multiplies entries of features that have {@code run} weights each. */
  private void multiplyColumns(double[] vector, int run, int from, int to, boolean divide) {
    for (int i = from; i < to; ) {
      int j = i / run;
      int end = Math.min(to, (j + 1) * run);
      double u = factors[j];
      for (; i < end; i++) {
        vector[i] = divide ? vector[i] / u : vector[i] * u;
      }
    }
  }
}

package org.sparksoftmax.model;

import java.io.Serializable;
import org.sparksoftmax.linalg.FeatureBlock;
import org.sparksoftmax.linalg.WeightOrder;

/**
 * Where each parameter of a linear model lies in the flat vector θ = [W | b].
 *
 * @param features D
 * @param classes K
 * @param intercept whether the K intercepts follow the weights
 * @param order how W lies in θ
 */
public record ParameterLayout(int features, int classes, boolean intercept, WeightOrder order)
    implements Serializable {

  /** Most parameters that fit one Java array. */
  private static final long MAX_PARAMETERS = Integer.MAX_VALUE - 8L;

  public ParameterLayout {
    if (features < 1 || classes < 2) {
      throw new IllegalArgumentException(
          "Invalid model size: %d features, %d classes (must be >= 1 and >= 2)"
              .formatted(features, classes));
    }
    if ((features + 1L) * classes > MAX_PARAMETERS) {
      throw new IllegalArgumentException(
          "Invalid model size: %d features x %d classes is more than %d parameters"
              .formatted(features, classes, MAX_PARAMETERS));
    }
  }

  /** Length of θ. */
  public int dimension() {
    return weightCount() + (intercept ? classes : 0);
  }

  /** Number of weights: K·D. They are the first entries of θ; the intercepts follow. */
  public int weightCount() {
    return features * classes;
  }

  /** Position in θ of the weight of class {@code k} for feature {@code j}. */
  public int weightIndex(int k, int j) {
    return order.index(k, j, classes, features);
  }

  /**
   * Checks that a block of features belongs in front of these parameters.
   *
   * @throws IllegalArgumentException if its features or its weight order are others
   */
  public void requireFits(FeatureBlock block) {
    if (block.features() != features || block.weightOrder() != order) {
      throw new IllegalArgumentException(
          "Cannot multiply a block of %d features (%s) with weights of %d features (%s)"
              .formatted(block.features(), block.weightOrder(), features, order));
    }
  }

  /** Position in θ of the intercept of class {@code k}. */
  public int interceptIndex(int k) {
    return weightCount() + k;
  }

  /** The same parameters in another order of the weights. */
  public double[] reorder(double[] parameters, WeightOrder to) {
    if (to == order) {
      return parameters.clone();
    }
    double[] reordered = parameters.clone();
    for (int k = 0; k < classes; k++) {
      for (int j = 0; j < features; j++) {
        reordered[to.index(k, j, classes, features)] = parameters[weightIndex(k, j)];
      }
    }
    return reordered;
  }
}

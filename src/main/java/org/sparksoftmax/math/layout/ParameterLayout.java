package org.sparksoftmax.math.layout;

import java.io.Serializable;
import java.util.Locale;
import org.sparksoftmax.math.block.FeatureBlock;
import org.sparksoftmax.math.block.WeightOrder;

/**
 * The position of each parameter in the flat vector θ = [W¹ | … | Wᴸ | b¹ | … | bᴸ]: the weights of
 * all layers, then their biases, so that penalties on weights can ignore layers. A linear model is
 * one layer, θ = [W | b], whose biases are called intercepts.
 *
 * @param features D
 * @param classes K
 * @param intercept whether every layer has biases
 * @param order storage order of W¹ in θ; the weights of the other layers are class-major
 * @param hidden the layers between features and logits
 */
public record ParameterLayout(
    int features, int classes, boolean intercept, WeightOrder order, HiddenLayers hidden)
    implements Serializable {

  /** Maximum number of parameters that fit in one Java array. */
  public static final long MAX_PARAMETERS = Integer.MAX_VALUE - 8L;

  public ParameterLayout {
    if (features < 1 || classes < 2) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Invalid model size: %d features, %d classes (must be >= 1 and >= 2)",
              features,
              classes));
    }
    if (parameters(features, classes, hidden) > MAX_PARAMETERS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Invalid model size: %d features x %d classes%s is more than %d parameters",
              features,
              classes,
              hidden.count() == 0 ? "" : String.format(Locale.ROOT, " (hidden layers: %s)", hidden),
              MAX_PARAMETERS));
    }
  }

  /** Creates the layout of a linear model. */
  public ParameterLayout(int features, int classes, boolean intercept, WeightOrder order) {
    this(features, classes, intercept, order, HiddenLayers.NONE);
  }

  /** Number of parameters including biases; does not overflow. */
  public static double parameters(int features, int classes, HiddenLayers hidden) {
    double count = 0;
    double inputs = features;
    for (int l = 0; l <= hidden.count(); l++) {
      double outputs = l < hidden.count() ? hidden.width(l) : classes;
      count += (inputs + 1) * outputs;
      inputs = outputs;
    }
    return count;
  }

  /** Whether there are no hidden layers. */
  public boolean isLinear() {
    return hidden.count() == 0;
  }

  /** L, the number of layers including the one that computes the logits. */
  public int depth() {
    return hidden.count() + 1;
  }

  /** Layer {@code l}, where layer 0 is next to the features. */
  public LayerLayout layer(int l) {
    int weights = 0;
    int biases = weightCount();
    for (int below = 0; below < l; below++) {
      weights += inputs(below) * outputs(below);
      biases += outputs(below);
    }
    return new LayerLayout(
        inputs(l),
        outputs(l),
        weights,
        intercept ? biases : -1,
        l == 0 ? order : WeightOrder.CLASS_MAJOR);
  }

  private int inputs(int l) {
    return l == 0 ? features : hidden.width(l - 1);
  }

  private int outputs(int l) {
    return l < hidden.count() ? hidden.width(l) : classes;
  }

  /** Length of θ. */
  public int dimension() {
    int biases = 0;
    for (int l = 0; intercept && l < depth(); l++) {
      biases += outputs(l);
    }
    return weightCount() + biases;
  }

  /** Number of weights. They are the first entries of θ; the biases follow. */
  public int weightCount() {
    int weights = 0;
    for (int l = 0; l < depth(); l++) {
      weights += inputs(l) * outputs(l);
    }
    return weights;
  }

  /** The same layout with a different order of W¹. */
  public ParameterLayout withOrder(WeightOrder other) {
    return new ParameterLayout(features, classes, intercept, other, hidden);
  }

  /** The same layout with or without biases. */
  public ParameterLayout withIntercept(boolean other) {
    return new ParameterLayout(features, classes, other, order, hidden);
  }

  /** Position in θ of the weight of class {@code k} for feature {@code j} of a linear model. */
  public int weightIndex(int k, int j) {
    requireLinear();
    return order.index(k, j, classes, features);
  }

  /**
   * Checks that a block of features can be multiplied with these weights.
   *
   * @throws IllegalArgumentException if its number of features or its weight order differs
   */
  public void requireFits(FeatureBlock block) {
    if (block.features() != features || block.weightOrder() != order) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Cannot multiply a block of %d features (%s) with weights of %d features (%s)",
              block.features(),
              block.weightOrder(),
              features,
              order));
    }
  }

  /** Position in θ of the intercept of class {@code k} of a linear model. */
  public int interceptIndex(int k) {
    requireLinear();
    return weightCount() + k;
  }

  private void requireLinear() {
    if (!isLinear()) {
      throw new IllegalStateException("A network has no weights of a class and a feature");
    }
  }

  /** The same parameters with a different order of W¹, as a new array. */
  public double[] reorder(double[] parameters, WeightOrder to) {
    double[] reordered = parameters.clone();
    if (to == order) {
      return reordered;
    }
    LayerLayout first = layer(0);
    for (int k = 0; k < first.outputs(); k++) {
      for (int j = 0; j < features; j++) {
        reordered[to.index(k, j, first.outputs(), features)] = parameters[first.weightIndex(k, j)];
      }
    }
    return reordered;
  }
}

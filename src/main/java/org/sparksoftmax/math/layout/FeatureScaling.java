package org.sparksoftmax.math.layout;

import java.io.Serializable;
import java.util.Arrays;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.linalg.Parts;

/**
 * The scaled features x̂ⱼ = fⱼ (xⱼ − μⱼ) that an optimiser works on, while the data stays
 * unchanged. θ̂ = [Ŵ | b̂] on x̂ has the same logits as θ = [W | b] on x for
 *
 * <pre>Wₖⱼ = fⱼ Ŵₖⱼ,   bₖ = b̂ₖ − Σⱼ μⱼ Wₖⱼ,</pre>
 *
 * and by the chain rule ∂/∂Ŵₖⱼ = fⱼ (∂/∂Wₖⱼ − μⱼ ∂/∂bₖ) and ∂/∂b̂ₖ = ∂/∂bₖ. In a network W and b
 * are those of the first layer, whose weights are the first entries of θ.
 *
 * <p>Here x are the features as stored, which may be relative to {@link FeatureUnits centres} c. A
 * model without intercepts refers to uncentred features: then μ = −c, and θ has constants b that θ̂
 * lacks. Immutable.
 */
public final class FeatureScaling implements Serializable {
  private static final long serialVersionUID = 1L;

  /** fⱼ of each feature, or one for all. */
  private final double[] factors;

  /** μⱼ of each feature; null if all are 0. */
  private final double[] means;

  private FeatureScaling(double[] factors, double[] means) {
    this.factors = factors;
    this.means = means;
  }

  /** x̂ = m x, for every feature. */
  public static FeatureScaling of(double multiplier) {
    return new FeatureScaling(new double[] {multiplier}, null);
  }

  /**
   * x̂ⱼ = xⱼ / σⱼ; features with σ = 0 are ignored.
   *
   * @param deviations σ of each feature
   */
  public static FeatureScaling scaled(double[] deviations) {
    return new FeatureScaling(inverse(deviations), null);
  }

  /**
   * x̂ⱼ = (xⱼ − μⱼ) / σⱼ, for models with intercepts; features with σ = 0 are ignored.
   *
   * @param means μ of each feature
   * @param deviations σ of each feature
   */
  public static FeatureScaling standardized(double[] means, double[] deviations) {
    return new FeatureScaling(inverse(deviations), means.clone());
  }

  /**
   * x̂ⱼ = m (xⱼ − μⱼ), for models with intercepts. The weights, and hence the penalty, are the same
   * as for uncentred features; only the intercepts differ.
   *
   * @param means μ of each feature
   */
  public static FeatureScaling centred(double multiplier, double[] means) {
    return new FeatureScaling(new double[] {multiplier}, means.clone());
  }

  /**
   * The same scaling for a model without intercepts on features that are stored relative to their
   * centres.
   *
   * @param centres c of each feature
   */
  public FeatureScaling withoutIntercepts(double[] centres) {
    return new FeatureScaling(factors, Arrays.stream(centres).map(c -> -c).toArray());
  }

  private static double[] inverse(double[] deviations) {
    return Arrays.stream(deviations).map(sigma -> sigma > 0 ? 1 / sigma : 0).toArray();
  }

  /** fⱼ. */
  public double factor(int j) {
    return factors.length == 1 ? factors[0] : factors[j];
  }

  /** μⱼ. */
  public double mean(int j) {
    return means == null ? 0 : means[j];
  }

  /** Whether each feature is divided by its own deviation. */
  public boolean isStandardizing() {
    return factors.length > 1;
  }

  /** Whether features are shifted in addition to being multiplied. */
  public boolean isCentred() {
    return means != null;
  }

  /** Whether x̂ = x. */
  public boolean isIdentity() {
    return means == null && factors.length == 1 && factors[0] == 1;
  }

  /** The layout of θ for the features as stored, where {@code layout} is that of θ̂. */
  public ParameterLayout storedLayout(ParameterLayout layout) {
    return isCentred() ? layout.withIntercept(true) : layout;
  }

  /** Whether θ has constants that θ̂ lacks. */
  public boolean addsConstants(ParameterLayout layout) {
    return isCentred() && !layout.intercept();
  }

  /** θ for the features as stored: a new array, or {@code scaled} itself if x̂ = x. */
  public double[] rawParameters(ParameterLayout layout, double[] scaled) {
    return isIdentity()
        ? scaled
        : rawParametersInto(layout, scaled, new double[storedLayout(layout).dimension()]);
  }

  /**
   * θ for the features as stored.
   *
   * @param raw overwritten, unless x̂ = x; may be {@code scaled} itself
   * @return {@code raw}, or {@code scaled} itself if x̂ = x
   */
  public double[] rawParametersInto(ParameterLayout layout, double[] scaled, double[] raw) {
    if (isIdentity()) {
      return scaled;
    }
    ParameterLayout stored = storedLayout(layout);
    System.arraycopy(scaled, 0, raw, 0, scaled.length);
    Arrays.fill(raw, scaled.length, raw.length, 0.0);
    multiplyWeights(layout.layer(0), raw);
    if (means != null) {
      addMeans(stored.layer(0), raw, means, -1);
    }
    return raw;
  }

  /** θ̂ with the same logits as θ, as a new array; features with f = 0 are left out. */
  public double[] scaledParameters(ParameterLayout layout, double[] raw) {
    double[] scaled = raw.clone();
    LayerLayout first = storedLayout(layout).layer(0);
    if (means != null) {
      addMeans(first, scaled, means, 1);
    }
    for (int k = 0; k < first.outputs(); k++) {
      for (int j = 0; j < first.inputs(); j++) {
        int at = first.weightIndex(k, j);
        scaled[at] = factor(j) == 0 ? 0 : scaled[at] / factor(j);
      }
    }
    return Arrays.copyOf(scaled, layout.dimension());
  }

  /**
   * Converts ∂/∂θ to ∂/∂θ̂.
   *
   * @param layout layout of θ̂
   * @param gradient ∂/∂θ; modified
   * @return {@code gradient} itself, unless θ has more entries than θ̂
   */
  public double[] chainRule(ParameterLayout layout, double[] gradient) {
    if (means != null) {
      addIntercepts(storedLayout(layout).layer(0), gradient, means, -1);
    }
    multiplyWeights(layout.layer(0), gradient);
    return addsConstants(layout) ? Arrays.copyOf(gradient, layout.dimension()) : gradient;
  }

  /** b += sign · Σⱼ fⱼμⱼ Ŵₖⱼ, which converts θ̂ to or from uncentred features. */
  public void moveInterceptsInPlace(ParameterLayout layout, double[] scaled, int sign) {
    if (means != null) {
      addMeans(layout.layer(0), scaled, scaledMeans(), sign);
    }
  }

  /**
   * The transpose of {@link #moveInterceptsInPlace}: gₖⱼ += sign · fⱼμⱼ gₖ, with gₖ of the
   * intercepts.
   */
  public void moveWeightsInPlace(ParameterLayout layout, double[] gradient, int sign) {
    if (means != null) {
      addIntercepts(layout.layer(0), gradient, scaledMeans(), sign);
    }
  }

  private double[] scaledMeans() {
    double[] moved = new double[means.length];
    for (int j = 0; j < moved.length; j++) {
      moved[j] = factor(j) * means[j];
    }
    return moved;
  }

  /** bₖ += sign · Σⱼ mⱼ wₖⱼ. */
  private static void addMeans(LayerLayout layer, double[] theta, double[] m, int sign) {
    double[] sums = new double[layer.outputs()];
    if (layer.order() == WeightOrder.CLASS_MAJOR) {
      for (int k = 0; k < sums.length; k++) {
        int row = layer.weightIndex(k, 0);
        for (int j = 0; j < m.length; j++) {
          sums[k] += m[j] * theta[row + j];
        }
      }
    } else {
      for (int j = 0; j < m.length; j++) {
        int row = layer.weightIndex(0, j);
        for (int k = 0; k < sums.length; k++) {
          sums[k] += m[j] * theta[row + k];
        }
      }
    }
    for (int k = 0; k < sums.length; k++) {
      theta[layer.biasIndex(k)] += sign * sums[k];
    }
  }

  /** gₖⱼ += sign · mⱼ gₖ. */
  private static void addIntercepts(LayerLayout layer, double[] g, double[] m, int sign) {
    forEachWeight(layer, (at, k, j) -> g[at] += sign * m[j] * g[layer.biasIndex(k)]);
  }

  private void multiplyWeights(LayerLayout layer, double[] vector) {
    if (factors.length > 1) {
      forEachWeight(layer, (at, k, j) -> vector[at] *= factors[j]);
    } else if (factors[0] != 1) {
      Parts.forEach(
          layer.weightCount(),
          (from, to) -> {
            for (int i = from; i < to; i++) {
              vector[i] *= factors[0];
            }
          });
    }
  }

  private interface WeightConsumer {

    /** Receives the weight at {@code at}, of class {@code k} and feature {@code j}. */
    void accept(int at, int k, int j);
  }

  private static void forEachWeight(LayerLayout layer, WeightConsumer consumer) {
    boolean classMajor = layer.order() == WeightOrder.CLASS_MAJOR;
    int run = classMajor ? layer.inputs() : layer.outputs();
    Parts.forEach(
        layer.weightCount(),
        (from, to) -> {
          int row = from / run;
          int column = from % run;
          for (int at = from; at < to; at++) {
            consumer.accept(at, classMajor ? row : column, classMajor ? column : row);
            if (++column == run) {
              column = 0;
              row++;
            }
          }
        });
  }
}

package org.sparksoftmax.math.gradient;

import java.io.Serializable;
import org.sparksoftmax.math.block.ColumnMagnitudes;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.kernel.FixedPoint;
import org.sparksoftmax.math.layout.LayerLayout;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.linalg.Parts;
import org.sparksoftmax.math.network.Dropout;
import org.sparksoftmax.math.network.GradientScales;

/**
 * The fixed-point format of the sums of gradients. In a linear model, an entry of feature j is
 * bounded by the data alone, |Σᵢ wᵢ(pᵢₖ − tᵢₖ)xᵢⱼ| ≤ Σᵢ wᵢ · max|xⱼ|, because |p − t| ≤ 1; its step
 * 2^−e is chosen so that this bound, with a margin for the rounding of the kernels, takes 61 bits.
 * The contribution of a block is rounded to whole steps: B blocks together lose less than B·2^−59
 * of the bound.
 *
 * <p>For a network, {@link GradientScales} replaces the bound; if a pass exceeds it, the pass is
 * repeated with the coarser grid of {@link GridSum}.
 */
public final class GradientGrid implements Serializable {
  private static final long serialVersionUID = 1L;

  /** A grid of no features, with which no gradient can be summed. */
  static final GradientGrid NONE = new GradientGrid(new short[0]);

  /**
   * e of each feature, then that of the intercepts; of a network these are those of its first
   * layer, followed by e of the weights and e of the biases of each layer after it.
   */
  private final short[] scales;

  private GradientGrid(short[] scales) {
    this.scales = scales;
  }

  /**
   * The grid of a data set.
   *
   * @param exampleWeightSum Σ w of all rows, > 0
   */
  public static GradientGrid of(ColumnMagnitudes magnitudes, double exampleWeightSum) {
    // One more bit, for probabilities that were rounded up beyond 1.
    int weightExponent = Math.getExponent(exampleWeightSum) + 2;
    short[] scales = new short[magnitudes.features() + 1];
    for (int j = 0; j < magnitudes.features(); j++) {
      scales[j] = (short) FixedPoint.scale(weightExponent + magnitudes.exponent(j));
    }
    scales[magnitudes.features()] = (short) FixedPoint.scale(weightExponent);
    return new GradientGrid(scales);
  }

  /**
   * The grid of the gradient of a network at θ.
   *
   * @param parameters θ for the features as stored
   * @param exampleWeightSum Σ w of all rows, > 0
   */
  static GradientGrid of(
      ParameterLayout layout,
      double[] parameters,
      ColumnMagnitudes magnitudes,
      double exampleWeightSum,
      Dropout dropout) {
    GradientScales ofRow = GradientScales.of(layout, parameters, magnitudes, dropout);
    int weightExponent = Math.getExponent(exampleWeightSum) + 2;
    int features = magnitudes.features();
    short[] scales = new short[features + 2 * layout.depth() - 1];
    int first = weightExponent + exponent(ofRow.weights(0));
    for (int j = 0; j < features; j++) {
      scales[j] = (short) FixedPoint.scale(first + magnitudes.exponent(j));
    }
    for (int l = 0; l < layout.depth(); l++) {
      int at = features + 2 * l;
      scales[at] = (short) FixedPoint.scale(weightExponent + exponent(ofRow.biases(l)));
      if (l > 0) {
        scales[at - 1] = (short) FixedPoint.scale(weightExponent + exponent(ofRow.weights(l)));
      }
    }
    return new GradientGrid(scales);
  }

  /** The least e with x < 2^e. */
  private static int exponent(double x) {
    return Math.getExponent(x) + 1;
  }

  /** The grid whose steps are 2^{@code bits} times as large. */
  GradientGrid coarser(int bits) {
    short[] coarser = new short[scales.length];
    for (int s = 0; s < scales.length; s++) {
      coarser[s] = (short) Math.max(Double.MIN_EXPONENT, scales[s] - bits);
    }
    return new GradientGrid(coarser);
  }

  /** 2^e of each feature, then of the intercepts, and so on through the layers. */
  double[] scales() {
    return FixedPoint.factors(scales);
  }

  /** The values of {@code sums}, which are in whole steps, as a new vector. */
  double[] values(ParameterLayout layout, long[] sums) {
    double[] steps = scales();
    for (int j = 0; j < steps.length; j++) {
      steps[j] = 1 / steps[j]; // exact: a power of two
    }
    double[] values = new double[sums.length];
    Parts.forEach(values.length, (from, to) -> valuesInto(layout, sums, steps, values, from, to));
    return values;
  }

  private static void valuesInto(
      ParameterLayout layout, long[] sums, double[] steps, double[] values, int from, int to) {
    LayerLayout first = layout.layer(0);
    int weightsTo = Math.min(to, first.weightCount());
    boolean featureMajor = layout.order() == WeightOrder.FEATURE_MAJOR;
    int run = featureMajor ? first.outputs() : 1;
    int j = from / run % layout.features();
    int left = run - from % run;
    for (int i = from; i < weightsTo; i++) {
      values[i] = sums[i] * steps[j];
      if (--left == 0) {
        left = run;
        j = j + 1 < layout.features() ? j + 1 : 0;
      }
    }
    for (int l = 0; l < layout.depth(); l++) {
      LayerLayout layer = layout.layer(l);
      int at = layout.features() + 2 * l;
      if (l > 0) {
        scale(sums, steps[at - 1], values, layer.weights(), layer.weightCount(), from, to);
      }
      if (layer.hasBiases()) {
        scale(sums, steps[at], values, layer.biases(), layer.outputs(), from, to);
      }
    }
  }

  /** What of a run of entries lies from {@code from} to before {@code to}. */
  private static void scale(
      long[] sums, double step, double[] values, int first, int count, int from, int to) {
    int end = Math.min(to, first + count);
    for (int i = Math.max(from, first); i < end; i++) {
      values[i] = sums[i] * step;
    }
  }
}

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
 * The fixed-point grid in which the gradients of blocks are summed. For a linear model, an entry of
 * feature j is bounded by the data alone, |Σᵢ wᵢ(pᵢₖ − tᵢₖ)xᵢⱼ| ≤ Σᵢ wᵢ · max|xⱼ|, because |p − t|
 * ≤ 1. Its step 2^−e is chosen so that this bound, with a margin for the rounding of the kernels,
 * takes 61 bits. The gradient of each block is rounded to whole steps: B blocks together lose less
 * than B·2^−59 of the bound.
 *
 * <p>For a network, an estimate ({@link GradientScales}) replaces the bound. If the sums of a pass
 * exceed it, the pass is repeated with a coarser grid ({@link GridSum#wider}).
 */
public final class GradientGrid implements Serializable {
  private static final long serialVersionUID = 1L;

  /** A grid without features, which cannot sum gradients. */
  static final GradientGrid NONE = new GradientGrid(new short[0]);

  /**
   * e of each feature, then of the intercepts. For a network, these belong to the first layer and
   * are followed by e of the weights and e of the biases of each later layer.
   */
  private final short[] scales;

  /** See {@link #scales()}; null before its first use. */
  private transient double[] factors;

  /** 2^−e for each of them, likewise. */
  private transient double[] steps;

  private GradientGrid(short[] scales) {
    this.scales = scales;
  }

  /**
   * The grid for linear models on a data set.
   *
   * @param exampleWeightSum Σ w of all rows, > 0
   */
  public static GradientGrid of(ColumnMagnitudes magnitudes, double exampleWeightSum) {
    // One extra bit for probabilities rounded up beyond 1.
    int weightExponent = Math.getExponent(exampleWeightSum) + 2;
    short[] scales = new short[magnitudes.features() + 1];
    for (int j = 0; j < magnitudes.features(); j++) {
      scales[j] = (short) FixedPoint.scale(weightExponent + magnitudes.exponent(j));
    }
    scales[magnitudes.features()] = (short) FixedPoint.scale(weightExponent);
    return new GradientGrid(scales);
  }

  /**
   * The grid for the gradient of a network at θ.
   *
   * @param parameters θ on the scale of the stored features
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

  /** 2^e of each feature, then of the intercepts, then of the later layers; not to be modified. */
  synchronized double[] scales() {
    if (factors == null) {
      factors = FixedPoint.factors(scales);
    }
    return factors;
  }

  /** Converts {@code sums} from steps to float64, as a new vector. */
  double[] values(ParameterLayout layout, long[] sums) {
    double[] ofEach = steps();
    double[] values = new double[sums.length];
    Parts.forEach(values.length, (from, to) -> valuesInto(layout, sums, ofEach, values, from, to));
    return values;
  }

  private synchronized double[] steps() {
    if (steps == null) {
      steps = scales().clone();
      for (int j = 0; j < steps.length; j++) {
        steps[j] = 1 / steps[j]; // exact: a power of two
      }
    }
    return steps;
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

  /** Converts the given entries that lie in [{@code from}, {@code to}). */
  private static void scale(
      long[] sums, double step, double[] values, int first, int count, int from, int to) {
    int end = Math.min(to, first + count);
    for (int i = Math.max(from, first); i < end; i++) {
      values[i] = sums[i] * step;
    }
  }
}

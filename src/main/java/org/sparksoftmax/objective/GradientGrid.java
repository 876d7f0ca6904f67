package org.sparksoftmax.objective;

import java.io.Serializable;
import org.sparksoftmax.linalg.ColumnMagnitudes;
import org.sparksoftmax.linalg.FixedPoint;
import org.sparksoftmax.linalg.Parts;
import org.sparksoftmax.linalg.WeightOrder;
import org.sparksoftmax.model.ParameterLayout;

/**
 * The fixed point in which the gradients of blocks are added up. An entry of feature j is bounded
 * by the data alone, |Σᵢ wᵢ(pᵢₖ − tᵢₖ)xᵢⱼ| ≤ Σᵢ wᵢ · max|xⱼ|, because |p − t| ≤ 1; its step 2^−e is
 * chosen so that this bound, with room for the rounding of the kernels, takes 61 bits. What a block
 * adds is rounded to whole steps: B blocks together lose less than B·2^−59 of the bound.
 */
public final class GradientGrid implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Of no feature: no gradient can be summed. */
  static final GradientGrid NONE = new GradientGrid(new short[0]);

  /** e of each feature, then that of the intercepts. */
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
    // One bit more, for probabilities that were rounded up beyond 1.
    int weightExponent = Math.getExponent(exampleWeightSum) + 2;
    short[] scales = new short[magnitudes.features() + 1];
    for (int j = 0; j < magnitudes.features(); j++) {
      scales[j] = (short) FixedPoint.scale(weightExponent + magnitudes.exponent(j));
    }
    scales[magnitudes.features()] = (short) FixedPoint.scale(weightExponent);
    return new GradientGrid(scales);
  }

  /** 2^e of each feature, then of the intercepts: D + 1 factors. */
  double[] scales() {
    return FixedPoint.factors(scales);
  }

  /** {@code sums} in place of whole steps, as a new vector. */
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
    int weightsTo = Math.min(to, layout.weightCount());
    boolean featureMajor = layout.order() == WeightOrder.FEATURE_MAJOR;
    int run = featureMajor ? layout.classes() : 1;
    int j = from / run % layout.features();
    int left = run - from % run;
    for (int i = from; i < weightsTo; i++) {
      values[i] = sums[i] * steps[j];
      if (--left == 0) {
        left = run;
        j = j + 1 < layout.features() ? j + 1 : 0;
      }
    }
    for (int i = Math.max(from, layout.weightCount()); i < to; i++) {
      values[i] = sums[i] * steps[layout.features()];
    }
  }
}

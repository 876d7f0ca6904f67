package org.sparksoftmax.math.objective;

import org.sparksoftmax.math.block.Arithmetic;
import org.sparksoftmax.math.layout.FeatureScaling;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.linalg.DotProduct;
import org.sparksoftmax.math.linalg.Parts;
import org.sparksoftmax.math.regularize.L1Penalty;

/**
 * The regularised mean loss of a softmax model over a data set; subclasses only sum over the data.
 *
 * <p>What is penalised, θ̂, is for features that are multiplied or standardised, while the data
 * stays as it is: see {@link FeatureScaling}. What is optimised, φ, are coordinates of θ̂ in which
 * columns of any units are comparable: see {@link Coordinates}.
 */
public abstract class DataObjective implements Objective {

  private final ObjectiveSpec spec;
  private final L1Penalty l1;

  protected DataObjective(ObjectiveSpec spec) {
    this.spec = spec;
    this.l1 = spec.coordinates().penalty(spec.layout(), spec.regularizer().l1());
  }

  /**
   * Sums over some rows.
   *
   * @param lossSum Σ wᵢ ℓᵢ
   * @param weightSum Σ wᵢ
   * @param gradientSum Σ wᵢ ∂ℓᵢ/∂θ for the features as stored; may be modified
   */
  public record Sums(double lossSum, double weightSum, double[] gradientSum) {}

  /**
   * Sums loss and gradient over the examples of {@code batch}.
   *
   * @param rawParameters θ for the features as they are stored; not modified
   */
  protected abstract Sums sumOverData(double[] rawParameters, MiniBatch batch);

  /** The type in which the sums over the data are computed. */
  protected abstract Arithmetic arithmetic();

  /** How the sums over the data round. */
  protected Rounding rounding() {
    return spec.rounding();
  }

  @Override
  public final double noise(double[] parameters, double value) {
    return rounding().noise(storedLayout(), spec.storedParameters(parameters), value, arithmetic());
  }

  /**
   * ½ of the mean squared length of a row, for a row of softmax has diag(p) − ppᵀ ≤ ½ (Böhning
   * 1992), and the penalty; not known of networks.
   */
  @Override
  public final double largestCurvature() {
    if (!layout().isLinear()) {
      return Double.POSITIVE_INFINITY;
    }
    double[] sizes = rounding().sizes();
    boolean steep = spec.scaling().addsConstants(layout()) && !spec.coordinates().hasDirection();
    double length = storedLayout().intercept() ? 1 : 0;
    double largest = 0;
    for (int j = 0; j < sizes.length; j++) {
      double u = spec.coordinates().factor(j);
      double size = spec.scaling().factor(j) * u * sizes[j];
      length += size * size;
      if (steep) {
        double offset = spec.scaling().factor(j) * u * spec.scaling().mean(j);
        length += offset * offset;
      }
      largest = Math.max(largest, u);
    }
    return length / 2 + spec.regularizer().strongConvexity() * largest * largest;
  }

  protected final ObjectiveSpec spec() {
    return spec;
  }

  /** The layout of θ for the features as stored. */
  protected final ParameterLayout storedLayout() {
    return spec.storedLayout();
  }

  /** Of θ̂ and φ. */
  public final ParameterLayout layout() {
    return spec.layout();
  }

  @Override
  public final int dimension() {
    return layout().dimension();
  }

  @Override
  public final L1Penalty l1() {
    return l1;
  }

  @Override
  public final LossAndGradient evaluate(double[] parameters) {
    return evaluate(parameters, MiniBatch.WHOLE);
  }

  @Override
  public final LossAndGradient evaluate(double[] parameters, MiniBatch batch) {
    FeatureScaling scaling = spec.scaling();
    double[] penalized = spec.coordinates().parameters(layout(), parameters);
    Sums sums = sumOverData(scaling.rawParameters(layout(), penalized), batch);
    double total = sums.weightSum();
    if (!(total > 0) && batch.isWhole()) {
      throw new IllegalArgumentException(
          "Cannot take a mean over examples of total weight %s (must be > 0)".formatted(total));
    }
    double[] gradient = scaling.chainRule(layout(), sums.gradientSum());
    // Rows of weight 0 alone say nothing, which is no error of a mini-batch.
    double divisor = total == 0 ? 1 : total;
    Parts.forEach(
        gradient.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            gradient[i] /= divisor;
          }
        });
    spec.regularizer().addGradient(penalized, gradient);
    spec.coordinates().chainRuleInPlace(layout(), gradient);
    double[] least = l1().leastSubgradient(parameters, gradient);
    return new LossAndGradient(
        sums.lossSum() / divisor,
        spec.regularizer().value(penalized),
        gradient,
        Math.sqrt(DotProduct.of(least, least)));
  }
}

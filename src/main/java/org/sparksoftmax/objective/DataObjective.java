package org.sparksoftmax.objective;

import org.sparksoftmax.linalg.Arithmetic;
import org.sparksoftmax.linalg.DotProduct;
import org.sparksoftmax.linalg.Parts;
import org.sparksoftmax.model.FeatureScaling;
import org.sparksoftmax.model.ParameterLayout;
import org.sparksoftmax.regularize.L1Penalty;

/**
 * The regularised mean loss of a softmax model over a data set; subclasses only sum over the data.
 *
 * <p>θ is optimised for features that are multiplied or standardised, while the data stays as it
 * is: see {@link FeatureScaling}.
 */
public abstract class DataObjective implements Objective {

  private final ObjectiveSpec spec;

  protected DataObjective(ObjectiveSpec spec) {
    this.spec = spec;
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

  /** In float32, what a float can tell apart at half its last bit, and more behind layers. */
  @Override
  public final double relativeNoise() {
    double ofLayer = arithmetic() == Arithmetic.F32 ? 0x1p-25 : Objective.super.relativeNoise();
    return layout().depth() * ofLayer;
  }

  protected final ObjectiveSpec spec() {
    return spec;
  }

  /** Of θ. */
  public final ParameterLayout layout() {
    return spec.layout();
  }

  @Override
  public final int dimension() {
    return layout().dimension();
  }

  @Override
  public final L1Penalty l1() {
    return spec.regularizer().l1();
  }

  @Override
  public final LossAndGradient evaluate(double[] parameters) {
    return evaluate(parameters, MiniBatch.WHOLE);
  }

  @Override
  public final LossAndGradient evaluate(double[] parameters, MiniBatch batch) {
    FeatureScaling scaling = spec.scaling();
    Sums sums = sumOverData(scaling.rawParameters(layout(), parameters), batch);
    double total = sums.weightSum();
    if (!(total > 0) && batch.isWhole()) {
      throw new IllegalArgumentException(
          "Cannot take a mean over examples of total weight %s (must be > 0)".formatted(total));
    }
    double[] gradient = sums.gradientSum();
    scaling.chainRuleInPlace(layout(), gradient);
    // Rows of weight 0 alone say nothing, which is no error of a mini-batch.
    double divisor = total == 0 ? 1 : total;
    Parts.forEach(
        gradient.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            gradient[i] /= divisor;
          }
        });
    spec.regularizer().addGradient(parameters, gradient);
    double[] least = l1().leastSubgradient(parameters, gradient);
    return new LossAndGradient(
        sums.lossSum() / divisor,
        spec.regularizer().value(parameters),
        gradient,
        Math.sqrt(DotProduct.of(least, least)));
  }
}

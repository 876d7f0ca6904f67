package org.sparksoftmax.objective;

import org.sparksoftmax.linalg.Arithmetic;
import org.sparksoftmax.linalg.Parts;
import org.sparksoftmax.model.ParameterLayout;
import org.sparksoftmax.regularize.Regularizer;

/**
 * The regularised mean loss of a linear softmax model over a data set; subclasses only sum over the
 * data.
 *
 * <p>θ is optimised for features multiplied by a constant m, while the data stays as it is: x·(mw)
 * = (mx)·w, so the data is passed the weights times m, and the gradient that comes back is
 * multiplied by m (chain rule).
 */
public abstract class DataObjective implements Objective {

  private final ParameterLayout layout;
  private final Regularizer regularizer;
  private final double featureMultiplier;

  /**
   * @param layout the layout of θ
   * @param regularizer the penalty on θ
   * @param featureMultiplier m, which must be finite and not 0
   */
  protected DataObjective(
      ParameterLayout layout, Regularizer regularizer, double featureMultiplier) {
    this.layout = layout;
    this.regularizer = regularizer;
    this.featureMultiplier = featureMultiplier;
  }

  /**
   * Sums loss and gradient over all examples.
   *
   * @param rawParameters θ for the features as they are stored; not modified
   */
  protected abstract LossGradientSum sumOverData(double[] rawParameters);

  /** The type in which the sums over the data are computed. */
  protected abstract Arithmetic arithmetic();

  /** The fixed point in which the gradients over the data are summed. */
  protected abstract GradientGrid grid();

  /** In float32, what a float can tell apart at half its last bit. */
  @Override
  public final double relativeNoise() {
    return arithmetic() == Arithmetic.F32 ? 0x1p-25 : Objective.super.relativeNoise();
  }

  protected final ParameterLayout layout() {
    return layout;
  }

  @Override
  public final int dimension() {
    return layout.dimension();
  }

  @Override
  public final LossAndGradient evaluate(double[] parameters) {
    LossGradientSum sum = sumOverData(withWeightsMultiplied(layout, parameters, featureMultiplier));
    double total = sum.weightSum();
    if (!(total > 0)) {
      throw new IllegalArgumentException(
          "Cannot take a mean over examples of total weight %s (must be > 0)".formatted(total));
    }
    double[] gradient = sum.gradient(layout, grid());
    multiplyWeights(layout, gradient, featureMultiplier);
    Parts.forEach(
        gradient.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            gradient[i] /= total;
          }
        });
    regularizer.addGradient(parameters, gradient);
    return new LossAndGradient(sum.lossSum() / total, regularizer.value(parameters), gradient);
  }

  /** The weights among {@code vector} times m: a new array, or the vector itself if m is 1. */
  public static double[] withWeightsMultiplied(
      ParameterLayout layout, double[] vector, double featureMultiplier) {
    if (featureMultiplier == 1) {
      return vector;
    }
    double[] product = vector.clone();
    multiplyWeights(layout, product, featureMultiplier);
    return product;
  }

  private static void multiplyWeights(
      ParameterLayout layout, double[] vector, double featureMultiplier) {
    if (featureMultiplier != 1) {
      Parts.forEach(
          layout.weightCount(),
          (from, to) -> {
            for (int i = from; i < to; i++) {
              vector[i] *= featureMultiplier;
            }
          });
    }
  }
}

package org.sparksoftmax.math.optimize;

import java.util.List;
import org.sparksoftmax.math.linalg.Parts;
import org.sparksoftmax.math.linalg.Vectors;

/** The first-order rules. */
final class UpdateRules {

  private UpdateRules() {}

  /**
   * The heavy ball (Polyak 1964): θ ← prox(θ + m(θ − θ₋) − s g), where θ₋ are the previous
   * parameters; m = 0 is gradient descent.
   */
  static UpdateRule momentum(double m) {
    return (parameters, gradient, step, t, memory, l1) -> {
      double[] last = memory.copy(0, parameters.length);
      double[] next = parameters.clone();
      Parts.forEach(
          next.length,
          (from, to) -> {
            for (int i = from; i < to; i++) {
              next[i] += m * last[i] - step * gradient[i];
            }
          });
      l1.shrinkInPlace(next, new double[] {step});
      Parts.forEach(
          next.length,
          (from, to) -> {
            for (int i = from; i < to; i++) {
              last[i] = next[i] - parameters[i];
            }
          });
      return new UpdateRule.Update(next, new VectorMemory(List.of(last)));
    };
  }

  /** Gradient descent: θ ← prox(θ − s g). */
  static UpdateRule gradientDescent() {
    return (parameters, gradient, step, t, memory, l1) -> {
      double[] next = Vectors.plusScaled(parameters, -step, gradient);
      l1.shrinkInPlace(next, new double[] {step});
      return new UpdateRule.Update(next, memory);
    };
  }

  /**
   * Nesterov's accelerated gradient (1983; with the proximal map: Beck and Teboulle 2009): x ←
   * prox(θ − s g), θ ← x + m(x − x₋). The gradient is taken at θ, which is ahead of x.
   */
  static UpdateRule nesterov(double m) {
    return (parameters, gradient, step, t, memory, l1) -> {
      double[] before = t == 0 ? parameters : memory.vectors().get(0);
      double[] x = Vectors.plusScaled(parameters, -step, gradient);
      l1.shrinkInPlace(x, new double[] {step});
      double[] ahead = new double[x.length];
      Parts.forEach(
          x.length,
          (from, to) -> {
            for (int i = from; i < to; i++) {
              ahead[i] = x[i] + m * (x[i] - before[i]);
            }
          });
      return new UpdateRule.Update(ahead, new VectorMemory(List.of(x)));
    };
  }

  /** AdaGrad (Duchi, Hazan and Singer 2011): v ← v + g², θ ← prox(θ − s g / (√v + ε)). */
  static UpdateRule adaGrad(double epsilon) {
    return (parameters, gradient, step, t, memory, l1) -> {
      double[] squares = memory.copy(0, parameters.length);
      double[] next = parameters.clone();
      double[] steps = new double[next.length];
      Parts.forEach(
          next.length,
          (from, to) -> {
            for (int i = from; i < to; i++) {
              squares[i] += gradient[i] * gradient[i];
              steps[i] = step / (Math.sqrt(squares[i]) + epsilon);
              next[i] -= steps[i] * gradient[i];
            }
          });
      l1.shrinkInPlace(next, steps);
      return new UpdateRule.Update(next, new VectorMemory(List.of(squares)));
    };
  }

  /**
   * Adam (Kingma and Ba 2015): m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², θ ← prox(θ − s m̂ / (√v̂
   * + ε)), where m̂ and v̂ are m and v over 1 − βᵗ, which corrects for their initialisation at 0.
   */
  static UpdateRule adam(double beta1, double beta2, double epsilon) {
    return (parameters, gradient, step, t, memory, l1) -> {
      double[] mean = memory.copy(0, parameters.length);
      double[] squares = memory.copy(1, parameters.length);
      double meanCorrection = 1 - StrictMath.pow(beta1, t + 1);
      double squareCorrection = 1 - StrictMath.pow(beta2, t + 1);
      double[] next = parameters.clone();
      double[] steps = new double[next.length];
      Parts.forEach(
          next.length,
          (from, to) -> {
            for (int i = from; i < to; i++) {
              mean[i] = beta1 * mean[i] + (1 - beta1) * gradient[i];
              squares[i] = beta2 * squares[i] + (1 - beta2) * gradient[i] * gradient[i];
              steps[i] = step / (Math.sqrt(squares[i] / squareCorrection) + epsilon);
              next[i] -= steps[i] * (mean[i] / meanCorrection);
            }
          });
      l1.shrinkInPlace(next, steps);
      return new UpdateRule.Update(next, new VectorMemory(List.of(mean, squares)));
    };
  }
}

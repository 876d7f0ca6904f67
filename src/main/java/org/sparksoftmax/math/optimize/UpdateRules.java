package org.sparksoftmax.math.optimize;

import java.io.Serializable;
import org.sparksoftmax.math.descent.UpdateRule;
import org.sparksoftmax.math.kernel.F64Kernels;
import org.sparksoftmax.math.kernel.Kernels;

/** The first-order rules. */
final class UpdateRules {

  private UpdateRules() {}

  /** A rule as a function of the step size and the number of updates so far. */
  private interface Formula extends Serializable {
    UpdateRule.Update at(double step, int t);
  }

  private record Rule(int memories, Formula formula) implements UpdateRule {

    @Override
    public Update at(double step, int t) {
      return formula.at(step, t);
    }
  }

  /**
   * The heavy ball (Polyak 1964): θ ← prox(θ + m(θ − θ₋) − s g), where θ₋ are the previous
   * parameters; m = 0 is gradient descent.
   */
  static UpdateRule momentum(double m) {
    return new Rule(
        1,
        (step, t) ->
            (entries, l1) -> {
              double[] theta = entries.parameters();
              double[] last = entries.memory()[0];
              double[] gradient = entries.gradient();
              for (int i = entries.from(); i < entries.to(); i++) {
                double before = theta[i];
                double next = before + (m * last[i] - step * gradient[i - entries.shift()]);
                theta[i] = l1.shrunk(i, next, step);
                last[i] = theta[i] - before;
              }
            });
  }

  /** Gradient descent: θ ← prox(θ − s g). */
  static UpdateRule gradientDescent() {
    return new Rule(
        0,
        (step, t) ->
            (entries, l1) -> {
              double[] theta = entries.parameters();
              double[] gradient = entries.gradient();
              for (int i = entries.from(); i < entries.to(); i++) {
                theta[i] = l1.shrunk(i, theta[i] - step * gradient[i - entries.shift()], step);
              }
            });
  }

  /**
   * Nesterov's accelerated gradient (1983; with the proximal map: Beck and Teboulle 2009): x ←
   * prox(θ − s g), θ ← x + m(x − x₋). The gradient is taken at θ, which is ahead of x.
   */
  static UpdateRule nesterov(double m) {
    return new Rule(
        1,
        (step, t) ->
            (entries, l1) -> {
              double[] theta = entries.parameters();
              double[] x = entries.memory()[0];
              double[] gradient = entries.gradient();
              for (int i = entries.from(); i < entries.to(); i++) {
                double before = t == 0 ? theta[i] : x[i];
                x[i] = l1.shrunk(i, theta[i] - step * gradient[i - entries.shift()], step);
                theta[i] = x[i] + m * (x[i] - before);
              }
            });
  }

  /** AdaGrad (Duchi, Hazan and Singer 2011): v ← v + g², θ ← prox(θ − s g / (√v + ε)). */
  static UpdateRule adaGrad(double epsilon) {
    return new Rule(
        1,
        (step, t) ->
            (entries, l1) -> {
              double[] theta = entries.parameters();
              double[] squares = entries.memory()[0];
              double[] gradient = entries.gradient();
              for (int i = entries.from(); i < entries.to(); i++) {
                double g = gradient[i - entries.shift()];
                squares[i] += g * g;
                double ofEntry = step / (Math.sqrt(squares[i]) + epsilon);
                theta[i] = l1.shrunk(i, theta[i] - ofEntry * g, ofEntry);
              }
            });
  }

  /**
   * Adam (Kingma and Ba 2015): m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², θ ← prox(θ − s m̂ / (√v̂
   * + ε)), where m̂ and v̂ are m and v over 1 − βᵗ, which corrects for their initialisation at 0.
   * The corrections are part of the step size and of ε (end of their section 2), which saves two
   * divisions an entry.
   */
  static UpdateRule adam(double beta1, double beta2, double epsilon) {
    return new Rule(
        2,
        (step, t) -> {
          double correction = Math.sqrt(1 - StrictMath.pow(beta2, t + 1));
          double ofMean = 1 - StrictMath.pow(beta1, t + 1);
          F64Kernels.Adam rule =
              new F64Kernels.Adam(beta1, beta2, step * correction / ofMean, epsilon * correction);
          return (entries, l1) -> {
            double[] theta = entries.parameters();
            double[] squares = entries.memory()[1];
            int from = entries.from();
            Kernels.f64()
                .adam(
                    rule,
                    theta,
                    entries.memory()[0],
                    squares,
                    from,
                    entries.to() - from,
                    entries.gradient(),
                    from - entries.shift());
            for (int i = from; i < Math.min(entries.to(), l1.penalized()); i++) {
              double ofEntry = step * correction / (Math.sqrt(squares[i]) + rule.epsilon());
              theta[i] = l1.shrunk(i, theta[i], ofEntry);
            }
          };
        });
  }
}

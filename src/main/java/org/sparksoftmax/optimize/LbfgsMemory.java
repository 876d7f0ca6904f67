package org.sparksoftmax.optimize;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The last correction pairs of L-BFGS, oldest first: sᵢ = θᵢ₊₁ − θᵢ and yᵢ = ∇J(θᵢ₊₁) − ∇J(θᵢ),
 * with sᵢᵀyᵢ > 0.
 */
public record LbfgsMemory(List<Pair> pairs) implements OptimizerState.Memory {

  static final LbfgsMemory EMPTY = new LbfgsMemory(List.of());

  /** A pair whose curvature sᵀy is at most this share of ‖s‖‖y‖ says nothing reliable. */
  private static final double MIN_CURVATURE = 1e-12;

  /**
   * One correction pair.
   *
   * @param curvature sᵀy
   */
  public record Pair(double[] s, double[] y, double curvature) {}

  public LbfgsMemory {
    pairs = List.copyOf(pairs);
  }

  /** This memory with one more pair, the oldest one dropped beyond {@code history}. */
  LbfgsMemory with(double[] s, double[] y, int history) {
    double curvature = Vectors.dot(s, y);
    double scale = Math.sqrt(Vectors.dot(s, s)) * Math.sqrt(Vectors.dot(y, y));
    if (!(curvature > MIN_CURVATURE * scale)) {
      return this;
    }
    List<Pair> kept = new ArrayList<>(pairs);
    kept.add(new Pair(s, y, curvature));
    return new LbfgsMemory(kept.subList(Math.max(0, kept.size() - history), kept.size()));
  }

  /**
   * −H g, H being the inverse Hessian that the pairs imply (the two-loop recursion: Nocedal and
   * Wright, Numerical Optimization, 2nd ed., algorithm 7.4).
   *
   * @param initial v ↦ H₀v
   */
  double[] direction(double[] gradient, UnaryOperator<double[]> initial) {
    double[] q = Vectors.negated(gradient);
    double[] alpha = new double[pairs.size()];
    for (int i = pairs.size() - 1; i >= 0; i--) {
      Pair pair = pairs.get(i);
      alpha[i] = Vectors.dot(pair.s(), q) / pair.curvature();
      Vectors.addScaledInPlace(q, -alpha[i], pair.y());
    }
    double[] direction = initial.apply(q);
    for (int i = 0; i < pairs.size(); i++) {
      Pair pair = pairs.get(i);
      double beta = Vectors.dot(pair.y(), direction) / pair.curvature();
      Vectors.addScaledInPlace(direction, alpha[i] - beta, pair.s());
    }
    return direction;
  }

  /** The newest pair, of at least one. */
  Pair newest() {
    return pairs.get(pairs.size() - 1);
  }

  /** v ↦ γv with γ = sᵀy / yᵀy of the newest pair, 1 without pairs. */
  double[] scaled(double[] vector) {
    if (!pairs.isEmpty()) {
      Pair newest = newest();
      Vectors.scaleInPlace(vector, newest.curvature() / Vectors.dot(newest.y(), newest.y()));
    }
    return vector;
  }
}

package org.sparksoftmax.optimize;

import java.util.ArrayList;
import java.util.List;

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
   * −H g, H being the inverse Hessian that the pairs imply, from γP⁻¹ with γ = sᵀy / yᵀP⁻¹y of the
   * newest pair: the two-loop recursion (Nocedal and Wright, Numerical Optimization, 2nd ed.,
   * algorithm 7.4).
   */
  double[] direction(double[] gradient, Preconditioner preconditioner) {
    double[] q = Vectors.negated(gradient);
    double[] alpha = new double[pairs.size()];
    for (int i = pairs.size() - 1; i >= 0; i--) {
      Pair pair = pairs.get(i);
      alpha[i] = Vectors.dot(pair.s(), q) / pair.curvature();
      Vectors.addScaledInPlace(q, -alpha[i], pair.y());
    }
    preconditioner.solveInPlace(q);
    if (!pairs.isEmpty()) {
      Pair newest = pairs.get(pairs.size() - 1);
      double[] solved = newest.y().clone();
      preconditioner.solveInPlace(solved);
      Vectors.scaleInPlace(q, newest.curvature() / Vectors.dot(newest.y(), solved));
    }
    for (int i = 0; i < pairs.size(); i++) {
      Pair pair = pairs.get(i);
      double beta = Vectors.dot(pair.y(), q) / pair.curvature();
      Vectors.addScaledInPlace(q, alpha[i] - beta, pair.s());
    }
    return q;
  }
}

package org.sparksoftmax.math.optimize;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.sparksoftmax.math.linalg.FloatVectors;
import org.sparksoftmax.math.linalg.Vectors;

/**
 * The last correction pairs of L-BFGS, oldest first: sᵢ = θᵢ₊₁ − θᵢ and yᵢ = ∇J(θᵢ₊₁) − ∇J(θᵢ),
 * with sᵢᵀyᵢ > 0.
 */
public record LbfgsMemory(List<Pair> pairs) implements OptimizerState.Memory {

  static final LbfgsMemory EMPTY = new LbfgsMemory(List.of());

  /** A pair whose curvature sᵀy is at most this share of ‖s‖‖y‖ is unreliable. */
  private static final double MIN_CURVATURE = 1e-12;

  /**
   * One correction pair. Its vectors are rounded to float32, each scaled to a largest entry of 1:
   * half the memory and half the time, for an equally good model of the curvature.
   *
   * @param s s, over its largest entry
   * @param y y, over its largest entry
   * @param curvature sᵀy of the scaled vectors
   * @param ratio the largest entry of s over that of y
   */
  public record Pair(float[] s, float[] y, double curvature, double ratio) {

    private static Pair of(float[] s, float[] y, double ratio) {
      return new Pair(s, y, FloatVectors.dot(s, y), ratio);
    }

    private boolean isReliable() {
      double scale = Math.sqrt(FloatVectors.dot(s, s) * FloatVectors.dot(y, y));
      return curvature > MIN_CURVATURE * scale;
    }
  }

  public LbfgsMemory {
    pairs = List.copyOf(pairs);
  }

  /**
   * This memory with the pair of two states added; beyond {@code history} the oldest is dropped.
   */
  LbfgsMemory with(
      double[] parameters,
      double[] oldParameters,
      double[] gradient,
      double[] oldGradient,
      int history) {
    double sMax = Vectors.largestDifference(parameters, oldParameters);
    double yMax = Vectors.largestDifference(gradient, oldGradient);
    float[] scaledS = Vectors.differenceOver(parameters, oldParameters, sMax);
    float[] scaledY = Vectors.differenceOver(gradient, oldGradient, yMax);
    Pair pair = Pair.of(scaledS, scaledY, sMax / yMax);
    if (!pair.isReliable()) {
      return this;
    }
    List<Pair> kept = new ArrayList<>(pairs);
    kept.add(pair);
    return new LbfgsMemory(kept.subList(Math.max(0, kept.size() - history), kept.size()));
  }

  /** The curvature of the pairs among the free parameters, with the others fixed. */
  LbfgsMemory among(FreeParameters free) {
    return free.areAll()
        ? this
        : new LbfgsMemory(
            pairs.stream()
                .map(pair -> Pair.of(free.of(pair.s), free.of(pair.y), pair.ratio))
                .filter(Pair::isReliable)
                .toList());
  }

  /**
   * −H g, H being the inverse Hessian that the pairs imply (the two-loop recursion: Nocedal and
   * Wright, Numerical Optimization, 2nd ed., algorithm 7.4). Each product with a pair is computed
   * while the vector is changed for the one before, so that memory is read once for both.
   *
   * <p>In float32, the gradient over its largest entry and the direction over the newest pair's
   * {@link Pair#ratio}, so that both are of the size of 1. The loss of precision is far below the
   * error of the model of the curvature.
   *
   * @param initial v ↦ H₀v over the newest pair's ratio; may change v
   * @throws IndexOutOfBoundsException if there are no pairs
   */
  double[] direction(double[] gradient, UnaryOperator<float[]> initial) {
    double unit = Vectors.largest(gradient);
    float[] q = Vectors.over(gradient, -unit);
    int last = pairs.size() - 1;
    double[] alpha = new double[pairs.size()];
    double product = FloatVectors.dot(newest().s(), q);
    for (int i = last; i >= 0; i--) {
      Pair pair = pairs.get(i);
      alpha[i] = product / pair.curvature();
      float[] next = i > 0 ? pairs.get(i - 1).s() : pair.s();
      product = FloatVectors.addScaledThenDot(q, -alpha[i], pair.y(), next);
    }
    double ratio = newest().ratio();
    float[] direction = initial.apply(q);
    product = FloatVectors.dot(pairs.get(0).y(), direction);
    for (int i = 0; i <= last; i++) {
      Pair pair = pairs.get(i);
      double factor = pair.ratio() / ratio * alpha[i] - product / pair.curvature();
      float[] next = i < last ? pairs.get(i + 1).y() : pair.y();
      product = FloatVectors.addScaledThenDot(direction, factor, pair.s(), next);
    }
    return Vectors.times(direction, unit * ratio);
  }

  /** γEv over the ratio of the newest pair, γ = sᵀy / yᵀEy of that pair; may change v. */
  static float[] initial(float[] v, Optional<Diagonal> diagonal, Pair newest) {
    if (diagonal.isPresent()) {
      float[] e = diagonal.get().entries();
      FloatVectors.scale(v, newest.curvature() / FloatVectors.squared(newest.y(), e), e);
    } else {
      FloatVectors.scale(v, newest.curvature() / FloatVectors.dot(newest.y(), newest.y()));
    }
    return v;
  }

  /** The newest pair; requires at least one. */
  Pair newest() {
    return pairs.get(pairs.size() - 1);
  }
}

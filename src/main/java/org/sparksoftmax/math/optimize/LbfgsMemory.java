package org.sparksoftmax.math.optimize;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.sparksoftmax.math.linalg.FloatVectors;
import org.sparksoftmax.math.linalg.Parts;
import org.sparksoftmax.math.linalg.Vectors;

/**
 * The last correction pairs of L-BFGS, oldest first: sᵢ = θᵢ₊₁ − θᵢ and yᵢ = ∇J(θᵢ₊₁) − ∇J(θᵢ),
 * with sᵢᵀyᵢ > 0.
 */
public record LbfgsMemory(List<Pair> pairs) implements OptimizerState.Memory {

  static final LbfgsMemory EMPTY = new LbfgsMemory(List.of());

  /** A pair is unreliable if its curvature sᵀy is at most this share of ‖s‖‖y‖. */
  private static final double MIN_CURVATURE = 1e-12;

  /**
   * One correction pair. Its vectors are rounded to float32, each scaled so that its largest entry
   * is 1. This halves memory and time, and the resulting curvature model is equally good.
   *
   * @param s s divided by its largest entry
   * @param y y divided by its largest entry
   * @param curvature sᵀy of the scaled vectors
   * @param ratio the largest entry of s over that of y
   */
  public record Pair(float[] s, float[] y, double curvature, double ratio) {

    /** The pair of two vectors, of which {@code fill} sets each part; empty if unreliable. */
    private static Optional<Pair> of(float[] s, float[] y, double ratio, Parts.Part fill) {
      FloatVectors.Products products = FloatVectors.products(s, y, fill);
      double scale = Math.sqrt(products.xx() * products.yy());
      return products.xy() > MIN_CURVATURE * scale
          ? Optional.of(new Pair(s, y, products.xy(), ratio))
          : Optional.empty();
    }
  }

  public LbfgsMemory {
    pairs = List.copyOf(pairs);
  }

  /**
   * This memory plus the pair of two states; beyond {@code history} pairs, the oldest is dropped.
   */
  LbfgsMemory with(
      double[] parameters,
      double[] oldParameters,
      double[] gradient,
      double[] oldGradient,
      int history) {
    double sMax = Vectors.largestDifference(parameters, oldParameters);
    double yMax = Vectors.largestDifference(gradient, oldGradient);
    float[] s = new float[parameters.length];
    float[] y = new float[parameters.length];
    Optional<Pair> pair =
        Pair.of(
            s,
            y,
            sMax / yMax,
            (from, to) -> {
              Vectors.differenceOver(parameters, oldParameters, sMax, s, from, to);
              Vectors.differenceOver(gradient, oldGradient, yMax, y, from, to);
            });
    if (pair.isEmpty()) {
      return this;
    }
    List<Pair> kept = new ArrayList<>(pairs);
    kept.add(pair.get());
    return new LbfgsMemory(kept.subList(Math.max(0, kept.size() - history), kept.size()));
  }

  /** The pairs restricted to the free parameters, with all others fixed. */
  LbfgsMemory among(FreeParameters free) {
    return free.areAll()
        ? this
        : new LbfgsMemory(
            pairs.stream()
                .map(
                    pair -> Pair.of(free.of(pair.s), free.of(pair.y), pair.ratio, (from, to) -> {}))
                .flatMap(Optional::stream)
                .toList());
  }

  /**
   * −H g, where H is the inverse Hessian that the pairs imply (the two-loop recursion: Nocedal and
   * Wright, Numerical Optimization, 2nd ed., algorithm 7.4). The product with each pair is computed
   * in the same pass that updates the vector with the previous pair, so that memory is read only
   * once.
   *
   * <p>The computation is in float32. The gradient is divided by its largest entry and the
   * direction by the newest pair's {@link Pair#ratio}, so that both are of order 1. The loss of
   * accuracy is far smaller than the error of the curvature model itself.
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

  /** γEv over the ratio of the newest pair, with γ = sᵀy / yᵀEy of that pair; may change v. */
  static float[] initial(float[] v, Optional<Diagonal> diagonal, Pair newest) {
    if (diagonal.isPresent()) {
      float[] e = diagonal.get().entries();
      FloatVectors.scale(v, newest.curvature() / FloatVectors.squared(newest.y(), e), e);
    } else {
      FloatVectors.scale(v, newest.curvature() / FloatVectors.dot(newest.y(), newest.y()));
    }
    return v;
  }

  /** The newest pair; there must be at least one. */
  Pair newest() {
    return pairs.get(pairs.size() - 1);
  }
}

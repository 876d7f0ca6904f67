package org.sparksoftmax.math.evaluate;

import java.util.Locale;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.linalg.ExactSum;

/**
 * Sums of the log loss of the logits βz, and of its derivatives with respect to β, over the rows
 * with a known label. Sums are added across blocks without rounding, so that the order of the
 * blocks does not matter. Mutable and not thread-safe.
 *
 * <p>With p = softmax(βz) and S = Σ t_k (1 except for rounding), a row of weight w has
 *
 * <pre>
 *   ℓ(β)   = S log Σ_k exp(βz_k) − β Σ t_k z_k
 *   ℓ′(β)  = S Σ p_k z_k − Σ t_k z_k
 *   ℓ″(β)  = S Σ p_k (z_k − Σ_l p_l z_l)²  ≥ 0
 *   ℓ′(0)  = S mean z − Σ t_k z_k,   ℓ′(∞) = S max z − Σ t_k z_k  ≥ 0,
 * </pre>
 *
 * where max z may be subtracted from all z_k.
 */
public final class ScaledLossSum implements LogitSum {
  private static final long serialVersionUID = 1L;

  /** The sums of ℓ, ℓ′, ℓ″, ℓ′(0), ℓ′(∞) and of the weights. */
  private static final int SUMS = 6;

  private final int classes;
  private final double beta;
  private final ExactSum[] sums = new ExactSum[SUMS];
  private final double[] ofBlock = new double[SUMS];

  /**
   * @param classes K
   * @param beta β ≥ 0
   */
  public ScaledLossSum(int classes, double beta) {
    this.classes = classes;
    this.beta = beta;
    for (int s = 0; s < SUMS; s++) {
      sums[s] = new ExactSum();
    }
  }

  /** Adds rows as {@link LogitSum#add} does, with Z at β = 1. */
  @Override
  public void add(ExampleBlock block, int from, int to, double[] logits) {
    for (int i = from; i < to; i++) {
      if (block.label(i) != ExampleBlock.UNKNOWN_LABEL) {
        addRow(block, i, logits, (i - from) * classes);
      }
    }
  }

  private void addRow(ExampleBlock block, int i, double[] logits, int offset) {
    double max = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < classes; k++) {
      max = Math.max(max, logits[offset + k]);
    }
    double targets = 0;
    double expected = 0; // Σ t z, with z − max z for z as in all sums here
    double total = 0;
    double exponentials = 0;
    double first = 0;
    double second = 0;
    for (int k = 0; k < classes; k++) {
      double z = logits[offset + k] - max;
      double t = block.target(i, k, classes);
      double e = Math.exp(beta * z);
      targets += t;
      expected += t == 0 ? 0 : t * z;
      total += z;
      exponentials += e;
      first += e == 0 ? 0 : e * z;
      second += e == 0 ? 0 : e * z * z;
    }
    double mean = first / exponentials;
    double w = block.exampleWeight(i);
    ofBlock[0] += w * (targets * Math.log(exponentials) - beta * expected);
    ofBlock[1] += w * (targets * mean - expected);
    ofBlock[2] += w * targets * Math.max(0, second / exponentials - mean * mean);
    ofBlock[3] += w * (targets * total / classes - expected);
    ofBlock[4] -= w * expected;
    ofBlock[5] += w;
  }

  @Override
  public void endBlock() {
    for (int s = 0; s < SUMS; s++) {
      sums[s].add(ofBlock[s]);
      ofBlock[s] = 0;
    }
  }

  /** Adds {@code other}, which must have the same β, to these sums and returns this. */
  public ScaledLossSum merge(ScaledLossSum other) {
    if (other.classes != classes || other.beta != beta) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Cannot add sums of %d classes at %s and of %d at %s",
              classes,
              beta,
              other.classes,
              other.beta));
    }
    for (int s = 0; s < SUMS; s++) {
      sums[s].add(other.sums[s]);
    }
    return this;
  }

  /** The means over the rows with a known label. */
  public ScaledLoss mean() {
    double weight = sums[5].value();
    return new ScaledLoss(
        beta,
        weight,
        sums[0].value() / weight,
        sums[1].value() / weight,
        sums[2].value() / weight,
        sums[3].value() / weight,
        sums[4].value() / weight);
  }
}

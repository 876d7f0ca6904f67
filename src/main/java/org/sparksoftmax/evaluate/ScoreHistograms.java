package org.sparksoftmax.evaluate;

import java.io.Serializable;

/**
 * For each class k, the weight of the rows of k and of the other rows by their odds p_k / (1 −
 * p_k), from which the one-vs-rest ROC AUC follows in one pass. Mutable; one owner at a time.
 *
 * <p>Bins are the leading bits of the odds as float64: {@value #OCTAVES} octaves from 2^−32 on,
 * each of 2^m bins of equal width, so that probabilities near 0 and near 1 are told apart alike;
 * what is beyond falls into the first or last bin. m is the largest of at most {@value #MAX_BITS}
 * for which K · {@value #OCTAVES} · 2^m ≤ 2^20: at most 16 MB for any K up to 16384, and less in
 * fact, since an octave takes memory only once a row is there.
 *
 * <p>Rows of k against others within a bin count half, as ties do. Whatever their true order, the
 * AUC is wrong by at most ½ Σ_b P_b N_b / (P N), P_b and N_b being the weights of the rows of k and
 * of the others in bin b: {@link #errorBound}.
 */
final class ScoreHistograms implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int OCTAVES = 64;
  private static final int MAX_BITS = 8;
  private static final int MAX_BINS = 1 << 20;
  private static final int MANTISSA_BITS = 52;
  private static final long FIRST_OCTAVE = 1023L - OCTAVES / 2; // as the exponent of a float64

  private final int classes;
  private final int bits;

  /** [k · OCTAVES + octave][bin], each null while no row is there. */
  private final long[][] positive;

  private final long[][] negative;

  ScoreHistograms(int classes) {
    this.classes = classes;
    this.bits = bits(classes);
    this.positive = new long[classes * OCTAVES][];
    this.negative = new long[classes * OCTAVES][];
  }

  /** m for K classes. */
  static int bits(int classes) {
    int m = MAX_BITS;
    while (m > 0 && (((long) classes * OCTAVES) << m) > MAX_BINS) {
      m--;
    }
    return m;
  }

  /** A row with an unknown label is one of the others for every class. */
  void add(ScoredRow row) {
    double othersOfPrediction = 0; // 1 − p without the cancellation, for the p that may be near 1
    for (int k = 0; k < classes; k++) {
      othersOfPrediction += k == row.prediction() ? 0 : row.probability(k);
    }
    for (int k = 0; k < classes; k++) {
      double p = row.probability(k);
      int bin = bin(p / (k == row.prediction() ? othersOfPrediction : 1 - p));
      long[][] histogram = k == row.label() ? positive : negative;
      chunk(histogram, k * OCTAVES + (bin >> bits))[bin & ((1 << bits) - 1)] += row.steps();
    }
  }

  void merge(ScoreHistograms other) {
    merge(positive, other.positive);
    merge(negative, other.negative);
  }

  /** AUC of class {@code k} against the rest; NaN if there is no weight on one of the sides. */
  double auc(int k) {
    double below = 0;
    double pairs = 0;
    for (int bin = 0; bin < OCTAVES << bits; bin++) {
      double others = at(negative, k, bin);
      pairs += at(positive, k, bin) * (below + others / 2);
      below += others;
    }
    return pairs / sum(positive, k) / sum(negative, k);
  }

  /** The most by which {@link #auc} can be wrong. */
  double errorBound(int k) {
    double ties = 0;
    for (int bin = 0; bin < OCTAVES << bits; bin++) {
      ties += (double) at(positive, k, bin) * at(negative, k, bin);
    }
    return ties / 2 / sum(positive, k) / sum(negative, k);
  }

  private int bin(double odds) {
    long leading = Double.doubleToRawLongBits(odds) >>> (MANTISSA_BITS - bits);
    long bin = leading - (FIRST_OCTAVE << bits);
    return (int) Math.max(0, Math.min((OCTAVES << bits) - 1L, bin));
  }

  private long at(long[][] histogram, int k, int bin) {
    long[] chunk = histogram[k * OCTAVES + (bin >> bits)];
    return chunk == null ? 0 : chunk[bin & ((1 << bits) - 1)];
  }

  private double sum(long[][] histogram, int k) {
    long sum = 0;
    for (int bin = 0; bin < OCTAVES << bits; bin++) {
      sum += at(histogram, k, bin);
    }
    return sum;
  }

  private long[] chunk(long[][] histogram, int at) {
    if (histogram[at] == null) {
      histogram[at] = new long[1 << bits];
    }
    return histogram[at];
  }

  private void merge(long[][] into, long[][] from) {
    for (int c = 0; c < into.length; c++) {
      if (from[c] != null) {
        long[] sums = chunk(into, c);
        for (int b = 0; b < sums.length; b++) {
          sums[b] += from[c][b];
        }
      }
    }
  }
}

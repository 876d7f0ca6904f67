package org.sparksoftmax.math.evaluate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * For each class k, histograms of the weight of the rows of k and of all other rows by their odds
 * p_k / (1 − p_k). The one-vs-rest ROC AUC follows from them in one pass. Mutable and not
 * thread-safe.
 *
 * <p>Bins are the leading bits of the odds as float64: {@value #OCTAVES} octaves starting at 2^−32,
 * each with 2^m bins of equal width, so that the resolution near 0 and near 1 is the same; odds
 * beyond the range fall into the first or last bin. An octave is allocated only when it gets its
 * first row. m is the largest value, at most {@value #MAX_BITS}, for which all allocated octaves
 * have at most {@value #MAX_BINS} bins (16 MB): it starts large, and bins are merged in pairs when
 * there are too many. Since the set of allocated octaves only grows, the final m depends on the set
 * of rows but not on the order in which they were added or merged. (For more than 16384 classes, m
 * may be 0 and the bound exceeded.)
 *
 * <p>Within a bin, pairs of a row of k and another row count half, as ties do. Regardless of their
 * true order, the error of the AUC is at most ½ Σ_b P_b N_b / (P N), where P_b and N_b are the
 * weights of the rows of k and of the others in bin b: {@link #errorBound}. Errors within a bin
 * have either sign, so that the AUC is far more accurate in practice: on the bundled digits the
 * error is 1e-5. On O*NET, with 1016 occupations, the error of the mean is 3e-5, whereas those of
 * single classes, with ten rows each, are 7e-4 on average and 0.02 at worst.
 */
final class ScoreHistograms implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int OCTAVES = 64;
  private static final int MAX_BITS = 8;
  private static final int MAX_BINS = 1 << 21;
  private static final int MANTISSA_BITS = 52;
  private static final long FIRST_OCTAVE = 1023L - OCTAVES / 2; // exponent of a float64

  private final int classes;
  private final int maxBins;

  /** m. */
  private int bits = MAX_BITS;

  /** Number of allocated octaves in both histograms. */
  private int taken;

  /** [k · OCTAVES + octave][bin]; an octave is null while it has no rows. */
  private final long[][] positive;

  private final long[][] negative;

  ScoreHistograms(int classes) {
    this(classes, MAX_BINS);
  }

  /** Creates histograms with a different bound on the memory. */
  ScoreHistograms(int classes, int maxBins) {
    this.classes = classes;
    this.maxBins = maxBins;
    this.positive = new long[classes * OCTAVES][];
    this.negative = new long[classes * OCTAVES][];
  }

  /** Adds a row. One with an unknown label counts as another row for every class. */
  void add(ScoredRow row) {
    double othersOfPrediction = 0; // 1 − p without cancellation for p near 1
    for (int k = 0; k < classes; k++) {
      othersOfPrediction += k == row.prediction() ? 0 : row.probability(k);
    }
    for (int k = 0; k < classes; k++) {
      double p = row.probability(k);
      double odds = p / (k == row.prediction() ? othersOfPrediction : 1 - p);
      long[][] histogram = k == row.label() ? positive : negative;
      int octave = k * OCTAVES + (bin(odds) >> bits);
      take(histogram, octave);
      histogram[octave][bin(odds) & ((1 << bits) - 1)] += row.steps(); // m may have decreased
    }
  }

  void merge(ScoreHistograms other) {
    merge(positive, other.positive, other.bits);
    merge(negative, other.negative, other.bits);
  }

  private void merge(long[][] into, long[][] from, int bitsOfFrom) {
    for (int octave = 0; octave < into.length; octave++) {
      if (from[octave] != null) {
        while (bits > bitsOfFrom) {
          join();
        }
        take(into, octave);
        for (int bin = 0; bin < from[octave].length; bin++) {
          into[octave][bin >> (bitsOfFrom - bits)] += from[octave][bin];
        }
      }
    }
  }

  /** Allocates an octave, merging bins if necessary. */
  private void take(long[][] histogram, int octave) {
    if (histogram[octave] == null) {
      taken++;
      while (bits > 0 && ((long) taken << bits) > maxBins) {
        join();
      }
      histogram[octave] = new long[1 << bits];
    }
  }

  /** Merges the bins in pairs. */
  private void join() {
    bits--;
    join(positive);
    join(negative);
  }

  private static void join(long[][] histogram) {
    for (int octave = 0; octave < histogram.length; octave++) {
      long[] bins = histogram[octave];
      if (bins != null) {
        long[] joined = new long[bins.length / 2];
        for (int b = 0; b < joined.length; b++) {
          joined[b] = bins[2 * b] + bins[2 * b + 1];
        }
        histogram[octave] = joined;
      }
    }
  }

  /** AUC of class {@code k} against the rest; NaN if either side has no weight. */
  double auc(int k) {
    double below = 0;
    double pairs = 0;
    for (int bin = 0; bin < OCTAVES << bits; bin++) {
      double others = at(negative, k, bin);
      pairs += at(positive, k, bin) * (below + others / 2);
      below += others;
    }
    return pairs / positives(k) / others(k);
  }

  /** The maximum error of {@link #auc}. */
  double errorBound(int k) {
    double ties = 0;
    for (int bin = 0; bin < OCTAVES << bits; bin++) {
      ties += (double) at(positive, k, bin) * at(negative, k, bin);
    }
    return ties / 2 / positives(k) / others(k);
  }

  /** Weight, in steps, of the rows of class {@code k}. */
  long positives(int k) {
    return sum(positive, k);
  }

  /** Weight, in steps, of the rows that are not of class {@code k}. */
  long others(int k) {
    return sum(negative, k);
  }

  /**
   * The weight, in steps, of the rows of class {@code k}, then of all others, with a score in a bin
   * or above it: for each bin that has rows, from the highest scores to the lowest.
   */
  List<long[]> aboveThresholds(int k) {
    List<long[]> above = new ArrayList<>();
    long ofClass = 0;
    long ofOthers = 0;
    for (int bin = (OCTAVES << bits) - 1; bin >= 0; bin--) {
      long more = at(positive, k, bin);
      long moreOthers = at(negative, k, bin);
      ofClass += more;
      ofOthers += moreOthers;
      if (more > 0 || moreOthers > 0) {
        above.add(new long[] {ofClass, ofOthers});
      }
    }
    return above;
  }

  /** m; an octave has 2^m bins. */
  int bits() {
    return bits;
  }

  private int bin(double odds) {
    long leading = Double.doubleToRawLongBits(odds) >>> (MANTISSA_BITS - bits);
    long bin = leading - (FIRST_OCTAVE << bits);
    return (int) Math.max(0, Math.min((OCTAVES << bits) - 1L, bin));
  }

  private long at(long[][] histogram, int k, int bin) {
    long[] bins = histogram[k * OCTAVES + (bin >> bits)];
    return bins == null ? 0 : bins[bin & ((1 << bits) - 1)];
  }

  private long sum(long[][] histogram, int k) {
    long sum = 0;
    for (int octave = 0; octave < OCTAVES; octave++) {
      long[] bins = histogram[k * OCTAVES + octave];
      for (int bin = 0; bins != null && bin < bins.length; bin++) {
        sum += bins[bin];
      }
    }
    return sum;
  }
}

package org.sparksoftmax.data.block;

import java.util.Arrays;
import org.sparksoftmax.config.Storage;
import org.sparksoftmax.math.layout.FeatureUnits;
import org.sparksoftmax.model.FeatureSchema;

/**
 * The storage and the spread of the features of a data set, estimated from a {@link RawSample} of
 * its training rows.
 *
 * <p>A feature gets a centre if its median is further from 0 than {@value #FAR} times its
 * interquartile range. The centre is the median, rounded to a multiple of a power of two below that
 * range, so that whole numbers remain whole. A sparse feature gets a centre only if every row of
 * the sample has a value for it. Data needs float64 if float32 would round too coarsely: if, within
 * any quarter of a feature's values (consecutive in sorted order), the rounding error exceeds 2⁻²⁴
 * · {@value #COARSE} of the difference between the largest and the smallest of them.
 *
 * <p>Rejected alternatives: the mean and the standard deviation, which a single wrong row can
 * change; and counting the values that become equal in float32, which detects nothing in a small
 * sample of dense values.
 *
 * @param units the centres and, if the scales of a table's columns differ, the spreads
 * @param storage u8, f32 or f64
 * @param sizes the typical magnitude of the stored values of each feature, for an optimiser: for a
 *     feature present in most rows, its standard deviation, at most {@value #LONG_TAIL} times its
 *     interquartile range; for any other, the median of its non-zero values; 0 if the sample has
 *     none
 * @param rootMeanSquares the root mean square of the stored values of each feature
 */
public record FeatureProfile(
    FeatureUnits units, Storage storage, double[] sizes, double[] rootMeanSquares) {

  private static final double FAR = 4;

  private static final double COARSE = 256;
  private static final double LONG_TAIL = 16;
  private static final double HUGE = 0x1p90;

  /** Scales whose ratio is smaller are comparable. */
  private static final double COMPARABLE = 10;

  /**
   * Estimates the profile.
   *
   * @param storage the configured storage
   * @param allU8 whether every value of the data is an integer from 0 to 255
   * @param sparse whether blocks are sparse
   */
  public static FeatureProfile of(
      RawSample sample, FeatureSchema schema, Storage storage, boolean allU8, boolean sparse) {
    boolean bytes = storage == Storage.U8 || (storage == Storage.AUTO && allU8);
    double[] centres = new double[schema.features()];
    double[] deviations = new double[schema.features()];
    double[] sizes = new double[schema.features()];
    double[] rootMeanSquares = new double[schema.features()];
    boolean precise = false;
    for (int j = 0; j < centres.length; j++) {
      double[] sorted = sample.values(j);
      if (sorted == null) {
        double share = sample.share(j);
        deviations[j] = Math.sqrt(share * (1 - share));
        sizes[j] = deviations[j];
        rootMeanSquares[j] = Math.sqrt(share);
        continue;
      }
      Arrays.sort(sorted);
      if (!bytes && sorted.length == sample.rows()) {
        centres[j] = centre(sorted);
      }
      deviations[j] = deviation(sorted, sample.rows());
      sizes[j] = size(sorted, deviations[j], sample.rows());
      rootMeanSquares[j] = rootMeanSquare(sorted, centres[j], sample.rows());
      precise |= !bytes && needsFloat64(sorted, centres[j]);
    }
    Storage chosen = storage;
    if (storage == Storage.AUTO) {
      chosen = bytes ? Storage.U8 : precise ? Storage.F64 : Storage.F32;
    }
    boolean tabular = !schema.columns().isEmpty() && !sparse;
    FeatureUnits units =
        FeatureUnits.of(centres, tabular ? spreads(deviations, sample) : null)
            .inFloat64(chosen == Storage.F64 && precise);
    return new FeatureProfile(units, chosen, sizes, rootMeanSquares);
  }

  /** A number near the median if the values are far from 0 compared with their spread, else 0. */
  static double centre(double[] sorted) {
    if (sorted.length == 0) {
      return 0;
    }
    double median = sorted[sorted.length / 2];
    double width = distanceOfQuartiles(sorted);
    if (width == 0) {
      width = sorted[sorted.length - 1] - sorted[0];
    }
    if (!(Math.abs(median) > FAR * width)) {
      return 0;
    }
    if (width == 0) {
      return median;
    }
    double step = Math.scalb(1.0, Math.getExponent(width) - 1);
    double centre = Math.rint(median / step) * step;
    return Double.isFinite(centre) ? centre : median;
  }

  private static double distanceOfQuartiles(double[] sorted) {
    return sorted[3 * (sorted.length - 1) / 4] - sorted[(sorted.length - 1) / 4];
  }

  private static double size(double[] sorted, double deviation, int rows) {
    double[] others = Arrays.stream(sorted).filter(value -> value != 0).map(Math::abs).toArray();
    if (others.length == 0) {
      return 0;
    }
    if (2 * others.length >= rows) {
      double width = sorted.length == rows ? distanceOfQuartiles(sorted) : 0;
      return width > 0 ? Math.min(deviation, LONG_TAIL * width) : deviation;
    }
    Arrays.sort(others);
    return others[others.length / 2];
  }

  /** Whether float32 would round neighbouring values too coarsely; see the class description. */
  static boolean needsFloat64(double[] sorted, double centre) {
    int window = Math.max(1, sorted.length / 4);
    for (int i = 0; i + window < sorted.length; i++) {
      double first = sorted[i] - centre;
      double last = sorted[i + window] - centre;
      double width = last - first;
      double size = Math.max(Math.abs(first), Math.abs(last));
      if (width > 0 && size > COARSE * width && !isExact(sorted, centre, i, i + window)) {
        return true;
      }
    }
    if (sorted.length == 0) {
      return false;
    }
    double largest =
        Math.max(Math.abs(sorted[0] - centre), Math.abs(sorted[sorted.length - 1] - centre));
    // Sums and products of such values exceed the range of float32.
    return largest > HUGE || (largest > 0 && largest < 1 / HUGE);
  }

  private static boolean isExact(double[] sorted, double centre, int from, int to) {
    for (int i = from; i <= to; i++) {
      double stored = sorted[i] - centre;
      if ((float) stored != stored) {
        return false;
      }
    }
    return true;
  }

  /** The standard deviation of the values, with zeros for the other rows. */
  private static double deviation(double[] sorted, int rows) {
    if (rows == 0) {
      return 0;
    }
    // Scaled by the largest value, whose square may exceed float64. The mean is subtracted first to
    // avoid cancellation.
    double largest =
        sorted.length == 0 ? 0 : Math.max(Math.abs(sorted[0]), Math.abs(sorted[sorted.length - 1]));
    if (largest == 0) {
      return 0;
    }
    double sum = 0;
    for (double value : sorted) {
      sum += value / largest;
    }
    double mean = sum / rows;
    double squares = (rows - sorted.length) * mean * mean;
    for (double value : sorted) {
      double distance = value / largest - mean;
      squares += distance * distance;
    }
    double relative = Math.sqrt(squares / rows);
    // The deviation of a constant is only rounding error.
    return relative > 1e-15 ? relative * largest : 0;
  }

  private static double rootMeanSquare(double[] sorted, double centre, int rows) {
    double largest = 0;
    for (double value : sorted) {
      largest = Math.max(largest, Math.abs(value - centre));
    }
    double sum = 0;
    for (double value : sorted) {
      double share = largest > 0 ? (value - centre) / largest : 0;
      sum += share * share;
    }
    return rows == 0 ? 0 : largest * Math.sqrt(sum / rows);
  }

  /** The deviations of numeric columns if they are not comparable, else null. */
  private static double[] spreads(double[] deviations, RawSample sample) {
    double[] spreads = deviations.clone();
    double largest = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int j = 0; j < spreads.length; j++) {
      boolean known =
          sample.values(j) != null && deviations[j] > 0 && Double.isFinite(deviations[j]);
      if (known) {
        largest = Math.max(largest, deviations[j]);
        least = Math.min(least, deviations[j]);
      } else {
        spreads[j] = 1;
      }
    }
    return largest > COMPARABLE * least ? spreads : null;
  }
}

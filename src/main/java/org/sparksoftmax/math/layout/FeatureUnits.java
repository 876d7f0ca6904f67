package org.sparksoftmax.math.layout;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;

/**
 * The units in which features are stored: a stored value is x − c, where c is the centre of its
 * feature. A column that is far from 0 relative to its spread (dates, prices, coordinates) is
 * stored relative to its own centre, so that float32 rounds relative to the spread and logits do
 * not suffer from cancellation. All other centres are 0. Immutable.
 */
public final class FeatureUnits implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Unmodified features of unknown spread. */
  public static final FeatureUnits RAW = new FeatureUnits(null, null, false);

  /** c of each feature; null if all are 0. */
  private final double[] centres;

  /** An estimate of the standard deviation of each feature; null if there is none. */
  private final double[] spreads;

  private final boolean float64;

  private FeatureUnits(double[] centres, double[] spreads, boolean float64) {
    this.centres = centres;
    this.spreads = spreads;
    this.float64 = float64;
  }

  /**
   * Creates units.
   *
   * @param centres c of each feature, or null if all are 0; copied
   * @param spreads approximate standard deviation of each feature, > 0, or null if unknown; copied
   * @throws IllegalArgumentException if a centre is not finite or a spread is not a finite number >
   *     0
   */
  public static FeatureUnits of(double[] centres, double[] spreads) {
    if (centres != null && !Arrays.stream(centres).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("Invalid centres of features: not all are finite");
    }
    if (spreads != null && !Arrays.stream(spreads).allMatch(s -> s > 0 && Double.isFinite(s))) {
      throw new IllegalArgumentException(
          "Invalid spreads of features: not all are finite and above 0");
    }
    boolean moved = centres != null && Arrays.stream(centres).anyMatch(c -> c != 0);
    return new FeatureUnits(
        moved ? centres.clone() : null, spreads == null ? null : spreads.clone(), false);
  }

  /** The same units, with values stored in float64 if {@code needed}. */
  public FeatureUnits inFloat64(boolean needed) {
    return new FeatureUnits(centres, spreads, needed);
  }

  /** Whether any feature has a centre other than 0. */
  public boolean isCentred() {
    return centres != null;
  }

  /** Whether {@link #spread} is known. */
  public boolean hasSpreads() {
    return spreads != null;
  }

  /** Whether features are stored unmodified, in float32, and their spread is unknown. */
  public boolean isRaw() {
    return centres == null && spreads == null && !float64;
  }

  /** Whether float32 cannot distinguish the stored values of a feature. */
  public boolean needsFloat64() {
    return float64;
  }

  /** c of feature {@code j}. */
  public double centre(int j) {
    return centres == null ? 0 : centres[j];
  }

  /**
   * Approximate standard deviation of feature {@code j}; 1 for the categories of a column.
   *
   * @throws IllegalStateException unless {@link #hasSpreads}
   */
  public double spread(int j) {
    if (spreads == null) {
      throw new IllegalStateException("The spreads of the features are not known");
    }
    return spreads[j];
  }

  /** A copy of the centres; null if all are 0. */
  public double[] centres() {
    return centres == null ? null : centres.clone();
  }

  /** A copy of the spreads; null if they are unknown. */
  public double[] spreads() {
    return spreads == null ? null : spreads.clone();
  }

  /**
   * Checks that these are the units of {@code features} features.
   *
   * @throws IllegalArgumentException if their number differs
   */
  public void requireFeatures(int features) {
    for (double[] values : new double[][] {centres, spreads}) {
      if (values != null && values.length != features) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "Invalid units: of %d features where there are %d",
                values.length,
                features));
      }
    }
  }

  /** The units of a subset or permutation of these features. */
  public FeatureUnits select(int[] features) {
    return new FeatureUnits(select(centres, features), select(spreads, features), float64);
  }

  private static double[] select(double[] values, int[] features) {
    return values == null ? null : Arrays.stream(features).mapToDouble(j -> values[j]).toArray();
  }
}

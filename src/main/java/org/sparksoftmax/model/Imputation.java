package org.sparksoftmax.model;

import java.util.Locale;

/**
 * What replaces a missing value of a column.
 *
 * @param fill the replacement, finite; not used for categories
 * @param indicator whether another feature, behind that of the column, is 1 where the value is
 *     missing, else 0
 */
public record Imputation(double fill, boolean indicator) {

  /** A missing category is the empty category of its column. */
  public static final Imputation OF_CATEGORY = new Imputation(0, false);

  public Imputation {
    if (!Double.isFinite(fill)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "Invalid replacement %s (must be finite)", fill));
    }
  }
}

package org.sparksoftmax.config;

/**
 * How missing values of features are handled.
 *
 * @param policy what replaces them ({@code data.missing})
 * @param indicators whether a numeric column with missing values in the training rows gets another
 *     feature, which is 1 in the rows without a value, else 0 ({@code data.missing-indicators})
 */
public record MissingValues(Policy policy, boolean indicators) {

  /** What replaces a missing value ({@code data.missing}). */
  public enum Policy {
    /** Nothing: the row is bad. */
    FAIL,
    /** The mean of the column over the training rows that have a value. */
    MEAN,
    ZERO
  }

  public MissingValues {
    if (indicators && policy == Policy.FAIL) {
      throw ConfigException.invalid(
          "data.missing-indicators",
          true,
          "needs data.missing = mean or zero, since data.missing is fail");
    }
  }

  /** The rule under which a row with a missing value is bad. */
  public static MissingValues fail() {
    return new MissingValues(Policy.FAIL, false);
  }

  /** Whether missing values are replaced. */
  public boolean filled() {
    return policy != Policy.FAIL;
  }
}

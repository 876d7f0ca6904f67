package org.sparksoftmax.config;

import java.util.OptionalLong;

/**
 * How unusable rows are handled.
 *
 * @param max maximum number of bad rows per input ({@code data.max-bad-rows}); unlimited if empty;
 *     not allowed with {@link Policy#FAIL}
 */
public record BadRows(Policy policy, OptionalLong max) {

  /** What happens to an unusable row ({@code data.bad-rows}). */
  public enum Policy {
    /** The first bad row fails the run. */
    FAIL,
    /** Bad rows are skipped and counted. */
    SKIP,
    /** Bad rows are skipped, counted, and written to a file with the results. */
    QUARANTINE
  }

  public BadRows {
    String key = "data.max-bad-rows";
    if (max.isPresent() && max.getAsLong() < 0) {
      throw ConfigException.invalid(key, max.getAsLong(), "must be >= 0");
    }
    if (max.isPresent() && policy == Policy.FAIL) {
      throw ConfigException.invalid(
          key,
          max.getAsLong(),
          "is for data.bad-rows = skip or quarantine; remove it, since data.bad-rows is fail");
    }
  }

  /** The policy under which the first bad row fails the run. */
  public static BadRows fail() {
    return new BadRows(Policy.FAIL, OptionalLong.empty());
  }
}

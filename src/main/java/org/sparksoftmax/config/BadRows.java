package org.sparksoftmax.config;

import java.util.OptionalLong;

/**
 * How rows that cannot be used are treated.
 *
 * @param max the most bad rows of one input ({@code data.max-bad-rows}) that a run accepts; any
 *     number if empty; set only where they are left out
 */
public record BadRows(Policy policy, OptionalLong max) {

  /** What happens to a row that cannot be used ({@code data.bad-rows}). */
  public enum Policy {
    /** The first one ends the run. */
    FAIL,
    /** It is left out and counted. */
    SKIP,
    /** It is left out, counted, and written to a file with the results. */
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

  /** The first bad row ends the run. */
  public static BadRows fail() {
    return new BadRows(Policy.FAIL, OptionalLong.empty());
  }
}

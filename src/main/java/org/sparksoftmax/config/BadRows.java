package org.sparksoftmax.config;

import java.util.OptionalLong;

/**
 * How rows that cannot be used are treated.
 *
 * @param max the most bad rows of one input ({@code data.max-bad-rows}) that a run bears; any
 *     number if empty; set only where they are left out
 */
public record BadRows(BadRowPolicy policy, OptionalLong max) {

  /** The first bad row ends the run. */
  public static BadRows fail() {
    return new BadRows(BadRowPolicy.FAIL, OptionalLong.empty());
  }
}

package org.sparksoftmax.data.row;

import java.util.List;
import java.util.Locale;

/**
 * The bad rows of one input, which its data set does not contain.
 *
 * @param rows the number of bad rows
 * @param first place and reason of the first few, in file order
 */
public record Rejections(long rows, List<String> first) {

  /** The number of bad rows that reports describe with place and reason. */
  static final int TOLD = 3;

  /** No bad rows. */
  public static final Rejections NONE = new Rejections(0, List.of());

  /**
   * The bad rows of all splits.
   *
   * @param summaries the summaries in split order
   */
  public static Rejections of(List<RawSummary> summaries) {
    return new Rejections(
        summaries.stream().mapToLong(summary -> summary.rejected).sum(),
        summaries.stream().flatMap(summary -> summary.firstRejected.stream()).limit(TOLD).toList());
  }

  /** The remark on bad rows in an error about too few rows; empty if no row was bad. */
  public String remark() {
    return rows == 0
        ? ""
        : String.format(
            Locale.ROOT,
            " (%,d bad row%s left out, the first: %s)",
            rows,
            rows == 1 ? " was" : "s were",
            first.get(0));
  }
}

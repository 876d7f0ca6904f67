package org.sparksoftmax.data.row;

import java.util.List;
import java.util.Locale;

/**
 * The bad rows of one input that were left out.
 *
 * @param rows how many
 * @param first place and reason of the first few, in the order of the files
 */
public record Rejections(long rows, List<String> first) {

  /** Bad rows of which place and reason are told. */
  static final int TOLD = 3;

  /** No row was bad. */
  public static final Rejections NONE = new Rejections(0, List.of());

  /**
   * The bad rows of all splits.
   *
   * @param summaries in the order of the splits
   */
  public static Rejections of(List<RawSummary> summaries) {
    return new Rejections(
        summaries.stream().mapToLong(summary -> summary.rejected).sum(),
        summaries.stream().flatMap(summary -> summary.firstRejected.stream()).limit(TOLD).toList());
  }

  /** What an error about too few rows should add: nothing, or that there were bad ones. */
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

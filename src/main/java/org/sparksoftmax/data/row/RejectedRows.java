package org.sparksoftmax.data.row;

import java.util.ArrayList;
import java.util.Arrays;
import org.sparksoftmax.config.BadRows;

/** Collects the bad rows of one split. */
public final class RejectedRows {

  private final RowRules rules;
  private final ArrayList<RejectedRow> kept = new ArrayList<>();
  private final ArrayList<Object[]> cells = new ArrayList<>();
  private long[] rowsBefore = new long[16];
  private int count;

  public RejectedRows(RowRules rules) {
    this.rules = rules;
  }

  /**
   * Adds a row that comes after {@code goodRows} good rows of its split.
   *
   * @param rowCells the cells of the row; null if unknown
   * @return whether the number of bad rows is within the limit
   */
  public boolean add(RejectedRow row, Object[] rowCells, long goodRows) {
    if (count == rowsBefore.length) {
      rowsBefore = Arrays.copyOf(rowsBefore, 2 * count);
    }
    rowsBefore[count++] = goodRows;
    if (rules.keepsAll() || kept.size() < Rejections.TOLD) {
      kept.add(row);
      cells.add(rowCells);
    }
    return !tooMany();
  }

  public boolean isEmpty() {
    return count == 0;
  }

  /** Converts the row numbers from positions in the split to positions in the file. */
  public void placeBehind(long rowsOfTheFile) {
    kept.replaceAll(row -> row.behind(rowsOfTheFile));
  }

  /** Adds the rows to {@code summary}. */
  public void summarize(RawSummary summary) {
    summary.rejected = count;
    summary.cutShort = tooMany();
    for (RejectedRow row : kept.subList(0, Math.min(kept.size(), Rejections.TOLD))) {
      summary.firstRejected.add(row.message());
    }
    if (rules.policy() == BadRows.Policy.FAIL && count > 0) {
      summary.error = kept.get(0).message();
    }
  }

  /** All rows if the rules keep them, else the first few. */
  public RejectedRow[] kept() {
    return kept.toArray(RejectedRow[]::new);
  }

  /** The cells of each of {@link #kept}; null for a row of unknown cells. */
  public Object[][] keptCells() {
    return cells.toArray(Object[][]::new);
  }

  /** For each row, the number of good rows of its split before it. */
  public long[] rowsBefore() {
    return Arrays.copyOf(rowsBefore, count);
  }

  private boolean tooMany() {
    return count > rules.maxRejected();
  }
}

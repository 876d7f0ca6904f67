package org.sparksoftmax.data.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sparksoftmax.text.Count;

/**
 * The rows of a sample that training cannot use.
 *
 * @param unread the number of rows that cannot be read at all
 * @param unlabelled the number of rows without a label
 * @param badCells the number of values of features that cannot be read
 * @param all the number of rows
 */
record UnusableRows(long unread, long unlabelled, long badCells, long all) {

  /** The largest share of rows with labels that is left out unless the user says so. */
  private static final double FEW = 0.05;

  static UnusableRows of(DataProfile data, List<Proposal> proposals) {
    long unlabelled =
        proposals.stream()
            .filter(p -> p.role() == Role.LABEL)
            .mapToLong(p -> p.column().missing() + unread(p.column()))
            .max()
            .orElse(0);
    long badCells =
        proposals.stream()
            .filter(Proposal::isFeature)
            .mapToLong(p -> p.column().signs().bad())
            .sum();
    long unread = data.unread().count();
    return new UnusableRows(unread, unlabelled, badCells, data.rows() + unread);
  }

  /** The labels that cannot be read; numbers of another form are labels too. */
  private static long unread(ColumnProfile label) {
    return label.kind().isNumeric() || label.kind().isTime() ? 0 : label.signs().bad();
  }

  /** The number of rows, at most. */
  long count() {
    return unread + unlabelled + badCells;
  }

  /** Whether nearly all rows that have a label, without which none is of use, can be used. */
  boolean areFew() {
    return unread + badCells <= FEW * (all - unlabelled);
  }

  /** The numbers of rows, as part of a sentence. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    addCount(parts, unread, "row", " cannot be read");
    addCount(parts, unlabelled, "row", " without a label");
    addCount(parts, badCells, "value", " of another type than the column");
    return String.join(", ", parts);
  }

  /** What to tell about rows that are many. */
  String problem() {
    return String.format(
        Locale.ROOT,
        "%s of the rows cannot be used (%s): mend them, or set data.bad-rows = quarantine to train without them",
        RoleProposals.percent(Math.min(count(), all), all),
        this);
  }

  private static void addCount(List<String> parts, long count, String noun, String what) {
    if (count > 0) {
      parts.add(Count.of(count, noun) + what);
    }
  }
}

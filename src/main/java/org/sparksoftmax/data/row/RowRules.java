package org.sparksoftmax.data.row;

import java.io.Serializable;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.sparksoftmax.config.BadRows;
import org.sparksoftmax.config.DataConfig;

/**
 * The labels that a row may have, and the treatment of bad rows.
 *
 * @param classes the permitted labels; any label if empty
 * @param maxRejected maximum number of bad rows per input; 0 for FAIL
 * @param keepsAll whether all bad rows are kept with their reasons
 */
public record RowRules(
    Set<String> classes, BadRows.Policy policy, long maxRejected, boolean keepsAll)
    implements Serializable {

  /** The rules that accept all labels and treat the first bad row as an error. */
  public static final RowRules FAIL = new RowRules(Set.of(), BadRows.Policy.FAIL, 0, false);

  /**
   * The configured rules for rows whose labels are required.
   *
   * @param numeric whether labels are numbers, which have a canonical form
   */
  public static RowRules labelled(DataConfig config, boolean numeric) {
    UnaryOperator<String> form = numeric ? LabelText::canonical : UnaryOperator.identity();
    BadRows rows = config.badRows();
    long max = rows.policy() == BadRows.Policy.FAIL ? 0 : rows.max().orElse(Long.MAX_VALUE);
    Set<String> classes =
        config.classes().stream().map(form).collect(Collectors.toUnmodifiableSet());
    return new RowRules(classes, rows.policy(), max, rows.policy() == BadRows.Policy.QUARANTINE);
  }

  /** The rules for rows to predict: bad rows, if not too many, are predicted as null. */
  public static RowRules unlabelled(DataConfig config) {
    BadRows rows = config.badRows();
    BadRows.Policy policy =
        rows.policy() == BadRows.Policy.FAIL ? BadRows.Policy.SKIP : rows.policy();
    return new RowRules(Set.of(), policy, rows.max().orElse(Long.MAX_VALUE), true);
  }

  public boolean quarantines() {
    return policy == BadRows.Policy.QUARANTINE;
  }

  /** Checks that a label is permitted; null if the data has no labels. */
  public void requireDeclared(String label) throws BadRow {
    if (!classes.isEmpty() && label != null && !classes.contains(label)) {
      throw new BadRow(
          String.format(Locale.ROOT, "label %s is not among data.classes", BadRow.shown(label)));
    }
  }
}

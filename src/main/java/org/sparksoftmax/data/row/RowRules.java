package org.sparksoftmax.data.row;

import java.io.Serializable;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.sparksoftmax.config.BadRows;
import org.sparksoftmax.config.DataConfig;

/**
 * The labels that a row may have, and the treatment of bad rows.
 *
 * @param classes the permitted labels in canonical form; any label if empty
 * @param maxRejected maximum number of bad rows per input; 0 for FAIL
 */
public record RowRules(Set<String> classes, BadRows.Policy policy, long maxRejected)
    implements Serializable {

  /** The rules that accept all labels and treat the first bad row as an error. */
  public static final RowRules FAIL = new RowRules(Set.of(), BadRows.Policy.FAIL, 0);

  /** The configured rules for rows whose labels are required. */
  public static RowRules labelled(DataConfig config) {
    return of(
        config,
        config.classes().stream()
            .map(LabelText::canonical)
            .collect(Collectors.toUnmodifiableSet()));
  }

  /** The configured rules for rows whose labels are not required. */
  public static RowRules unlabelled(DataConfig config) {
    return of(config, Set.of());
  }

  private static RowRules of(DataConfig config, Set<String> classes) {
    BadRows.Policy policy = config.badRows().policy();
    long max = policy == BadRows.Policy.FAIL ? 0 : config.badRows().max().orElse(Long.MAX_VALUE);
    return new RowRules(classes, policy, max);
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

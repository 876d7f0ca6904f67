package org.sparksoftmax.data.inspect;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sparksoftmax.text.Count;

/**
 * The column that is proposed as the label.
 *
 * @param reason why, as part of a sentence
 */
record LabelChoice(ColumnProfile column, String reason) {

  /** The beginning of the reason why a column that is named like a label is left out. */
  static final String NAMED = "named like a label, but ";

  /** The most classes of a proposed label. */
  static final int MAX_CLASSES = 1_000;

  /** The most values of a column of fractions that is a label. */
  private static final int MAX_QUANTITIES = 20;

  /** With at most as many classes, it suffices that one of them has two rows. */
  private static final int FEW = 10;

  /** The most classes of a label that is proposed for its position alone. */
  private static final int MAX_CLASSES_BY_POSITION = 100;

  /**
   * Proposes the label: the column with the most telling name, otherwise the last column, otherwise
   * the first. It needs at least two values, and rows that share them. No other column takes the
   * place of one that is named {@code label} or {@code target}.
   */
  static Optional<LabelChoice> of(List<ColumnProfile> columns) {
    boolean exact = columns.stream().anyMatch(LabelChoice::isNamedLabel);
    Optional<ColumnProfile> named =
        columns.stream()
            .filter(
                column ->
                    column.named()
                        && rank(column) > (exact ? ColumnNames.TARGET - 1 : 0)
                        && canBeLabel(column, MAX_CLASSES))
            .max(
                Comparator.comparingInt(LabelChoice::rank)
                    .thenComparingInt(ColumnProfile::position));
    if (named.isPresent()) {
      return Optional.of(new LabelChoice(named.get(), "its name; " + classes(named.get())));
    }
    if (columns.isEmpty() || exact) {
      return Optional.empty();
    }
    ColumnProfile last = columns.get(columns.size() - 1);
    if (canBeLabel(last, MAX_CLASSES_BY_POSITION)) {
      return Optional.of(new LabelChoice(last, "the last column; " + classes(last)));
    }
    ColumnProfile first = columns.get(0);
    return canBeLabel(first, MAX_CLASSES_BY_POSITION) && first.kind() == ColumnKind.TEXT
        ? Optional.of(new LabelChoice(first, "the first column; " + classes(first)))
        : Optional.empty();
  }

  /** Whether training takes the column for the label if the configuration names none. */
  private static boolean isNamedLabel(ColumnProfile column) {
    return column.named() && rank(column) >= ColumnNames.TARGET;
  }

  /** Why a column that is named like a label cannot be one; empty if it can, or is not. */
  static Optional<String> unusable(ColumnProfile column) {
    if (!isNamedLabel(column) || canBeLabel(column, MAX_CLASSES)) {
      return Optional.empty();
    }
    if (column.kind() == ColumnKind.EMPTY) {
      return Optional.of("it has no values");
    }
    if (!column.kind().isScalar()) {
      return Optional.of("its type is " + column.type());
    }
    return Optional.of(
        column.distinct() == 1
            ? "it has one value only"
            : String.format(
                Locale.ROOT,
                "it has %s in %s",
                Count.of(column.distinct(), column.distinctExact() ? "value" : "or more value"),
                Count.of(column.present(), "row")));
  }

  private static int rank(ColumnProfile column) {
    return ColumnNames.of(column.name()).labelRank();
  }

  /** The number of classes, in words. */
  static String classes(ColumnProfile column) {
    return column.distinctExact()
        ? Count.of(column.distinct(), "class")
        : "more than " + Count.of(column.distinct(), "class");
  }

  private static boolean canBeLabel(ColumnProfile column, int most) {
    boolean kind =
        switch (column.kind()) {
          case TEXT, INTEGER, BOOLEAN -> true;
          case NUMBER -> column.distinct() <= MAX_QUANTITIES;
          case DATE, TIMESTAMP -> rank(column) >= ColumnNames.TARGET;
          default -> false;
        };
    boolean shared =
        column.distinct() <= 2
            || column.distinct() <= column.present() / 2
            || (column.distinct() <= FEW && column.distinct() < column.present());
    return kind
        && column.distinctExact()
        && column.distinct() >= 2
        && column.distinct() <= most
        && shared;
  }
}

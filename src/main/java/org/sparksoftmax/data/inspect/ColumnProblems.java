package org.sparksoftmax.data.inspect;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.sparksoftmax.data.inspect.ColumnProfile.BadCell;
import org.sparksoftmax.data.row.BadRow;
import org.sparksoftmax.text.Count;

/** Finds what a user should know about the values of a column. */
final class ColumnProblems {

  private final List<String> found;

  private ColumnProblems(List<String> found) {
    this.found = found;
  }

  /** Adds the problems of a column, one per line. */
  static void add(Proposal proposal, List<String> found) {
    new ColumnProblems(found).addColumn(proposal);
  }

  private void addColumn(Proposal proposal) {
    ColumnProfile column = proposal.column();
    String name = "column " + shown(column.name());
    long commas = column.signs().decimalCommas();
    if (commas > 0) {
      found.add(
          String.format(
              Locale.ROOT,
              "%s has %s with a decimal comma%s, such as %s: write numbers with a point",
              name,
              Count.of(commas, "number"),
              column.signs().thousands() ? " (or one that separates thousands)" : "",
              example(column, Cells::isDecimalComma, "'1,5'")));
    }
    addBadCells(column, name, column.signs().bad() - commas);
    if (column.kind() == ColumnKind.STRUCT) {
      found.add(
          String.format(
              Locale.ROOT,
              "%s is a %s: select its fields, for example with data.query",
              name,
              column.type()));
    }
    if (column.type().startsWith("text of ")) {
      found.add(
          String.format(
              Locale.ROOT,
              "%s is %s: cast it, for example with data.query, to use its values",
              name,
              column.type()));
    }
    if (column.signs().otherDates() > 0 && column.signs().otherDates() == column.present()) {
      found.add(
          String.format(
              Locale.ROOT,
              "%s has dates such as %s: only the form 2025-12-31 or 2025-12-31 23:59:59 (ISO 8601) is read",
              name,
              example(column, Cells::isOtherDate, "'31.12.2025'")));
    }
    boolean units = column.signs().units() > 0 && column.signs().units() == column.present();
    if (units && proposal.role() == Role.LEAVE_OUT) {
      found.add(
          String.format(
              Locale.ROOT,
              "%s has numbers with units or separators%s: write plain numbers, such as 1234.5",
              name,
              column.counts().isEmpty()
                  ? ""
                  : ", such as " + example(column, Cells::isNumberWithUnit, "'5 kg'")));
    }
    boolean constant = proposal.isConstant() && proposal.role().isLeftOut();
    boolean told = column.name().isEmpty() || proposal.isUnusableLabel();
    if (!told && (constant || column.kind() == ColumnKind.EMPTY)) {
      found.add(String.format(Locale.ROOT, "%s does not vary: %s", name, proposal.reason()));
    }
  }

  private void addBadCells(ColumnProfile column, String name, long bad) {
    if (bad <= 0) {
      return;
    }
    String noun = column.kind() == ColumnKind.VECTOR ? "array" : "value";
    String wrong =
        switch (column.kind()) {
          case VECTOR -> "of another length than the first, which has the type " + column.type();
          case NUMBER, INTEGER -> verb(bad) + "no number";
          case DATE, TIMESTAMP -> verb(bad) + "no date";
          default -> verb(bad) + "not text in UTF-8";
        };
    String remedy =
        column.kind().isNumeric() || column.kind().isTime()
            ? String.format(
                Locale.ROOT,
                " (if %s missing, see data.null-values)",
                bad == 1 ? "it is" : "they are")
            : "";
    found.add(
        String.format(
            Locale.ROOT,
            "%s has %s %s%s%s",
            name,
            Count.of(bad, noun),
            wrong,
            examples(column),
            remedy));
  }

  private static String verb(long count) {
    return count == 1 ? "that is " : "that are ";
  }

  /** The first value of a kind, in the order of texts. */
  private static String example(ColumnProfile column, Predicate<String> kind, String otherwise) {
    return Stream.concat(
            column.counts().keySet().stream(),
            column.signs().badCells().stream().map(BadCell::text))
        .filter(kind)
        .min(String::compareTo)
        .map(ColumnProblems::shown)
        .orElse(otherwise);
  }

  private static String examples(ColumnProfile column) {
    List<String> cells =
        column.signs().badCells().stream()
            .filter(cell -> !Cells.isDecimalComma(cell.text()))
            .map(ColumnProblems::placed)
            .toList();
    return cells.isEmpty() ? "" : ": " + String.join(", ", cells);
  }

  private static String placed(BadCell cell) {
    if (cell.text().isEmpty()) {
      return cell.place();
    }
    return shown(cell.text()) + (cell.place().isEmpty() ? "" : " (" + cell.place() + ")");
  }

  private static String shown(String text) {
    return BadRow.shown(text);
  }
}

package org.sparksoftmax.data.inspect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.sparksoftmax.data.inspect.ColumnProfile.BadCell;
import org.sparksoftmax.data.row.BadRow;
import org.sparksoftmax.text.Count;

/** Finds what a user should know before training. */
final class Problems {

  /** The most classes, columns or places that one line names. */
  private static final int MAX_SHOWN = 5;

  private final DataProfile data;
  private final List<Proposal> proposals;
  private final List<String> found = new ArrayList<>();

  private Problems(DataProfile data, List<Proposal> proposals) {
    this.data = data;
    this.proposals = proposals;
  }

  /** Returns all problems, one per line. */
  static List<String> of(DataProfile data, List<Proposal> proposals, GivenRoles given) {
    Problems problems = new Problems(data, proposals);
    problems.addBadRows();
    problems.addHeader();
    problems.addNames();
    problems.addLabel(given);
    proposals.forEach(problems::addColumn);
    problems.addFeatures();
    return List.copyOf(problems.found);
  }

  private void addBadRows() {
    if (data.badRows() > 0) {
      found.add(
          String.format(
              Locale.ROOT,
              "%s cannot be read: %s%s",
              Count.of(data.badRows(), "row"),
              String.join("; ", data.firstBadRows()),
              data.badRows() > data.firstBadRows().size() ? "; ..." : ""));
    }
  }

  /** A header whose cells occur again in their columns may be a row. */
  private void addHeader() {
    if (!data.header()) {
      boolean first =
          data.columns().stream()
              .flatMap(column -> column.signs().badCells().stream())
              .anyMatch(cell -> cell.place().endsWith(":1"));
      if (first) {
        found.add(
            "the first line was read as a row, but some of its cells have another type than their columns: if it is the header, set data.header = true");
      }
      return;
    }
    List<String> again =
        data.columns().stream()
            .filter(column -> column.counts().containsKey(column.name()))
            .map(column -> shown(column.name()))
            .toList();
    if (!again.isEmpty()) {
      found.add(
          String.format(
              Locale.ROOT,
              "the first line was read as the header, but %s again in the same column: if it is a row, set data.header = false",
              listed(again) + (again.size() == 1 ? " occurs" : " occur")));
    }
  }

  private void addNames() {
    Map<String, List<String>> same = new LinkedHashMap<>();
    for (ColumnProfile column : data.columns()) {
      same.computeIfAbsent(column.name().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
          .add(shown(column.name()));
    }
    same.values().stream()
        .filter(names -> names.size() > 1)
        .forEach(
            names ->
                found.add(
                    String.format(
                        Locale.ROOT,
                        "columns %s differ only in case: many tools cannot tell them apart",
                        String.join(" and ", names))));
  }

  private void addLabel(GivenRoles given) {
    List<ColumnProfile> labels = columns(Role.LABEL);
    if (labels.isEmpty()) {
      found.add("no column looks like a label: set data.label-column");
      return;
    }
    if (given.targets()) {
      return;
    }
    ColumnProfile label = labels.get(0);
    if (label.missing() > 0) {
      found.add(
          String.format(
              Locale.ROOT,
              "the label %s is missing in %s (%s)",
              shown(label.name()),
              Count.of(label.missing(), "row"),
              RoleProposals.percent(label.missing(), label.rows())));
    }
    List<String> single =
        label.counts().entrySet().stream()
            .filter(entry -> entry.getValue() == 1)
            .map(entry -> shown(entry.getKey()))
            .sorted()
            .toList();
    if (!single.isEmpty()) {
      found.add(
          String.format(
              Locale.ROOT,
              "%s of the label %s %s one row only: %s",
              Count.of(single.size(), "class"),
              shown(label.name()),
              single.size() == 1 ? "has" : "have",
              listed(single)));
    }
    if (label.distinct() == 1) {
      found.add(String.format(Locale.ROOT, "the label %s has one class only", shown(label.name())));
    }
    if (label.kind() == ColumnKind.NUMBER && label.distinct() > LabelChoice.MAX_CLASSES) {
      found.add(
          String.format(
              Locale.ROOT,
              "the label %s has %s: is it a quantity, not a class?",
              shown(label.name()),
              LabelChoice.classes(label)));
    }
  }

  private void addColumn(Proposal proposal) {
    ColumnProfile column = proposal.column();
    String name = "column " + shown(column.name());
    long commas = column.signs().decimalCommas();
    if (commas > 0) {
      found.add(
          String.format(
              Locale.ROOT,
              "%s has %s with a decimal comma, such as %s: write numbers with a point",
              name,
              Count.of(commas, "number"),
              example(column)));
    }
    long bad = column.signs().bad() - commas;
    if (bad > 0) {
      found.add(
          String.format(
              Locale.ROOT,
              "%s has %s that %s no %s%s (if %s missing, see data.null-values)",
              name,
              Count.of(bad, "value"),
              bad == 1 ? "is" : "are",
              column.kind().isTime() ? "date" : "number",
              examples(column),
              bad == 1 ? "it is" : "they are"));
    }
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
              example(column)));
    }
    boolean units = column.signs().units() > 0 && column.signs().units() == column.present();
    if (units && proposal.role() == Role.LEAVE_OUT) {
      found.add(
          String.format(
              Locale.ROOT,
              "%s has numbers with units or separators%s: write plain numbers, such as 1234.5",
              name,
              column.counts().isEmpty() ? "" : ", such as " + example(column)));
    }
    boolean constant = proposal.isConstant() && proposal.role().isLeftOut();
    if (constant || column.kind() == ColumnKind.EMPTY) {
      found.add(String.format(Locale.ROOT, "%s does not vary: %s", name, proposal.reason()));
    }
  }

  private void addFeatures() {
    boolean none =
        proposals.stream()
            .noneMatch(
                p -> !p.role().isLeftOut() && p.role() != Role.LABEL && p.role() != Role.WEIGHT);
    if (none) {
      found.add("no column can be a feature");
    }
  }

  private List<ColumnProfile> columns(Role role) {
    return proposals.stream().filter(p -> p.role() == role).map(Proposal::column).toList();
  }

  private static String example(ColumnProfile column) {
    return column.counts().keySet().stream()
        .filter(
            text ->
                Cells.isDecimalComma(text)
                    || Cells.isOtherDate(text)
                    || Cells.isNumberWithUnit(text))
        .min(String::compareTo)
        .map(Problems::shown)
        .orElseGet(
            () ->
                column.signs().badCells().stream()
                    .findFirst()
                    .map(c -> shown(c.text()))
                    .orElse("1,5"));
  }

  private static String examples(ColumnProfile column) {
    List<String> cells =
        column.signs().badCells().stream()
            .filter(cell -> !Cells.isDecimalComma(cell.text()))
            .map(Problems::placed)
            .toList();
    return cells.isEmpty() ? "" : ": " + String.join(", ", cells);
  }

  private static String placed(BadCell cell) {
    return shown(cell.text()) + (cell.place().isEmpty() ? "" : " (" + cell.place() + ")");
  }

  private static String listed(List<String> names) {
    return names.stream().limit(MAX_SHOWN).collect(Collectors.joining(", "))
        + (names.size() > MAX_SHOWN ? " and " + (names.size() - MAX_SHOWN) + " more" : "");
  }

  private static String shown(String text) {
    return BadRow.shown(text);
  }
}

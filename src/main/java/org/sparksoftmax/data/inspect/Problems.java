package org.sparksoftmax.data.inspect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.sparksoftmax.data.row.BadRow;
import org.sparksoftmax.data.row.LabelsOfOneValue;
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
    problems.addUnusable();
    problems.addHeader();
    problems.addNames();
    problems.addLabel(given);
    proposals.forEach(proposal -> ColumnProblems.add(proposal, problems.found));
    problems.addFeatures();
    return List.copyOf(problems.found);
  }

  private void addBadRows() {
    if (data.unread().count() > 0) {
      found.add(
          String.format(
              Locale.ROOT,
              "%s cannot be read: %s%s",
              Count.of(data.unread().count(), "row"),
              String.join("; ", data.unread().first()),
              data.unread().count() > data.unread().first().size() ? "; ..." : ""));
    }
  }

  /** Rows that are too many to be left out without a word. */
  private void addUnusable() {
    UnusableRows unusable = UnusableRows.of(data, proposals);
    if (!unusable.areFew()) {
      found.add(unusable.problem());
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
      if (column.name().isEmpty()) {
        continue; // such columns are left out
      }
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
    String unusable =
        given.hasLabel()
            ? ""
            : data.columns().stream()
                .flatMap(
                    column ->
                        LabelChoice.unusable(column).stream()
                            .map(why -> shown(column.name()) + " is named so, but " + why))
                .collect(Collectors.joining("; "));
    if (labels.isEmpty()) {
      found.add(
          "no column looks like a label: set data.label-column"
              + (unusable.isEmpty() ? "" : " (" + unusable + ")"));
      return;
    }
    if (given.targets()) {
      return;
    }
    if (!unusable.isEmpty()) {
      found.add(String.format(Locale.ROOT, "the label may be another column: %s", unusable));
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
    found.addAll(LabelsOfOneValue.remarks(label.counts().keySet()));
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

  private static String listed(List<String> names) {
    return names.stream().limit(MAX_SHOWN).collect(Collectors.joining(", "))
        + (names.size() > MAX_SHOWN ? " and " + (names.size() - MAX_SHOWN) + " more" : "");
  }

  private static String shown(String text) {
    return BadRow.shown(text);
  }
}

package org.sparksoftmax.data.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.sparksoftmax.config.CsvDialect;

/** Profiles of columns of text that tests write as lists or functions of the row. */
final class Samples {

  private static final List<String> MISSING = CsvDialect.DEFAULT.nullValues();

  private final List<ColumnProfile> columns = new ArrayList<>();

  /** Adds a column with these cells. */
  Samples column(String name, String... cells) {
    return column(name, cells.length, row -> cells[row]);
  }

  /** Adds a column whose cells are a function of the row, from 0. */
  Samples column(String name, int rows, IntFunction<String> cell) {
    ColumnProfiler profiler = new ColumnProfiler(10_000);
    for (int row = 0; row < rows; row++) {
      if (cell.apply(row).isEmpty() || MISSING.contains(cell.apply(row))) {
        profiler.addMissing();
      } else if (profiler.add(cell.apply(row))) {
        profiler.place("a.csv:" + (row + 2));
      }
    }
    columns.add(profiler.ofText(name, true, columns.size()));
    return this;
  }

  List<ColumnProfile> profiles() {
    return columns;
  }

  ColumnProfile last() {
    return columns.get(columns.size() - 1);
  }

  List<Proposal> proposals() {
    return RoleProposals.of(columns, GivenRoles.NONE);
  }

  /** The proposal for the column. */
  Proposal proposal(String name) {
    return proposals().stream()
        .filter(proposal -> proposal.column().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  DataProfile data() {
    return new DataProfile(
        columns, columns.get(0).rows(), true, true, DataProfile.Unread.NONE, List.of());
  }

  List<String> problems() {
    return Problems.of(data(), proposals(), GivenRoles.NONE);
  }
}

package org.sparksoftmax.data.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ColumnProfilerTest {

  private static ColumnProfile of(String... cells) {
    return new Samples().column("c", cells).last();
  }

  @Test
  void numbersHaveMinimumMeanAndMaximum() {
    ColumnProfile column = of("1", "2.5", "NA", "", "-4e0");
    assertThat(column.kind()).isEqualTo(ColumnKind.NUMBER);
    assertThat(column.missing()).isEqualTo(2);
    assertThat(column.distinct()).isEqualTo(3);
    assertThat(column.range().min()).isEqualTo(-4);
    assertThat(column.range().max()).isEqualTo(2.5);
    assertThat(column.range().mean()).isCloseTo(-0.5 / 3, within(1e-15));
  }

  @Test
  void onlyUsualSpellingsAreMissing() {
    assertThat(of("None", "NULL", "n/a", "\\N", "none", "-").missing()).isEqualTo(4);
  }

  @Test
  void kindsAreToldFromAllCells() {
    assertThat(of("1", "2", "+3").kind()).isEqualTo(ColumnKind.INTEGER);
    assertThat(of("true", "FALSE").kind()).isEqualTo(ColumnKind.BOOLEAN);
    assertThat(of("yes", "no", "true").kind()).isEqualTo(ColumnKind.TEXT);
    assertThat(of("2025-01-31", "2024-02-29").kind()).isEqualTo(ColumnKind.DATE);
    assertThat(of("2025-01-31", "2024-02-29 12:00:00").kind()).isEqualTo(ColumnKind.TIMESTAMP);
    assertThat(of("2025-01-31T01:02:03.5+01:00").kind()).isEqualTo(ColumnKind.TIMESTAMP);
    assertThat(of("2025-02-29", "2025-13-01").kind()).isEqualTo(ColumnKind.TEXT);
    assertThat(of("", "null", "?").kind()).isEqualTo(ColumnKind.EMPTY);
    assertThat(of("red", "7").kind()).isEqualTo(ColumnKind.TEXT);
  }

  @Test
  void fewOtherCellsAreBadCellsOfANumber() {
    ColumnProfile column =
        new Samples().column("c", 20, row -> row == 7 ? "abc" : Integer.toString(row)).last();
    assertThat(column.kind()).isEqualTo(ColumnKind.INTEGER);
    assertThat(column.signs().bad()).isEqualTo(1);
    assertThat(column.signs().badCells())
        .containsExactly(new ColumnProfile.BadCell("abc", "a.csv:9"));
  }

  @Test
  void decimalCommasAreNumbersThatCannotBeRead() {
    ColumnProfile column = of("1,5", "1.234,5", "2", "-0,25");
    assertThat(column.kind()).isEqualTo(ColumnKind.NUMBER);
    assertThat(column.signs().decimalCommas()).isEqualTo(3);
  }

  @Test
  void distinctValuesAreCountedUpToTheLimit() {
    ColumnProfiler profiler = new ColumnProfiler(100);
    for (int row = 0; row < 1000; row++) {
      profiler.add("v" + row % 150);
    }
    ColumnProfile column = profiler.ofText("c", true, 0);
    assertThat(column.distinct()).isEqualTo(100);
    assertThat(column.distinctExact()).isFalse();
    assertThat(column.counts()).hasSize(150);
  }

  @Test
  void largeIntegersOfTablesStayDistinct() {
    ColumnProfiler profiler = new ColumnProfiler(100);
    profiler.add((1L << 53) + 1);
    profiler.add(1L << 53);
    profiler.addMissing();
    ColumnProfile column = profiler.ofType("c", 0, ColumnKind.INTEGER, "bigint");
    assertThat(column.distinct()).isEqualTo(2);
    assertThat(column.missing()).isEqualTo(1);
  }

  @Test
  void textOfATableStaysText() {
    ColumnProfiler profiler = new ColumnProfiler(100);
    profiler.add("1");
    profiler.add("2");
    ColumnProfile column = profiler.ofTableText("c", 0);
    assertThat(column.kind()).isEqualTo(ColumnKind.TEXT);
    assertThat(column.type()).isEqualTo("text of integer");
  }
}

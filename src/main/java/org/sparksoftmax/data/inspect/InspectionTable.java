package org.sparksoftmax.data.inspect;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sparksoftmax.text.Count;
import org.sparksoftmax.text.OneLine;
import org.sparksoftmax.text.TextWidth;

/** The profiles and proposed roles as a table of text. */
final class InspectionTable {

  /** The most columns that are printed. */
  static final int MAX_COLUMNS = 200;

  /** The range of numbers that are printed without an exponent. */
  private static final double MIN_PLAIN = 1e-4;

  private static final double MAX_PLAIN = 1e15;

  private static final int MAX_NAME = 32;
  private static final List<String> HEADINGS =
      List.of(
          "column", "type", "distinct", "missing", "minimum", "mean", "maximum", "role", "reason");

  /** The columns that are aligned on the right. */
  private static final List<Integer> NUMBERS = List.of(2, 3, 4, 5, 6);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private InspectionTable() {}

  /** Returns the lines of the table. */
  static List<String> lines(List<Proposal> proposals) {
    List<List<String>> rows = new ArrayList<>(List.of(HEADINGS));
    proposals.stream().limit(MAX_COLUMNS).map(InspectionTable::row).forEach(rows::add);
    int[] widths = new int[HEADINGS.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], TextWidth.of(row.get(i)));
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      lines.add(line(row, widths));
    }
    if (proposals.size() > MAX_COLUMNS) {
      lines.add("... and " + Count.of(proposals.size() - MAX_COLUMNS, "more column"));
    }
    return lines;
  }

  private static String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String pad = " ".repeat(widths[i] - TextWidth.of(cells.get(i)));
      line.append(i == 0 ? "" : "  ")
          .append(NUMBERS.contains(i) ? pad + cells.get(i) : cells.get(i) + pad);
    }
    return line.toString().stripTrailing();
  }

  private static List<String> row(Proposal proposal) {
    ColumnProfile column = proposal.column();
    String missing =
        column.missing() == 0
            ? "0"
            : String.format(
                Locale.ROOT,
                "%s (%s)",
                grouped(column.missing()),
                RoleProposals.percent(column.missing(), column.rows()));
    return List.of(
        TextWidth.cut(column.name(), MAX_NAME),
        TextWidth.cut(column.type(), MAX_NAME),
        distinct(column),
        missing,
        value(column.kind(), column.range().min()),
        value(column.kind(), column.range().mean()),
        value(column.kind(), column.range().max()),
        proposal.role().toString(),
        OneLine.of(proposal.reason()));
  }

  private static String distinct(ColumnProfile column) {
    return column.kind().isScalar()
        ? (column.distinctExact() ? "" : "> ") + grouped(column.distinct())
        : "-";
  }

  private static String grouped(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** A number, date or timestamp; a dash if there is none. */
  static String value(ColumnKind kind, double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    if (kind.isTime()) {
      String time = TIME.format(Instant.ofEpochSecond((long) Math.floor(value)));
      return kind == ColumnKind.DATE ? time.substring(0, time.indexOf(' ')) : time;
    }
    double size = Math.abs(value);
    if (value == Math.rint(value) && size < MAX_PLAIN) {
      return Long.toString((long) value);
    }
    if (size < MIN_PLAIN || size >= MAX_PLAIN) {
      return String.format(Locale.ROOT, "%.5e", value);
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(6));
    return rounded.stripTrailingZeros().toPlainString();
  }
}

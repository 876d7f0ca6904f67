package org.sparksoftmax.data.inspect;

import java.util.ArrayList;
import java.util.List;
import org.sparksoftmax.data.row.BadRow;
import org.sparksoftmax.data.row.RejectedRow;
import org.sparksoftmax.data.row.RowSink;
import org.sparksoftmax.data.text.CsvReader;

/**
 * Profiles the cells of text files. A reader gives the line of a row only when it rejects the row,
 * so rows whose line is wanted, or after which nothing more is wanted, are rejected here after they
 * were counted.
 */
final class CellSample implements RowSink {

  private static final int MAX_BAD = 5;

  private final ColumnProfiler[] columns;
  private final List<RejectedRow> bad = new ArrayList<>();
  private final List<Noted> noted = new ArrayList<>();
  private final List<Integer> pending = new ArrayList<>();
  private long quota;
  private long rows;
  private long badRows;
  private long nonAsciiRows;
  private long notText;
  private boolean wanted;
  private boolean counted;
  private boolean cut;

  CellSample(int width, int distinctLimit) {
    columns = new ColumnProfiler[width];
    for (int column = 0; column < width; column++) {
      columns[column] = new ColumnProfiler(distinctLimit);
    }
  }

  /** A row whose line is wanted, and the columns with the cells. */
  record Noted(List<Integer> columns, RejectedRow row) {}

  /** Starts a split, of which at most {@code most} rows are read. */
  void begin(long most) {
    quota = most;
    cut = false;
    noted.clear();
    bad.clear();
  }

  @Override
  public boolean wantsCells() {
    return true;
  }

  @Override
  public void cells(Object[] cells) {
    pending.clear();
    counted = true;
    wanted = quota > 0;
    if (!wanted) {
      return;
    }
    quota--;
    rows++;
    boolean nonAscii = false;
    for (int column = 0; column < columns.length; column++) {
      String cell = (String) cells[column];
      if (cell == null) {
        columns[column].addMissing();
        continue;
      }
      nonAscii |= !cell.chars().allMatch(c -> c < 0x80);
      if (columns[column].add(cell)) {
        pending.add(column);
      }
    }
    nonAsciiRows += nonAscii ? 1 : 0;
  }

  @Override
  public void dense(String label, double exampleWeight, double[] values, String[] symbols)
      throws BadRow {
    if (!wanted || !pending.isEmpty()) {
      throw new BadRow("counted");
    }
    counted = false;
  }

  @Override
  public void sparse(
      String label, double exampleWeight, int[] features, double[] values, int count) {
    throw new IllegalStateException("a row of cells is not sparse");
  }

  @Override
  public boolean reject(RejectedRow row) {
    if (counted) {
      counted = false;
      cut = !wanted;
      if (wanted) {
        noted.add(new Noted(List.copyOf(pending), row));
      }
      return wanted;
    }
    if (quota == 0) {
      cut = true;
      return false;
    }
    quota--;
    badRows++;
    notText += CsvReader.isNotText(row.reason()) ? 1 : 0;
    if (bad.size() < MAX_BAD) {
      bad.add(row);
    }
    return true;
  }

  /** Whether the last split has more rows than were read. */
  boolean isCut() {
    return cut;
  }

  long rows() {
    return rows;
  }

  long badRows() {
    return badRows;
  }

  /** The number of bad rows that are not text in the encoding. */
  long notText() {
    return notText;
  }

  /** The number of good rows with characters that are not ASCII. */
  long nonAsciiRows() {
    return nonAsciiRows;
  }

  /** The first bad rows of the last split. */
  List<RejectedRow> bad() {
    return bad;
  }

  /** The rows of the last split whose line is wanted. */
  List<Noted> noted() {
    return noted;
  }

  ColumnProfiler column(int column) {
    return columns[column];
  }
}

package org.sparksoftmax.data.inspect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.sparksoftmax.data.inspect.ColumnProfile.BadCell;
import org.sparksoftmax.data.inspect.ColumnProfile.Range;
import org.sparksoftmax.data.inspect.ColumnProfile.Signs;

/** Collects the statistics of one column. Its memory is bounded. */
final class ColumnProfiler {

  /** The most values whose rows are counted. */
  static final int MAX_COUNTED = 1_000;

  /** The most cells that are not numbers whose places are kept. */
  private static final int MAX_PLACES = 3;

  /** The smallest share of the values that decides the type of a column with bad cells. */
  private static final double MAJORITY = 0.9;

  private static final int MAX_TEXT = 200;

  /** The length of a date without a time, in the form of ISO 8601. */
  private static final int DATE_LENGTH = 10;

  private final DistinctCounter distinct;
  private final Map<String, Long> missingTexts = new HashMap<>();
  private final List<BadCell> notNumbers = new ArrayList<>();
  private final long[] booleans = new long[4];
  private Map<String, Long> counts = new HashMap<>();
  private long rows;
  private long missing;
  private long numbers;
  private long integers;
  private long dates;
  private long times;
  private long otherDates;
  private long commas;
  private long units;
  private long words;
  private boolean leadingZeros;
  private final Spread values = new Spread();
  private final Spread seconds = new Spread();

  ColumnProfiler(int distinctLimit) {
    this.distinct = new DistinctCounter(distinctLimit);
  }

  /** Adds a missing value of a table. */
  void addMissing() {
    rows++;
    missing++;
  }

  /** Adds a number of a column of numbers, or the seconds of a column of times. */
  void add(double value) {
    rows++;
    if (Double.isNaN(value)) {
      missing++;
      missingTexts.merge("NaN", 1L, Long::sum);
      return;
    }
    distinct.add(value);
    count(integral(value) ? Long.toString((long) value) : Double.toString(value));
    integers += integral(value) ? 1 : 0;
    numbers++;
    values.add(value);
  }

  /** Adds an integer of a table. */
  void add(long value) {
    rows++;
    distinct.add(value);
    count(Long.toString(value));
    integers++;
    numbers++;
    values.add((double) value);
  }

  /**
   * Adds a cell of text.
   *
   * @return whether the place of the cell should be given to {@link #place}
   */
  boolean add(String cell) {
    rows++;
    if (Cells.isMissing(cell)) {
      missing++;
      if (!cell.isEmpty()) {
        missingTexts.merge(cell, 1L, Long::sum);
      }
      return false;
    }
    distinct.add(cell);
    count(cell);
    double number = Cells.number(cell);
    if (!Double.isNaN(number)) {
      numbers++;
      integers += Cells.isInteger(cell) ? 1 : 0;
      leadingZeros |= Cells.hasLeadingZero(cell);
      values.add(number);
      return false;
    }
    classify(cell);
    if (notNumbers.size() < MAX_PLACES) {
      notNumbers.add(new BadCell(shortened(cell), ""));
      return true;
    }
    return false;
  }

  /** Sets the place of the first of the cells that have none yet. */
  void place(String place) {
    for (int cell = 0; cell < notNumbers.size(); cell++) {
      if (notNumbers.get(cell).place().isEmpty()) {
        notNumbers.set(cell, new BadCell(notNumbers.get(cell).text(), place));
        return;
      }
    }
  }

  private void classify(String cell) {
    int pair = Cells.booleanPair(cell);
    OptionalDouble time = pair >= 0 ? OptionalDouble.empty() : Cells.seconds(cell);
    if (pair >= 0) {
      booleans[pair]++;
    } else if (time.isPresent()) {
      times++;
      dates += cell.length() == DATE_LENGTH ? 1 : 0;
      seconds.add(time.getAsDouble());
    } else if (Cells.isDecimalComma(cell)) {
      commas++;
    } else if (Cells.isOtherDate(cell)) {
      otherDates++;
    } else if (Cells.isNumberWithUnit(cell)) {
      units++;
    }
    for (int i = 0; i < cell.length(); i++) {
      words += cell.charAt(i) == ' ' ? 1 : 0;
    }
    words++;
  }

  private void count(String cell) {
    if (counts == null) {
      return;
    }
    counts.merge(shortened(cell), 1L, Long::sum);
    if (counts.size() > MAX_COUNTED) {
      counts = null;
    }
  }

  private static String shortened(String cell) {
    return cell.length() > MAX_TEXT ? cell.substring(0, MAX_TEXT) : cell;
  }

  private static boolean integral(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1L << 53;
  }

  /** The profile of a column whose cells are text. */
  ColumnProfile ofText(String name, boolean named, int position) {
    ColumnKind kind = kind();
    return profile(name, named, position, kind, kind.toString());
  }

  /** The profile of a text column of a table, whose cells stay text if they look like numbers. */
  ColumnProfile ofTableText(String name, int position) {
    ColumnKind kind = kind();
    if (kind.isNumeric() || kind.isTime()) {
      return profile(name, true, position, ColumnKind.TEXT, "text of " + kind);
    }
    return profile(name, true, position, kind, kind.toString());
  }

  /** The profile of a column whose type is known. */
  ColumnProfile ofType(String name, int position, ColumnKind kind, String type) {
    ColumnKind known = missing == rows ? ColumnKind.EMPTY : kind;
    if (kind.isTime()) {
      seconds.addAll(values);
    }
    return profile(name, true, position, known, known == ColumnKind.EMPTY ? "empty" : type);
  }

  private ColumnProfile profile(
      String name, boolean named, int position, ColumnKind kind, String type) {
    long present = rows - missing;
    Range range = kind.isNumeric() ? values.range() : kind.isTime() ? seconds.range() : Range.NONE;
    long bad = kind.isNumeric() ? present - numbers : kind.isTime() ? present - times : 0;
    boolean typed = kind.isTime() && times == 0;
    Signs signs =
        new Signs(
            leadingZeros,
            present == numbers ? 0 : (double) words / (present - numbers),
            commas,
            otherDates,
            units,
            typed ? 0 : bad,
            bad > 0 && kind.isNumeric() ? notNumbers : List.of(),
            missingTexts);
    return new ColumnProfile(
        name,
        named,
        position,
        kind,
        type,
        rows,
        missing,
        distinct.count(),
        distinct.isExact(),
        range,
        counts == null ? Map.of() : counts,
        signs);
  }

  private ColumnKind kind() {
    long present = rows - missing;
    if (present == 0) {
      return ColumnKind.EMPTY;
    }
    for (long pair : booleans) {
      if (pair == present) {
        return ColumnKind.BOOLEAN;
      }
    }
    if (times >= MAJORITY * present) {
      return dates == times ? ColumnKind.DATE : ColumnKind.TIMESTAMP;
    }
    if (numbers + commas >= MAJORITY * present) {
      return integers == numbers && commas == 0 ? ColumnKind.INTEGER : ColumnKind.NUMBER;
    }
    return ColumnKind.TEXT;
  }

  /** The smallest, mean and largest of the numbers added. */
  private static final class Spread {
    private long count;
    private double mean;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;

    void add(double value) {
      count++;
      mean += (value - mean) / count;
      min = Math.min(min, value);
      max = Math.max(max, value);
    }

    void addAll(Spread other) {
      if (other.count > 0) {
        count = other.count;
        mean = other.mean;
        min = other.min;
        max = other.max;
      }
    }

    Range range() {
      return count == 0 ? Range.NONE : new Range(min, mean, max);
    }
  }
}

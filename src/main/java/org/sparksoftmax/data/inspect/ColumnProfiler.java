package org.sparksoftmax.data.inspect;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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

  /** The most cells that are not numbers, and not times, whose places are kept. */
  private static final int MAX_PLACES = 3;

  /** The smallest share of the values that decides the type of a column with bad cells. */
  private static final double MAJORITY = 0.9;

  private static final int MAX_TEXT = 200;

  /** The length of a date without a time, in the form of ISO 8601. */
  private static final int DATE_LENGTH = 10;

  private final DistinctCounter distinct;
  private final List<Candidate> notNumbers = new ArrayList<>();
  private final List<Candidate> notTimes = new ArrayList<>();
  private final Deque<Candidate> unplaced = new ArrayDeque<>();
  private final List<BadCell> unreadable = new ArrayList<>();
  private final long[] booleans = new long[4];
  private Map<String, Long> counts = new HashMap<>();
  private long rows;
  private long missing;
  private long unread;
  private long numbers;
  private long integers;
  private long dates;
  private long times;
  private long otherDates;
  private long commas;
  private long thousands;
  private long units;
  private long words;
  private boolean leadingZeros;
  private final Spread values = new Spread();
  private final Spread seconds = new Spread();

  /** A cell that is bad if the column turns out to have another type. */
  private static final class Candidate {
    private final String text;
    private String place = "";

    Candidate(String text) {
      this.text = text;
    }
  }

  ColumnProfiler(int distinctLimit) {
    this.distinct = new DistinctCounter(distinctLimit);
  }

  /** Adds a missing value. */
  void addMissing() {
    rows++;
    missing++;
  }

  /** Adds a value of a table that training cannot read, such as an array of another length. */
  void addUnreadable(String shown, String place) {
    rows++;
    unread++;
    if (unreadable.size() < MAX_PLACES) {
      unreadable.add(new BadCell(shown, place));
    }
  }

  /** Adds a number of a column of numbers, or the seconds of a column of times. */
  void add(double value) {
    rows++;
    if (Double.isNaN(value)) {
      missing++;
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
   * Adds a cell of text that is not missing.
   *
   * @return whether the place of the cell should be given to {@link #place}
   */
  boolean add(String cell) {
    rows++;
    distinct.add(cell);
    count(cell);
    double number = Cells.number(cell);
    boolean isNumber = !Double.isNaN(number);
    boolean isTime = false;
    if (isNumber) {
      numbers++;
      integers += Cells.isInteger(cell) ? 1 : 0;
      leadingZeros |= Cells.hasLeadingZero(cell);
      values.add(number);
    } else {
      isTime = classify(cell);
    }
    boolean first = !isNumber && notNumbers.size() < MAX_PLACES;
    boolean firstNoTime = !isTime && notTimes.size() < MAX_PLACES;
    if (first || firstNoTime) {
      Candidate candidate = new Candidate(shortened(cell));
      unplaced.add(candidate);
      if (first) {
        notNumbers.add(candidate);
      }
      if (firstNoTime) {
        notTimes.add(candidate);
      }
      return true;
    }
    return false;
  }

  /** Sets the place of the first of the cells that have none yet. */
  void place(String place) {
    unplaced.remove().place = place;
  }

  /** Counts a cell that is not a number; returns whether it is a date or timestamp. */
  private boolean classify(String cell) {
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
      thousands += Cells.isThousands(cell) ? 1 : 0;
    } else if (Cells.isOtherDate(cell)) {
      otherDates++;
    } else if (Cells.isNumberWithUnit(cell)) {
      units++;
    }
    for (int i = 0; i < cell.length(); i++) {
      words += cell.charAt(i) == ' ' ? 1 : 0;
    }
    words++;
    return time.isPresent();
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
    long present = rows - missing - unread;
    Range range = kind.isNumeric() ? values.range() : kind.isTime() ? seconds.range() : Range.NONE;
    long bad = kind.isNumeric() ? present - numbers : kind.isTime() ? present - times : 0;
    boolean typed = kind.isTime() && times == 0;
    Signs signs =
        new Signs(
            leadingZeros,
            present == numbers ? 0 : (double) words / (present - numbers),
            commas,
            commas > 0 && thousands == commas,
            otherDates,
            units,
            typed ? unread : bad + unread,
            badCells(kind, typed ? 0 : bad));
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

  private List<BadCell> badCells(ColumnKind kind, long bad) {
    if (unread > 0 || bad == 0) {
      return unreadable;
    }
    return (kind.isTime() ? notTimes : notNumbers)
        .stream().map(cell -> new BadCell(cell.text, cell.place)).toList();
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
}

package org.sparksoftmax.data.inspect;

import java.util.List;
import java.util.Map;

/**
 * The statistics of a column of a sample.
 *
 * @param name the name, or the position as text if the columns have no names
 * @param named whether the columns have names
 * @param position the position, from 0
 * @param kind the inferred type
 * @param type the type for people, such as {@code vector of 784}
 * @param rows the number of rows
 * @param missing the number of missing values
 * @param distinct the number of distinct values other than missing ones
 * @param distinctExact whether {@code distinct} is exact; otherwise there are more
 * @param range the smallest, mean and largest value, for numbers and times
 * @param counts the number of rows of each value; empty if there are too many values
 * @param signs details of the values
 */
public record ColumnProfile(
    String name,
    boolean named,
    int position,
    ColumnKind kind,
    String type,
    long rows,
    long missing,
    long distinct,
    boolean distinctExact,
    Range range,
    Map<String, Long> counts,
    Signs signs) {

  public ColumnProfile {
    counts = Map.copyOf(counts);
  }

  /**
   * The smallest, mean and largest value: numbers, or seconds from 1970 for dates and timestamps.
   * NaN if there is none.
   */
  public record Range(double min, double mean, double max) {
    static final Range NONE = new Range(Double.NaN, Double.NaN, Double.NaN);
  }

  /**
   * Details of the values.
   *
   * @param leadingZeros whether an integer has a leading zero
   * @param meanWords the mean number of words of a text
   * @param decimalCommas the number of values with a decimal comma
   * @param thousands whether these commas may separate thousands
   * @param otherDates the number of dates in a form other than that of ISO 8601
   * @param units the number of values that are numbers with a unit or with separators
   * @param bad the number of values that do not have the type of the column
   * @param badCells the first of them
   */
  public record Signs(
      boolean leadingZeros,
      double meanWords,
      long decimalCommas,
      boolean thousands,
      long otherDates,
      long units,
      long bad,
      List<BadCell> badCells) {

    static final Signs NONE = new Signs(false, 0, 0, false, 0, 0, 0, List.of());

    public Signs {
      badCells = List.copyOf(badCells);
    }
  }

  /**
   * A value that does not have the type of its column.
   *
   * @param place the file and line; empty if unknown
   */
  public record BadCell(String text, String place) {}

  /** The number of rows with a value. */
  public long present() {
    return rows - missing;
  }

  /** Whether no value occurs twice. */
  boolean isUnique() {
    return distinctExact && present() > 0 && distinct == present();
  }

  /** Whether at most one row in ten repeats a value. */
  boolean isNearlyUnique() {
    return present() > 0 && (!distinctExact || distinct >= 0.9 * present());
  }
}

package org.sparksoftmax.config;

import java.util.EnumSet;
import java.util.List;

/**
 * The columns of dates or points in time and the features made of each.
 *
 * @param columns the columns ({@code data.datetime-columns})
 * @param parts the features of each column ({@code data.datetime-parts})
 */
public record DateTimes(List<String> columns, List<Part> parts) {

  private static final String PARTS = "data.datetime-parts";
  private static final List<Part> DEFAULT_PARTS = List.of(Part.EPOCH_DAYS);

  /** A number or a position in a cycle. */
  public enum Part {
    /** Days since 1970-01-01T00:00Z, with a fraction. */
    EPOCH_DAYS(false),
    /** Seconds since 1970-01-01T00:00Z, with a fraction. */
    EPOCH_SECONDS(false),
    /** The share of the day that has passed. */
    TIME_OF_DAY(true),
    /** The share of the week that has passed, in days since Monday. */
    DAY_OF_WEEK(true),
    /** The share of the year that has passed, in days since 1 January. */
    DAY_OF_YEAR(true);

    private final boolean cyclic;

    Part(boolean cyclic) {
      this.cyclic = cyclic;
    }

    /** Whether the part is a share of a cycle, with two features: its sine and its cosine. */
    public boolean isCyclic() {
      return cyclic;
    }
  }

  public DateTimes {
    columns = List.copyOf(columns);
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw ConfigException.invalid(PARTS, "[]", "must name at least one part");
    }
    if (EnumSet.copyOf(parts).size() < parts.size()) {
      throw ConfigException.invalid(PARTS, parts, "must name each part once");
    }
    if (columns.isEmpty() && !parts.equals(DEFAULT_PARTS)) {
      throw ConfigException.invalid(
          PARTS, parts, "is for the columns of data.datetime-columns, which names none");
    }
  }

  /** The default: no such columns. */
  public static DateTimes none() {
    return new DateTimes(List.of(), DEFAULT_PARTS);
  }
}

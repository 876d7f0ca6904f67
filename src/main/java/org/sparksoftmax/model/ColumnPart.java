package org.sparksoftmax.model;

import java.io.Serializable;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sparksoftmax.config.DateTimes;
import org.sparksoftmax.text.Keyword;

/** The part of an input column that a number or category is taken from. */
public sealed interface ColumnPart extends Serializable {

  /** The whole column. */
  ColumnPart WHOLE = new Whole();

  /** The name of the part of {@code column}. */
  String nameIn(String column);

  /** How files name the part; the whole column has the empty keyword. */
  String keyword();

  /** The whole column. */
  record Whole() implements ColumnPart {
    private static final long serialVersionUID = 1L;

    @Override
    public String nameIn(String column) {
      return column;
    }

    @Override
    public String keyword() {
      return "";
    }
  }

  /** An entry of a column of vectors or arrays, counted from 0. */
  record Element(int index) implements ColumnPart {
    private static final long serialVersionUID = 1L;

    @Override
    public String nameIn(String column) {
      return column + keyword();
    }

    @Override
    public String keyword() {
      return "[" + index + "]";
    }
  }

  /**
   * A number derived from a point in time.
   *
   * @param sine for a cycle: its sine instead of its cosine
   */
  record OfDateTime(DateTimes.Part part, boolean sine) implements ColumnPart {
    private static final long serialVersionUID = 1L;
    private static final double NANOS = 1e9;
    private static final double SECONDS_OF_DAY = 86_400;

    @Override
    public String nameIn(String column) {
      return column + ":" + keyword();
    }

    @Override
    public String keyword() {
      String name = Keyword.of(part);
      return part.isCyclic() ? name + (sine ? "-sin" : "-cos") : name;
    }

    /** The number for a point in time, in UTC. */
    public double of(LocalDateTime time) {
      double secondsOfDay = time.toLocalTime().toNanoOfDay() / NANOS;
      double seconds = time.toLocalDate().toEpochDay() * SECONDS_OF_DAY + secondsOfDay;
      if (!part.isCyclic()) {
        return part == DateTimes.Part.EPOCH_DAYS ? seconds / SECONDS_OF_DAY : seconds;
      }
      double angle = 2 * Math.PI * share(time);
      // Not Math, whose last bit may depend on the machine.
      return sine ? StrictMath.sin(angle) : StrictMath.cos(angle);
    }

    private double share(LocalDateTime time) {
      LocalDate date = time.toLocalDate();
      double day = time.toLocalTime().toNanoOfDay() / NANOS / SECONDS_OF_DAY;
      return switch (part) {
        case TIME_OF_DAY -> day;
        case DAY_OF_WEEK -> (date.getDayOfWeek().getValue() - 1 + day) / 7;
        case DAY_OF_YEAR -> (date.getDayOfYear() - 1 + day) / date.lengthOfYear();
        case EPOCH_DAYS, EPOCH_SECONDS -> throw new IllegalStateException("No cycle: " + part);
      };
    }
  }

  /** The entries of a vector. */
  static List<ColumnPart> elements(int size) {
    List<ColumnPart> elements = new ArrayList<>(size);
    for (int index = 0; index < size; index++) {
      elements.add(new Element(index));
    }
    return elements;
  }

  /** The configured parts of a point in time. */
  static List<ColumnPart> of(List<DateTimes.Part> configured) {
    List<ColumnPart> parts = new ArrayList<>();
    for (DateTimes.Part part : configured) {
      parts.add(new OfDateTime(part, part.isCyclic()));
      if (part.isCyclic()) {
        parts.add(new OfDateTime(part, false));
      }
    }
    return parts;
  }

  /** The part with this keyword; empty if there is none. */
  static Optional<ColumnPart> find(String keyword) {
    if (keyword.isEmpty()) {
      return Optional.of(WHOLE);
    }
    Matcher element = Pattern.compile("\\[(0|[1-9][0-9]{0,8})]").matcher(keyword);
    return element.matches()
        ? Optional.of(new Element(Integer.parseInt(element.group(1))))
        : of(List.of(DateTimes.Part.values())).stream()
            .filter(part -> part.keyword().equals(keyword))
            .findFirst();
  }
}

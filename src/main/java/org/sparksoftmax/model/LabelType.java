package org.sparksoftmax.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The type of the labels of the training rows, which predictions have too. Classes are texts;
 * {@code CAST(class AS type)} of Spark SQL returns the label.
 *
 * @param name the name of the type in Spark SQL, such as {@code int} or {@code decimal(10,2)}
 */
public record LabelType(String name) {

  private static final Pattern DECIMAL = Pattern.compile("decimal\\((\\d{1,2}),(\\d{1,2})\\)");

  /** What a text is in each type; throws an exception if the text is no value of the type. */
  private static final Map<String, Function<String, Object>> VALUES =
      Map.ofEntries(
          Map.entry("string", text -> text),
          Map.entry("binary", text -> text),
          Map.entry("boolean", LabelType::truth),
          Map.entry("tinyint", text -> wholeNumber(text).byteValueExact()),
          Map.entry("smallint", text -> wholeNumber(text).shortValueExact()),
          Map.entry("int", text -> wholeNumber(text).intValueExact()),
          Map.entry("bigint", text -> wholeNumber(text).longValueExact()),
          Map.entry("float", text -> finite(Float.parseFloat(text))),
          Map.entry("double", text -> finite(Double.parseDouble(text))),
          Map.entry("date", LocalDate::parse),
          Map.entry("timestamp", Instant::parse),
          Map.entry("timestamp_ntz", LocalDateTime::parse));

  /** The type of labels that have none, such as those of text files. */
  public static final LabelType TEXT = new LabelType("string");

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if labels have no type of this name
   */
  public LabelType {
    if (!VALUES.containsKey(name) && !DECIMAL.matcher(name).matches()) {
      throw new IllegalArgumentException("Unknown type of labels: " + name);
    }
  }

  /**
   * The type by its name, or {@link #TEXT} if the labels are not distinct values of this type, such
   * as the names of columns with probabilities.
   */
  public static LabelType of(String name, List<String> labels) {
    LabelType type = new LabelType(name);
    return type.isOf(labels) ? type : TEXT;
  }

  /** Whether the labels are distinct values of this type. */
  boolean isOf(List<String> labels) {
    Set<Object> values = new HashSet<>();
    return labels.stream().allMatch(label -> value(label).filter(values::add).isPresent());
  }

  private Optional<Object> value(String text) {
    try {
      Function<String, Object> parser = VALUES.get(name);
      return Optional.of(parser == null ? decimal(text) : parser.apply(text));
    } catch (ArithmeticException | DateTimeException | IllegalArgumentException isNone) {
      return Optional.empty();
    }
  }

  private Object decimal(String text) {
    Matcher digits = DECIMAL.matcher(name);
    if (!digits.matches()) {
      throw new IllegalStateException(name);
    }
    int scale = Integer.parseInt(digits.group(2));
    BigDecimal number = new BigDecimal(text).setScale(scale);
    if (number.precision() > Integer.parseInt(digits.group(1))) {
      throw new ArithmeticException(text);
    }
    return number;
  }

  /** A number whose only text this is: {@code 07} is none, because it would merge with 7. */
  private static BigInteger wholeNumber(String text) {
    BigInteger number = new BigInteger(text);
    if (!number.toString().equals(text)) {
      throw new NumberFormatException(text);
    }
    return number;
  }

  private static Object finite(double number) {
    if (!Double.isFinite(number)) {
      throw new NumberFormatException(Double.toString(number));
    }
    return number;
  }

  private static Object truth(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }
}

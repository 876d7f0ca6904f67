package org.sparksoftmax.config.parse;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.sparksoftmax.config.ClassNames;
import org.sparksoftmax.config.ClassWeights;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.ReportConfig.ImageShape;
import org.sparksoftmax.text.Keyword;
import org.sparksoftmax.text.Secrets;

/**
 * A value of the configuration, with its conversions and their error messages. Numbers and flags
 * may be given as text, as with {@code --set}.
 *
 * @param key the full path, such as {@code optimizer.tolerance}
 */
record Setting(String key, ConfigValue value) {

  boolean isNull() {
    return value.valueType() == ConfigValueType.NULL;
  }

  String text() {
    return scalar(value, "must be text");
  }

  double number() {
    return decimal("must be a number").doubleValue();
  }

  long wholeNumber() {
    String requirement = "must be a whole number";
    try {
      return decimal(requirement).longValueExact();
    } catch (ArithmeticException e) {
      throw invalid(requirement);
    }
  }

  int smallWholeNumber() {
    long number = wholeNumber();
    if (number != (int) number) {
      throw invalid("must be a whole number of at most " + Integer.MAX_VALUE);
    }
    return (int) number;
  }

  boolean flag() {
    String requirement = "must be true or false";
    return switch (scalar(value, requirement)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw invalid(requirement);
    };
  }

  List<String> texts() {
    String requirement = "must be a list, such as [a, b]";
    if (!(value instanceof ConfigList list)) {
      throw invalid(requirement);
    }
    return list.stream().map(element -> scalar(element, requirement)).toList();
  }

  List<String> numbers() {
    return numbers("must be a list of numbers, such as [0.1, 0.01]", Optional.empty());
  }

  /** A list of numbers, any of which may instead be {@code word}. */
  List<String> numbersOr(String word) {
    return numbers(
        String.format(
            Locale.ROOT, "must be a list of numbers or %s, such as [%s, 0.1, 0.01]", word, word),
        Optional.of(word));
  }

  private List<String> numbers(String requirement, Optional<String> word) {
    if (!(value instanceof ConfigList list)) {
      throw invalid(requirement);
    }
    return list.stream()
        .map(
            element -> {
              String text = scalar(element, requirement).strip();
              try {
                return word.filter(text::equals).orElseGet(() -> new BigDecimal(text).toString());
              } catch (NumberFormatException e) {
                throw invalid(requirement);
              }
            })
        .toList();
  }

  List<Integer> smallWholeNumbers() {
    String requirement = "must be a list of whole numbers, such as [256, 64]";
    if (!(value instanceof ConfigList list)) {
      throw invalid(requirement);
    }
    return list.stream()
        .map(
            element -> {
              try {
                return new BigDecimal(scalar(element, requirement).strip()).intValueExact();
              } catch (ArithmeticException | NumberFormatException e) {
                throw invalid(requirement);
              }
            })
        .toList();
  }

  <E extends Enum<E>> E choice(Class<E> type) {
    String requirement = "must be " + enumerate(List.of(type.getEnumConstants()), " or ");
    return Keyword.find(type, scalar(value, requirement)).orElseThrow(() -> invalid(requirement));
  }

  <E extends Enum<E>> List<E> choices(Class<E> type) {
    String requirement = "must be a list of " + enumerate(List.of(type.getEnumConstants()), " or ");
    if (!(value instanceof ConfigList list)) {
      throw invalid(requirement);
    }
    return list.stream()
        .map(
            element ->
                Keyword.find(type, scalar(element, requirement))
                    .orElseThrow(() -> invalid(requirement)))
        .toList();
  }

  /** A list of names, or the path of a file of names. */
  ClassNames classNames() {
    String requirement = "must be a file or a list of names, such as [cat, dog]";
    if (value instanceof ConfigList) {
      return new ClassNames.Listed(texts());
    }
    String path = scalar(value, requirement);
    if (path.isBlank()) {
      throw invalid(requirement);
    }
    return new ClassNames.FromFile(path);
  }

  ImageShape image() {
    String requirement =
        "must have width, height and channels, such as { width = 28, height = 28, channels = 1 }";
    if (!(value instanceof ConfigObject group)
        || !group.keySet().equals(Set.of("width", "height", "channels"))) {
      throw invalid(requirement);
    }
    return new ImageShape(
        member(group, "width"), member(group, "height"), member(group, "channels"));
  }

  private int member(ConfigObject group, String name) {
    return new Setting(key + "." + name, group.get(name)).smallWholeNumber();
  }

  ClassWeights classWeights() {
    String requirement =
        "must be none, balanced, or a weight for each label, such as { a: 2, b: 1 }";
    if (value instanceof ConfigObject group) {
      Map<String, Double> byLabel = new TreeMap<>();
      group.forEach(
          (label, weight) -> {
            if (!isScalar(weight)) {
              throw invalid(requirement);
            }
            byLabel.put(label, new Setting(key + "." + label, weight).number());
          });
      return new ClassWeights.Given(byLabel);
    }
    return switch (scalar(value, requirement)) {
      case "none" -> new ClassWeights.None();
      case "balanced" -> new ClassWeights.Balanced();
      default -> throw invalid(requirement);
    };
  }

  /** Options by name; names with dots may be given as nested groups. Empty if the value is null. */
  Map<String, String> options() {
    Map<String, String> options = new TreeMap<>();
    if (!isNull()) {
      collect("", value, options);
    }
    return options;
  }

  private void collect(String name, ConfigValue option, Map<String, String> options) {
    if (option instanceof ConfigObject group) {
      group.forEach(
          (member, of) -> collect(name.isEmpty() ? member : name + "." + member, of, options));
    } else if (name.isEmpty()
        || !(isScalar(option) || option.valueType() == ConfigValueType.NULL)) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "Invalid %s (%s): must be a group of options, such as { mergeSchema = true }",
              name.isEmpty() ? key : key + "." + name,
              Place.of(option.origin())));
    } else if (isScalar(option)) { // null removes an option
      options.put(name, asWritten(option));
    }
  }

  /** The value as shown in error messages. */
  String shown() {
    if (key.endsWith(".options")) {
      return Secrets.maskOptions(options()).toString();
    }
    String shown = isScalar(value) ? asWritten(value) : value.render(ConfigRenderOptions.concise());
    return Secrets.maskValue(key, shown.lines().collect(Collectors.joining(" ")));
  }

  ConfigException invalid(String requirement) {
    return ConfigException.invalid(key, shown(), Place.of(value.origin()), requirement);
  }

  /** The keywords of {@code choices}: {@code a, b or c}. */
  static String enumerate(List<? extends Enum<?>> choices, String lastSeparator) {
    List<String> words = choices.stream().map(Keyword::of).toList();
    int last = words.size() - 1;
    return String.join(", ", words.subList(0, last)) + lastSeparator + words.get(last);
  }

  private BigDecimal decimal(String requirement) {
    try {
      return new BigDecimal(scalar(value, requirement).strip());
    } catch (NumberFormatException e) {
      throw invalid(requirement);
    }
  }

  private String scalar(ConfigValue scalar, String requirement) {
    if (!isScalar(scalar)) {
      throw invalid(requirement);
    }
    return asWritten(scalar);
  }

  private static boolean isScalar(ConfigValue value) {
    return switch (value.valueType()) {
      case STRING, NUMBER, BOOLEAN -> true;
      case NULL, LIST, OBJECT -> false;
    };
  }

  /** Only a look-up returns a number as written, such as 1e30 or 01. */
  private static String asWritten(ConfigValue scalar) {
    return scalar.atKey("scalar").getString("scalar");
  }
}

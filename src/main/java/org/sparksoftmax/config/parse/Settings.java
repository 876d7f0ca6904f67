package org.sparksoftmax.config.parse;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.sparksoftmax.config.ClassNames;
import org.sparksoftmax.config.ClassWeights;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.DataFormat;
import org.sparksoftmax.config.ReportConfig.ImageShape;
import org.sparksoftmax.text.Keyword;
import org.sparksoftmax.text.Secrets;

/**
 * Looks up typed values by key. Values that have been read are kept in a canonical form, so that
 * equal configurations give the same JSON whether a number is set in a file or as an override.
 */
final class Settings {
  static final String AUTO = "auto";

  private final Config config;
  private final Config defaults;
  private final Map<String, Object> read = new TreeMap<>();

  /**
   * @param config the resolved configuration, with known keys only
   * @param defaults the contents of train.conf
   */
  Settings(Config config, Config defaults) {
    this.config = config;
    this.defaults = defaults;
  }

  String text(String key) {
    return keep(key, Setting::text);
  }

  Optional<String> optionalText(String key) {
    return optional(key, Setting::text);
  }

  List<String> texts(String key) {
    return keep(key, Setting::texts);
  }

  /** A list of numbers as written. */
  List<String> numbers(String key) {
    return keep(key, Setting::numbers);
  }

  /** A list of numbers as written, any of which may be {@code auto}. */
  List<String> numbersOrAuto(String key) {
    return keep(key, setting -> setting.numbersOr(AUTO));
  }

  boolean flag(String key) {
    return keep(key, Setting::flag);
  }

  double number(String key) {
    return keep(key, Setting::number);
  }

  long wholeNumber(String key) {
    return keep(key, Setting::wholeNumber);
  }

  OptionalLong optionalWholeNumber(String key) {
    Optional<Long> number = optional(key, Setting::wholeNumber);
    return number.isPresent() ? OptionalLong.of(number.get()) : OptionalLong.empty();
  }

  int smallWholeNumber(String key) {
    return keep(key, Setting::smallWholeNumber);
  }

  List<Integer> smallWholeNumbers(String key) {
    return keep(key, Setting::smallWholeNumbers);
  }

  OptionalInt optionalSmallWholeNumber(String key) {
    return toOptionalInt(optional(key, Setting::smallWholeNumber));
  }

  /** A whole number, or empty if the value is {@code auto}. */
  OptionalInt smallWholeNumberOrAuto(String key) {
    Setting setting = setting(key);
    if (setting.shown().equals(AUTO)) {
      read.put(key, AUTO);
      return OptionalInt.empty();
    }
    try {
      return OptionalInt.of(smallWholeNumber(key));
    } catch (ConfigException e) {
      throw setting.invalid("must be a whole number or " + AUTO);
    }
  }

  /** A number, or empty if the value is {@code auto}. */
  OptionalDouble numberOrAuto(String key) {
    Setting setting = setting(key);
    if (setting.shown().equals(AUTO)) {
      read.put(key, AUTO);
      return OptionalDouble.empty();
    }
    try {
      return OptionalDouble.of(number(key));
    } catch (ConfigException e) {
      throw setting.invalid("must be a number or " + AUTO);
    }
  }

  /** {@code none}, {@code balanced}, or a group with a number for each label. */
  ClassWeights classWeights(String key) {
    ClassWeights weights = setting(key).classWeights();
    read.put(
        key,
        weights instanceof ClassWeights.Given given
            ? new TreeMap<>(given.byLabel())
            : setting(key).shown());
    return weights;
  }

  /** A list of names, or the path of a file of names. */
  Optional<ClassNames> optionalClassNames(String key) {
    Optional<ClassNames> names = optional(key, Setting::classNames);
    names.ifPresent(
        given ->
            read.put(
                key,
                given instanceof ClassNames.Listed listed ? listed.names() : setting(key).text()));
    return names;
  }

  /** A group with width, height and channels. */
  Optional<ImageShape> optionalImage(String key) {
    Optional<ImageShape> image = optional(key, Setting::image);
    image.ifPresent(
        shape ->
            read.put(
                key,
                Map.of(
                    "width", shape.width(),
                    "height", shape.height(),
                    "channels", shape.channels())));
    return image;
  }

  /** The options of a data source; empty if the value is null. */
  Map<String, String> options(String key) {
    Map<String, String> options = setting(key).options();
    read.put(key, setting(key).isNull() ? null : new TreeMap<>(Secrets.maskOptions(options)));
    return options;
  }

  /** The name of an input format. */
  DataFormat dataFormat(String key) {
    DataFormat format = new DataFormat(setting(key).text());
    read.put(key, format.name());
    return format;
  }

  <E extends Enum<E>> E choice(String key, Class<E> type) {
    E choice = setting(key).choice(type);
    read.put(key, Keyword.of(choice));
    return choice;
  }

  <E extends Enum<E>> List<E> choices(String key, Class<E> type) {
    List<E> choices = setting(key).choices(type);
    read.put(key, choices.stream().map(Keyword::of).toList());
    return choices;
  }

  /** The settings of train.conf alone. */
  Settings defaults() {
    return new Settings(defaults, defaults);
  }

  /** The unconverted value of a key. */
  Setting setting(String key) {
    return new Setting(key, value(config, key));
  }

  /** The keys read so far. */
  Set<String> keysRead() {
    return Set.copyOf(read.keySet());
  }

  /** Everything read so far as compact JSON, with sorted keys and masked secrets. */
  String json() {
    Map<String, Object> masked = new TreeMap<>();
    read.forEach((key, value) -> masked.put(key, mask(key, value)));
    return ConfigFactory.parseMap(masked).root().render(ConfigRenderOptions.concise());
  }

  private static Object mask(String key, Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(element -> mask(key, element)).toList();
    }
    if (value instanceof Map<?, ?> group) {
      Map<String, Object> masked = new TreeMap<>();
      group.forEach((name, member) -> masked.put((String) name, mask((String) name, member)));
      return ConfigValueFactory.fromAnyRef(masked); // names are labels, not paths
    }
    return value instanceof String text ? Secrets.maskValue(key, text) : value;
  }

  private <T> T keep(String key, Function<Setting, T> conversion) {
    T value = conversion.apply(setting(key));
    read.put(key, value);
    return value;
  }

  private <T> Optional<T> optional(String key, Function<Setting, T> conversion) {
    if (setting(key).isNull()) {
      read.put(key, null);
      return Optional.empty();
    }
    return Optional.of(keep(key, conversion));
  }

  private static OptionalInt toOptionalInt(Optional<Integer> number) {
    return number.isPresent() ? OptionalInt.of(number.get()) : OptionalInt.empty();
  }

  /** Unlike {@link Config#getValue}, also returns null values. */
  private static ConfigValue value(Config config, String key) {
    ConfigValue value = config.root();
    for (String name : ConfigUtil.splitPath(key)) {
      value = value instanceof ConfigObject group ? group.get(name) : null;
    }
    if (value == null) {
      throw new IllegalStateException(
          "Cannot find " + key + " in train.conf, where its default is");
    }
    return value;
  }
}

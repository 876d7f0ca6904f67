package org.sparksoftmax.config.parse;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.sparksoftmax.config.TrainingConfig;

/** Writes values and keys in the syntax of configuration files (HOCON). */
public final class ConfigText {

  private ConfigText() {}

  /** The text in quotes, with escapes. */
  public static String quoted(String text) {
    return ConfigUtil.quoteString(text);
  }

  /** A list of texts in quotes. */
  public static String quoted(List<String> texts) {
    return texts.stream().map(ConfigText::quoted).collect(Collectors.joining(", ", "[", "]"));
  }

  /** The keys whose values differ from the defaults, each with its value in HOCON. */
  public static SortedMap<String, String> changes(TrainingConfig config) {
    Config defaults = ConfigFiles.defaults();
    SortedMap<String, String> changes = new TreeMap<>();
    Config resolved = ConfigFactory.parseString(config.resolvedJson());
    for (Map.Entry<String, ConfigValue> entry : resolved.entrySet()) {
      String key = entry.getKey();
      if (!isDefault(defaults, key, entry.getValue())) {
        changes.put(key, entry.getValue().render(ConfigRenderOptions.concise()));
      }
    }
    return changes;
  }

  /** Compares texts, because the resolved configuration may have a number as text. */
  private static boolean isDefault(Config defaults, String key, ConfigValue value) {
    return defaults.hasPath(key)
        && defaults.getValue(key).unwrapped().toString().equals(value.unwrapped().toString());
  }
}

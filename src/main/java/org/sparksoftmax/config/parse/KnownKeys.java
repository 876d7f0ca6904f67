package org.sparksoftmax.config.parse;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.text.EditDistance;

/** The keys of train.conf. Rejects any other key with a suggestion. */
final class KnownKeys {
  private final SortedSet<String> keys = new TreeSet<>();
  private final SortedSet<String> groups = new TreeSet<>();

  KnownKeys(Config defaults) {
    collect(List.of(), defaults.root());
  }

  /** The full paths of all keys that hold values. */
  SortedSet<String> keys() {
    return new TreeSet<>(keys);
  }

  /**
   * Rejects unknown keys, and plain values in place of a group of keys.
   *
   * @param config the resolved configuration
   */
  void check(Config config) {
    check(List.of(), config.root());
    keys.stream()
        .filter(key -> !config.hasPathOrNull(key))
        .findFirst()
        .ifPresent(KnownKeys::hidden);
  }

  /**
   * The known key that was probably intended: the nearest by edit distance among the keys whose
   * last word starts with that of {@code unknown}, or among all keys if there are none.
   */
  String nearest(String unknown) {
    List<String> similar =
        keys.stream().filter(key -> lastWord(key).startsWith(lastWord(unknown))).toList();
    return (similar.isEmpty() ? keys : similar)
        .stream().min(Comparator.comparingInt(key -> EditDistance.of(unknown, key))).orElseThrow();
  }

  private void collect(List<String> parents, ConfigObject group) {
    group.forEach(
        (name, value) -> {
          List<String> path = append(parents, name);
          if (value instanceof ConfigObject child) {
            groups.add(ConfigUtil.joinPath(path));
            collect(path, child);
          } else {
            keys.add(ConfigUtil.joinPath(path));
          }
        });
  }

  private void check(List<String> parents, ConfigObject group) {
    for (Map.Entry<String, ConfigValue> entry : new TreeMap<>(group).entrySet()) {
      List<String> path = append(parents, entry.getKey());
      String key = ConfigUtil.joinPath(path);
      ConfigValue value = entry.getValue();
      if (keys.contains(key)) {
        continue;
      }
      if (value instanceof ConfigObject child && !child.isEmpty()) {
        check(path, child);
      } else if (!groups.contains(key)) {
        throw unknown(key, value);
      } else if (!(value instanceof ConfigObject)) {
        throw new Setting(key, value).invalid("must be a group of keys: " + membersOf(key));
      }
    }
  }

  private ConfigException unknown(String key, ConfigValue value) {
    return new ConfigException(
        String.format(
            Locale.ROOT,
            "Unknown key %s (%s): did you mean %s?",
            key,
            Place.of(value.origin()),
            nearest(key)));
  }

  /** HOCON does not merge a group of keys with the defaults if a plain value was set in between. */
  private static void hidden(String key) {
    throw new ConfigException(
        String.format(
            Locale.ROOT,
            "Invalid %s: it is set as a group of keys and, before that, as a plain value; remove the plain value",
            key.substring(0, key.lastIndexOf('.'))));
  }

  private String membersOf(String group) {
    return String.join(", ", keys.stream().filter(key -> key.startsWith(group + ".")).toList());
  }

  private static List<String> append(List<String> parents, String name) {
    List<String> path = new ArrayList<>(parents);
    path.add(name);
    return path;
  }

  private static String lastWord(String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }
}

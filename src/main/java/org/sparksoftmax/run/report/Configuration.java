package org.sparksoftmax.run.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compares a resolved configuration with the defaults. */
final class Configuration {

  private static final int MOST_DIGITS = 12;

  private final List<Entry> entries = new ArrayList<>();

  /**
   * A key with its value.
   *
   * @param value the value as written in JSON, strings without quotes
   * @param usual the default in the same form
   */
  record Entry(String key, String value, String usual, boolean differs) {}

  /**
   * @param config the configuration in summary.json
   * @param defaults the default of every key
   */
  Configuration(JsonNode config, JsonNode defaults) {
    Map<String, JsonNode> usual = new TreeMap<>();
    flatten("", defaults, usual);
    for (Map.Entry<String, JsonNode> leaf : usual.entrySet()) {
      JsonNode value = config.at("/" + leaf.getKey().replace('.', '/'));
      if (!value.isMissingNode()) {
        entries.add(
            new Entry(
                leaf.getKey(),
                shown(value),
                shown(leaf.getValue()),
                !isSame(value, leaf.getValue())));
      }
    }
  }

  private static void flatten(String prefix, JsonNode node, Map<String, JsonNode> leaves) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String key = prefix + field.getKey();
      if (field.getValue().isObject()) {
        flatten(key + ".", field.getValue(), leaves);
      } else {
        leaves.put(key, field.getValue());
      }
    }
  }

  private static boolean isSame(JsonNode value, JsonNode usual) {
    if (value.isNumber() && usual.isNumber()) {
      return value.doubleValue() == usual.doubleValue();
    }
    boolean written = value.isNumber() != usual.isNumber(); // one of them as text
    return written ? shown(value).equals(shown(usual)) : value.equals(usual);
  }

  private static String shown(JsonNode value) {
    if (value.isNumber()) {
      String number = value.decimalValue().stripTrailingZeros().toPlainString();
      return number.length() <= MOST_DIGITS ? number : value.asText();
    }
    return value.isTextual() ? value.textValue() : value.toString();
  }

  /** Puts every key, in alphabetical order. */
  void put(ArrayNode array) {
    for (Entry entry : entries) {
      array
          .addObject()
          .put("key", entry.key())
          .put("value", entry.value())
          .put("default", entry.usual())
          .put("differs", entry.differs());
    }
  }

  /** The command that repeats the training, with the keys that differ from their defaults. */
  String command() {
    StringBuilder command = new StringBuilder("submit/softmax train");
    for (Entry entry : entries) {
      if (entry.differs()) {
        command.append(" \\\n    --set ").append(quoted(entry.key() + "=" + entry.value()));
      }
    }
    return command.toString();
  }

  /** Quotes a word for a POSIX shell. */
  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_=.,:/@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}

package org.sparksoftmax.config.parse;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException.BadPath;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.text.Secrets;

/**
 * The {@code key=value} pairs of {@code --set}.
 *
 * <p>A list, a group or a quoted string is parsed as HOCON if it is valid HOCON. Anything else is
 * plain text, in which only {@code ${NAME}} is special: in HOCON, the two slashes of a URL would
 * start a comment, and a glob would be a syntax error.
 */
final class Overrides {
  private static final Pattern SUBSTITUTION = Pattern.compile("\\$\\{[^{}\"]+}");

  private Overrides() {}

  /**
   * Parses all pairs into one configuration, without resolving substitutions. The last pair of a
   * key wins. A group may include files: paths are relative to the working directory.
   */
  static Config parse(List<String> pairs, RemoteIncludes remote) {
    Config all = ConfigFactory.empty();
    for (String pair : pairs) {
      all = parse(pair, remote).withFallback(all);
    }
    return all;
  }

  private static Config parse(String pair, RemoteIncludes remote) {
    int equals = pair.indexOf('=');
    if (equals < 0) {
      throw invalid(pair);
    }
    String key = pair.substring(0, equals).strip();
    String value = pair.substring(equals + 1).strip();
    try {
      return value(value, remote).atPath(ConfigUtil.joinPath(ConfigUtil.splitPath(key)));
    } catch (BadPath e) {
      throw invalid(pair);
    }
  }

  private static ConfigException invalid(String pair) {
    return new ConfigException(
        "Invalid --set "
            + Secrets.mask(pair)
            + ": must be key=value, such as optimizer.max-iterations=50");
  }

  private static ConfigValue value(String text, RemoteIncludes remote) {
    if (text.equals("null")) {
      return ConfigValueFactory.fromAnyRef(null, Place.OVERRIDE);
    }
    return (isStructured(text) ? hocon(text, remote) : Optional.<ConfigValue>empty())
        .or(() -> hocon(quoteAroundSubstitutions(text), remote))
        .orElseGet(() -> ConfigValueFactory.fromAnyRef(text, Place.OVERRIDE));
  }

  /** Whether the text is quoted, or enclosed by one matching pair of brackets. */
  private static boolean isStructured(String text) {
    boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    boolean opened = text.startsWith("[") || text.startsWith("{");
    return quoted || (opened && firstClosing(text) == text.length() - 1);
  }

  /**
   * The position of the bracket that closes the first one, or -1. The library parses {@code
   * [ab].csv} as the list {@code [ab]} and silently drops the rest.
   */
  private static int firstClosing(String text) {
    int depth = 0;
    boolean inQuotes = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (inQuotes && c == '\\') {
        i++; // an escaped character, such as a quote, is part of the text
        continue;
      }
      inQuotes ^= c == '"';
      if (!inQuotes && (c == '[' || c == '{')) {
        depth++;
      } else if (!inQuotes && (c == ']' || c == '}')) {
        depth--;
      }
      if (depth == 0) {
        return i;
      }
    }
    return -1;
  }

  private static Optional<ConfigValue> hocon(String text, RemoteIncludes remote) {
    ConfigParseOptions options =
        ConfigParseOptions.defaults()
            .setOriginDescription(Place.OVERRIDE)
            .setIncluder(Includes.ofOverrides(remote));
    try {
      return Optional.of(ConfigFactory.parseString("value=" + text, options).root().get("value"));
    } catch (com.typesafe.config.ConfigException e) {
      return Optional.empty();
    }
  }

  /** Turns {@code ${A}/*.csv} into {@code ${A}"/*.csv"}. */
  private static String quoteAroundSubstitutions(String text) {
    StringBuilder quoted = new StringBuilder();
    Matcher substitution = SUBSTITUTION.matcher(text);
    int end = 0;
    while (substitution.find()) {
      if (substitution.start() > end) {
        quoted.append(ConfigUtil.quoteString(text.substring(end, substitution.start())));
      }
      quoted.append(substitution.group());
      end = substitution.end();
    }
    if (end < text.length() || text.isEmpty()) {
      quoted.append(ConfigUtil.quoteString(text.substring(end)));
    }
    return quoted.toString();
  }
}

package org.sparksoftmax.config.parse;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException.UnresolvedSubstitution;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigResolver;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sparksoftmax.config.ConfigException;

/**
 * Replaces {@code ${NAME}} with the value of the key or, failing that, the environment variable of
 * that name.
 */
final class Substitutions {
  private static final Pattern EXPRESSION = Pattern.compile("\\$\\{([^}]*)}");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private Substitutions() {}

  static Config resolve(Config config, Map<String, String> environment) {
    Expansion.check(config, environment);
    ConfigResolveOptions options =
        ConfigResolveOptions.noSystem().appendResolver(new Variables(environment));
    try {
      return config.resolve(options);
    } catch (UnresolvedSubstitution e) {
      throw unresolved(e);
    } catch (com.typesafe.config.ConfigException e) {
      throw new ConfigException("Cannot resolve the configuration: " + e.getMessage(), e);
    }
  }

  /** The library gives the expression only in its message. */
  private static ConfigException unresolved(UnresolvedSubstitution e) {
    Matcher expression = EXPRESSION.matcher(e.getMessage());
    String name = expression.find() ? expression.group(1) : "?";
    String advice =
        VARIABLE.matcher(name).matches()
            ? "the environment variable " + name + " is not set; export it, or --set the key"
            : "there is no such key, or it refers to itself";
    String place = e.origin() == null ? "configuration" : Place.of(e.origin());
    return new ConfigException("Cannot resolve ${" + name + "} (" + place + "): " + advice, e);
  }

  private record Variables(Map<String, String> environment) implements ConfigResolver {
    @Override
    public ConfigValue lookup(String name) {
      String value = environment.get(name);
      return value == null ? null : ConfigValueFactory.fromAnyRef(value, Place.VARIABLE + name);
    }

    /** Ignores the fallback, since this is the only resolver. */
    @Override
    public ConfigResolver withFallback(ConfigResolver fallback) {
      return this;
    }
  }
}

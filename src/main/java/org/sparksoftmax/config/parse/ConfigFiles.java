package org.sparksoftmax.config.parse;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sparksoftmax.config.ConfigException;

/** Loads train.conf and the user's file, without resolving substitutions. */
final class ConfigFiles {
  private static final String DEFAULTS = "train.conf";

  private ConfigFiles() {}

  /** The default values of all keys. */
  static Config defaults() {
    ConfigParseOptions options = ConfigParseOptions.defaults().setOriginDescription(DEFAULTS);
    try (InputStream stream = ConfigFiles.class.getResourceAsStream(DEFAULTS);
        Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
      return ConfigFactory.parseReader(reader, options);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the resource " + DEFAULTS, e);
    }
  }

  /** Loads the user's file, including the files that it includes. */
  static Config load(Path file, RemoteIncludes remote) {
    if (!Files.exists(file)) {
      throw new ConfigException("Cannot find configuration file " + file);
    }
    if (!Files.isRegularFile(file)) {
      throw new ConfigException("Cannot read configuration file " + file + ": it is not a file");
    }
    ConfigParseOptions options =
        ConfigParseOptions.defaults().setAllowMissing(false).setIncluder(Includes.of(file, remote));
    try {
      return ConfigFactory.parseFile(file.toFile(), options);
    } catch (com.typesafe.config.ConfigException.IO e) {
      throw new ConfigException(oneLine("Cannot read configuration file " + e.getMessage()), e);
    } catch (com.typesafe.config.ConfigException e) {
      throw new ConfigException(oneLine("Cannot parse " + withBrace(e.getMessage())), e);
    }
  }

  /** Adds the brace: the library reports a missing brace as a missing parenthesis. */
  private static String withBrace(String message) {
    return message.replace(
        "a close parentheses ')' here", "a closing brace '}' or parenthesis ')' here");
  }

  private static String oneLine(String message) {
    return message.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}

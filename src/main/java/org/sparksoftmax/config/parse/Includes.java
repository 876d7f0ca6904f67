package org.sparksoftmax.config.parse;

import com.typesafe.config.ConfigException.IO;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigParseable;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sparksoftmax.config.ConfigException;

/**
 * The includes of one source of configuration, which may be a file that another one includes.
 *
 * <p>By default, HOCON silently ignores an include that is missing unless it is {@code
 * required(...)}, reads any address, and takes the path of {@code file(...)} relative to the
 * working directory. Here a missing include is an error in every form, addresses need the consent
 * of the caller, and paths are relative to the file that includes them.
 *
 * @param source what error messages call the source
 * @param file the source, if it is a local file
 * @param depth how many sources lead to this one: 0 for that of the user
 * @param read how often the user's source and all that it includes have included something
 */
record Includes(
    String source, Optional<Path> file, RemoteIncludes remote, int depth, AtomicInteger read)
    implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {

  private static final int MAX_DEPTH = 30;

  /** Files that include the next one twice are read 2^{@value #MAX_DEPTH} times. */
  private static final int MAX_READ = 1000;

  private static final Pattern FORMAT = Pattern.compile(".*\\.(conf|json|properties)");

  /** The includes of the user's file. */
  static Includes of(Path file, RemoteIncludes remote) {
    return new Includes(file.toString(), Optional.of(file), remote, 0, new AtomicInteger());
  }

  /** The includes of {@code --set}: paths are relative to the working directory. */
  static Includes ofOverrides(RemoteIncludes remote) {
    return new Includes(Place.OVERRIDE, Optional.empty(), remote, 0, new AtomicInteger());
  }

  /** The library's own includer is never asked. */
  @Override
  public ConfigIncluder withFallback(ConfigIncluder fallback) {
    return this;
  }

  /** The plain form: an address, a file, or a resource of the class path where there is no file. */
  @Override
  public ConfigObject include(ConfigIncludeContext context, String what) {
    Optional<URL> address = address(what);
    if (address.isPresent()) {
      return includeURL(context, address.get());
    }
    List<ConfigObject> found = new ArrayList<>();
    for (String name : names(what)) {
      Path path = path(name);
      if (Files.exists(path)) {
        found.add(included(path, what));
      } else {
        included(context.relativeTo(name), what).ifPresent(found::add);
      }
    }
    return found.stream()
        .reduce(ConfigObject::withFallback)
        .orElseThrow(() -> invalid(what, "there is no file " + path(what)));
  }

  @Override
  public ConfigObject includeFile(ConfigIncludeContext context, File what) {
    Path path = path(what.getPath());
    if (!Files.exists(path)) {
      throw invalid(what.getPath(), "there is no file " + path);
    }
    return included(path, what.getPath());
  }

  @Override
  public ConfigObject includeResources(ConfigIncludeContext context, String what) {
    try {
      return ConfigFactory.parseResources(what, inside(what)).root();
    } catch (IO e) {
      throw invalid(what, "there is no such resource on the class path", e);
    }
  }

  @Override
  public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
    if (remote == RemoteIncludes.REJECTED) {
      throw invalid(
          what.toString(),
          "addresses are not read unless --allow-remote-config is given; for a local file, use include file(...)");
    }
    try {
      return ConfigFactory.parseURL(what, inside(what.toString())).root();
    } catch (IO e) {
      throw invalid(what.toString(), "it cannot be read: " + reason(e), e);
    } catch (com.typesafe.config.ConfigException e) {
      if (e.getCause() instanceof IOException unreachable) {
        throw invalid(what.toString(), "it cannot be read: " + unreachable, e);
      }
      throw e;
    }
  }

  private static Optional<URL> address(String what) {
    try {
      return Optional.of(new URL(what));
    } catch (MalformedURLException file) {
      return Optional.empty();
    }
  }

  /** The file names that a plain include stands for; the first takes precedence. */
  private static List<String> names(String what) {
    return FORMAT.matcher(what).matches()
        ? List.of(what)
        : List.of(what + ".conf", what + ".json", what + ".properties");
  }

  private Path path(String name) {
    try {
      return file.map(including -> including.resolveSibling(name)).orElseGet(() -> Path.of(name));
    } catch (InvalidPathException e) {
      throw invalid(name, "it is no path", e);
    }
  }

  private ConfigObject included(Path path, String what) {
    if (!Files.isRegularFile(path)) {
      throw invalid(what, path + " is not a file");
    }
    try {
      return ConfigFactory.parseFile(
              path.toFile(),
              options(
                  what, new Includes(path.toString(), Optional.of(path), remote, depth + 1, read)))
          .root();
    } catch (IO e) {
      throw invalid(what, "it cannot be read: " + reason(e), e);
    }
  }

  /** Beside an address or a resource, or on the class path. */
  private Optional<ConfigObject> included(ConfigParseable beside, String what) {
    if (beside == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(beside.parse(inside(what)));
    } catch (IO e) {
      return Optional.empty();
    }
  }

  private ConfigParseOptions inside(String what) {
    return options(what, new Includes(what, Optional.empty(), remote, depth + 1, read));
  }

  private ConfigParseOptions options(String what, Includes includes) {
    if (includes.depth > MAX_DEPTH) {
      throw invalid(what, "more than " + MAX_DEPTH + " files include one another, as in a circle");
    }
    if (read.incrementAndGet() > MAX_READ) {
      throw invalid(
          what,
          String.format(
              Locale.ROOT,
              "the configuration includes more than %,d files; include each file once",
              MAX_READ));
    }
    return ConfigParseOptions.defaults().setAllowMissing(false).setIncluder(includes);
  }

  private static String reason(IO e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return cause instanceof FileNotFoundException ? "it is missing" : cause.toString();
  }

  private ConfigException invalid(String what, String reason) {
    return invalid(what, reason, null);
  }

  private ConfigException invalid(String what, String reason, Exception cause) {
    return new ConfigException(
        "Cannot include " + what + " (" + place(what) + "): " + reason, cause);
  }

  /** The library does not give the line of an include. */
  private String place(String what) {
    if (file.isEmpty()) {
      return source;
    }
    String text = text();
    Matcher include =
        Pattern.compile("\\binclude\\b[^\\n\"]*\"" + Pattern.quote(what) + "\"").matcher(text);
    return include.find()
        ? source
            + ": "
            + (1 + text.substring(0, include.start()).chars().filter(c -> c == '\n').count())
        : source;
  }

  private String text() {
    try {
      return new String(Files.readAllBytes(file.orElseThrow()), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return ""; // the place is then the file without the line
    }
  }
}

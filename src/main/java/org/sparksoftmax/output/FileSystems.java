package org.sparksoftmax.output;

import java.io.IOException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.util.VersionInfo;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.text.Causes;
import org.sparksoftmax.text.EditDistance;

/**
 * Opens the file system of a path that the user gave, and explains in one line why there is none.
 */
public final class FileSystems {

  private static final String ANY_LIBRARY = "GROUP:ARTIFACT:VERSION with its library";

  /** The schemes to suggest for a misspelled one. */
  private static final List<String> SCHEMES =
      List.of("file", "hdfs", "webhdfs", "s3a", "gs", "abfss", "wasbs");

  /** The classes of file systems that Hadoop's defaults name, whether they are there or not. */
  private static final Pattern CLASS =
      Pattern.compile("(?:Class )?(org\\.apache\\.hadoop\\.fs\\.(\\w+)\\.\\S+)(?: not found)?");

  /**
   * How long to wait for the connection to a server that does not answer, in milliseconds, and how
   * often to repeat that. With Hadoop's defaults, each call to a NameNode would take 15 minutes.
   */
  private static final Map<String, Integer> WAITS =
      Map.of("ipc.client.connect.timeout", 10_000, "ipc.client.connect.max.retries.on.timeouts", 2);

  private FileSystems() {}

  /** Bounds the waits of Hadoop's client that the user's configuration leaves at their defaults. */
  public static void boundWaits(Configuration hadoop) {
    WAITS.forEach(
        (key, value) -> {
          if (isDefault(key, hadoop)) {
            hadoop.setInt(key, value);
          }
        });
  }

  /** Whether only Hadoop's own file of defaults has set a key. */
  static boolean isDefault(String key, Configuration hadoop) {
    String[] sources = hadoop.getPropertySources(key);
    return sources == null
        || Arrays.stream(sources).allMatch(source -> source.endsWith("core-default.xml"));
  }

  /**
   * Parses a path.
   *
   * @param name the option or key with the path, for messages, such as {@code --output x}
   * @throws ConfigException if it is empty or no path
   */
  public static Path path(String text, String name) {
    if (text.isBlank()) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "Invalid %s: the path is empty; name a file or folder (. is the working directory)",
              name.strip()));
    }
    try {
      return new Path(text);
    } catch (IllegalArgumentException bad) {
      throw new ConfigException(
          String.format(Locale.ROOT, "Invalid %s: %s", name, whyNoPath(text, bad)), bad);
    }
  }

  /** Why Hadoop rejects a path. */
  public static String whyNoPath(String text, IllegalArgumentException bad) {
    int colon = text.indexOf(':');
    return colon > 0 && String.valueOf(bad.getMessage()).contains("Relative path in absolute URI")
        ? String.format(
            Locale.ROOT,
            "what is before a colon is the scheme of a file system, such as hdfs://host/folder; give the path of a local file with this name from / on (the scheme here is %s)",
            text.substring(0, colon))
        : String.valueOf(bad.getMessage());
  }

  /**
   * The file system of a path.
   *
   * @param name the option or key with the path, for messages, such as {@code --output s3a://b/x}
   * @throws ConfigException if there is no file system of its scheme, its library is not on the
   *     class path, its host is unknown, or its bucket cannot be used
   * @throws IOException for any other failure
   */
  public static FileSystem of(Path path, String name, Configuration hadoop) throws IOException {
    FileSystem fileSystem = open(path, name, hadoop);
    Optional<FirstContact.Failure> failure = FirstContact.with(fileSystem, hadoop);
    if (failure.isPresent()) {
      throw cannotOpen(name, failure.get().why(), failure.get().cause());
    }
    return fileSystem;
  }

  /** Whether a path is one of S3A, which repeats failed requests for minutes. */
  public static boolean isObject(String path) {
    return path.startsWith(FirstContact.SCHEME + "://");
  }

  private static FileSystem open(Path path, String name, Configuration hadoop) throws IOException {
    try {
      return path.getFileSystem(hadoop);
    } catch (UnsupportedFileSystemException unknown) {
      throw cannotOpen(name, whyUnknown(path.toUri().getScheme()), unknown);
    } catch (RuntimeException | LinkageError failed) {
      Optional<String> library = missingLibrary(failed);
      if (library.isPresent()) {
        throw cannotOpen(name, library.get(), failed);
      }
      for (Throwable cause : Causes.of(failed).toList()) {
        if (cause instanceof UnknownHostException) {
          throw cannotOpen(
              name,
              String.format(
                  Locale.ROOT,
                  "the host %s is unknown; correct it, or set HADOOP_CONF_DIR to the configuration that defines it",
                  cause.getMessage()),
              failed);
        }
      }
      throw failed;
    }
  }

  private static ConfigException cannotOpen(String name, String why, Throwable cause) {
    return new ConfigException(String.format(Locale.ROOT, "Cannot open %s: %s", name, why), cause);
  }

  /**
   * Explains that a class of a file system is not on the class path; empty if that is not the
   * cause.
   */
  public static Optional<String> missingLibrary(Throwable thrown) {
    for (Throwable cause : Causes.of(thrown).toList()) {
      Matcher named = CLASS.matcher(String.valueOf(cause.getMessage()));
      if (cause instanceof ClassNotFoundException && named.matches()) {
        return Optional.of(withoutLibrary(named.group(1), ofModule(named.group(2))));
      }
      if (cause instanceof NoClassDefFoundError) {
        String library =
            Stream.of(cause.getStackTrace())
                .map(frame -> CLASS.matcher(frame.getClassName()))
                .filter(Matcher::matches)
                .map(frame -> ofModule(frame.group(2)))
                .filter(known -> !known.equals(ANY_LIBRARY))
                .findFirst()
                .orElse("");
        if (!library.isEmpty()) {
          return Optional.of(
              withoutLibrary(String.valueOf(cause.getMessage()).replace('/', '.'), library));
        }
      }
    }
    return Optional.empty();
  }

  private static String withoutLibrary(String missing, String library) {
    return String.format(
        Locale.ROOT,
        "the library of this file system is not on the class path (%s): run submit/softmax --packages %s",
        missing,
        library);
  }

  /** The library with the classes of a package of Hadoop. */
  private static String ofModule(String module) {
    String version = VersionInfo.getVersion();
    return switch (module) {
      case "s3a" -> "org.apache.hadoop:hadoop-aws:" + version;
      case "azurebfs", "azure" -> "org.apache.hadoop:hadoop-azure:" + version;
      case "adl" -> "org.apache.hadoop:hadoop-azure-datalake:" + version;
      case "gs" -> "org.apache.hadoop:hadoop-gcp:" + version;
      case "aliyun" -> "org.apache.hadoop:hadoop-aliyun:" + version;
      case "cosn" -> "org.apache.hadoop:hadoop-cos:" + version;
      default -> ANY_LIBRARY;
    };
  }

  /** Why Hadoop has no class for a scheme. */
  private static String whyUnknown(String scheme) {
    String none = String.format(Locale.ROOT, "there is no file system with the scheme %s", scheme);
    return switch (scheme.toLowerCase(Locale.ROOT)) {
      case "s3", "s3n" ->
          String.format(
              Locale.ROOT,
              "%s; use s3a://, and run submit/softmax --packages %s",
              none,
              ofModule("s3a"));
      case "gs" -> // of a Hadoop before 3.5
          none
              + ": run submit/softmax --packages com.google.cloud.bigdataoss:gcs-connector:VERSION, and set spark.hadoop.fs.gs.impl";
      case "oss" -> none + ": run submit/softmax --packages " + ofModule("aliyun");
      case "cosn" -> none + ": run submit/softmax --packages " + ofModule("cosn");
      default ->
          intended(scheme)
              .map(known -> String.format(Locale.ROOT, "%s; did you mean %s://?", none, known))
              .orElse(none + ": run submit/softmax --packages " + ANY_LIBRARY);
    };
  }

  private static Optional<String> intended(String scheme) {
    String lowerCase = scheme.toLowerCase(Locale.ROOT);
    int most = lowerCase.length() > 3 ? 2 : 1;
    return SCHEMES.stream()
        .filter(known -> EditDistance.of(lowerCase, known) <= most)
        .min(Comparator.comparingInt(known -> EditDistance.of(lowerCase, known)));
  }
}

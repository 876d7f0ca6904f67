package org.sparksoftmax.cli;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.util.VersionInfo;

/** Explains that the library of a file system is not on the class path. */
final class FileSystemFailure {

  private static final Pattern CLASS =
      Pattern.compile("(?:Class )?(org\\.apache\\.hadoop\\.fs\\.(\\w+)\\.\\S+)(?: not found)?");

  private FileSystemFailure() {}

  /** The failure to report; empty if that is not the cause. */
  static Optional<ExitCode.Failure> of(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      Matcher missing = CLASS.matcher(String.valueOf(cause.getMessage()));
      if (cause instanceof ClassNotFoundException && missing.matches()) {
        return Optional.of(
            new ExitCode.Failure(
                ExitCode.USAGE,
                String.format(
                    Locale.ROOT,
                    "No library for such paths is on the class path (%s): run submit/softmax --packages %s",
                    missing.group(1),
                    library(missing.group(2)))));
      }
    }
    return Optional.empty();
  }

  private static String library(String module) {
    String version = VersionInfo.getVersion();
    return switch (module) {
      case "s3a" -> "org.apache.hadoop:hadoop-aws:" + version;
      case "azurebfs", "azure" -> "org.apache.hadoop:hadoop-azure:" + version;
      case "gs" -> "org.apache.hadoop:hadoop-gcp:" + version;
      default -> "GROUP:ARTIFACT:VERSION with its library";
    };
  }
}

package org.sparksoftmax.cli;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.util.Utils;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.output.FileSystems;
import org.sparksoftmax.text.Causes;

/**
 * Explains failures of what a command runs on: a context that was stopped, a full disk, and the
 * library of a file system that is not on the class path.
 */
final class EnvironmentFailure {

  /** What Spark says in jobs that its end cancels, and of calls after it. */
  private static final Pattern STOPPED =
      Pattern.compile(
          "(?is).*(SparkContext (was|is|has been) (being )?(shut ?down|stopped)|stopped SparkContext"
              + "|SparkContext is shutting down).*");

  private static final String FULL = "No space left on device";

  /** The classes through which Spark writes its temporary files. */
  private static final Pattern TEMPORARY =
      Pattern.compile(
          "at org\\.apache\\.spark\\.(storage|shuffle|broadcast|util\\.collection|memory)\\.");

  private EnvironmentFailure() {}

  /**
   * The failure to report if Spark was stopped; empty if that is not the cause. It decides over all
   * other causes, which follow from it.
   */
  static Optional<ExitCode.Failure> ofStopped(Throwable thrown) {
    return Causes.of(thrown).anyMatch(EnvironmentFailure::saysStopped)
        ? Optional.of(
            unexpected(
                "Spark was stopped while the command was running, for example by the cluster: Spark's log has the reason; repeat the command (train: with --resume)"))
        : Optional.empty();
  }

  private static boolean saysStopped(Throwable cause) {
    return cause.getMessage() != null
        && cause.getMessage().contains("SparkContext")
        && STOPPED.matcher(cause.getMessage()).matches();
  }

  /**
   * Whether Spark did not start because of a setting: a value, or a class or file that it names.
   */
  static boolean isOfSettings(Throwable refused) {
    return refused instanceof IllegalArgumentException
        || refused instanceof ClassNotFoundException
        || refused instanceof FileNotFoundException
        || (refused instanceof SparkException
            && String.valueOf(refused.getMessage()).startsWith("Could not parse Master URL"));
  }

  /** What Spark says of settings with which it does not start. */
  static ConfigException ofSettings(Throwable refused) {
    String why = String.valueOf(refused.getMessage()).lines().findFirst().orElse("");
    if (refused instanceof ClassNotFoundException) {
      why = "there is no class " + why;
    }
    return new ConfigException(
        String.format(
            Locale.ROOT,
            "Spark does not start with its settings: %s; correct --conf or the file of properties",
            why.replaceFirst("^(requirement failed: |\\[[A-Z._]+\\] )", "")
                .replaceFirst("[.]?( SQLSTATE: \\w+)?$", "")),
        refused);
  }

  /** The failure to report if Spark does not find a file system; empty if that is not the cause. */
  static Optional<ExitCode.Failure> ofMissingLibrary(Throwable thrown) {
    return FileSystems.missingLibrary(thrown)
        .map(why -> new ExitCode.Failure(ExitCode.USAGE, "Cannot open a path: " + why));
  }

  /** The failure to report if a disk is full; empty if that is not the cause. */
  static Optional<ExitCode.Failure> ofFullDisk(Throwable thrown) {
    // The failure of a task has its stack trace in its message.
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    String text = trace.toString();
    if (!text.contains(FULL)) {
      return Optional.empty();
    }
    return Optional.of(
        TEMPORARY.matcher(text.substring(text.indexOf(FULL))).find()
            ? unexpected(
                "No space left on the disk of Spark's temporary files: free some, or name a folder on another disk with --conf spark.local.dir=FOLDER")
            : new ExitCode.Failure(
                ExitCode.BAD_OUTPUT,
                "Cannot write the output: no space left on its disk; free some, or name another --output"));
  }

  /**
   * Checks the folders of Spark's temporary files. Spark itself ends the process if it can write to
   * none of them.
   *
   * @throws ConfigException if none is writable
   */
  static void requireTemporaryFolder(SparkConf conf) {
    List<String> folders = Arrays.asList(Utils.getConfiguredLocalDirs(conf));
    if (folders.stream().map(File::new).noneMatch(EnvironmentFailure::isUsable)) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "Invalid spark.local.dir = %s: Spark cannot write its temporary files there; name a writable folder with --conf spark.local.dir=FOLDER",
              String.join(",", folders)));
    }
  }

  private static boolean isUsable(File folder) {
    return (folder.isDirectory() || folder.mkdirs()) && folder.canWrite();
  }

  private static ExitCode.Failure unexpected(String message) {
    return new ExitCode.Failure(ExitCode.UNEXPECTED, message);
  }
}

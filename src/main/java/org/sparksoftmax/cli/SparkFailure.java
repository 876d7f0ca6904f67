package org.sparksoftmax.cli;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkException;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.UnreadableFileException;
import org.sparksoftmax.data.source.SourceFailure;
import org.sparksoftmax.output.FileFailure;
import org.sparksoftmax.output.OutputException;
import org.sparksoftmax.text.Causes;

/** Explains failures of Spark to the user: the cause in one line, and a remedy. */
final class SparkFailure {

  private static final String VERBOSE = "--verbose shows the stack trace";

  /** Spark's message when a failed task aborts its job. */
  private static final Pattern TASK =
      Pattern.compile(
          "(?s).*?Task (\\d+) in stage (\\S+) failed (\\d+) times?, most recent failure: "
              + "(?:Lost task \\S+ in stage \\S+ \\(TID \\d+\\) \\(([^)]*)\\): )?(.*)");

  private static final Pattern RESULTS =
      Pattern.compile(
          "(?s).*Total size of serialized results of (\\d+) tasks \\(([^)]+)\\) is bigger than "
              + "(?:local maxResultSize|spark\\.driver\\.maxResultSize) \\(?([^)\\n]+?)\\)?\\.?\\s*(?:\\n.*)?");

  private static final Pattern EXECUTOR_OUT_OF_MEMORY =
      Pattern.compile("(?s).*(exited with code 52\\b|exit code:? 52\\b|OutOfMemoryError).*");

  /** The tasks of a local master run in the driver. */
  private static final Pattern IN_DRIVER = Pattern.compile(".*\\bexecutor driver\\b.*");

  private SparkFailure() {}

  /** The failure to report; empty if Spark is not the cause. */
  static Optional<ExitCode.Failure> of(Throwable thrown) {
    Optional<String> data =
        SourceFailure.ofFile(thrown)
            .or(() -> SourceFailure.ofRow(thrown).map("Cannot read the data: "::concat));
    if (data.isPresent()) {
      return Optional.of(new ExitCode.Failure(ExitCode.BAD_DATA, data.get()));
    }
    Optional<ExitCode.Failure> file = ofFileSystem(thrown);
    if (file.isPresent()) {
      return file;
    }
    boolean fromSpark = false;
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SparkException spark && spark.getMessage() != null) {
        Optional<ExitCode.Failure> known = ofMessage(spark.getMessage());
        if (known.isPresent()) {
          return known;
        }
        fromSpark = true;
      }
    }
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError error) {
        return Optional.of(unexpected(outOfDriverMemory(error.getMessage())));
      }
    }
    return fromSpark ? Optional.of(unexpected(innermost(thrown))) : Optional.empty();
  }

  /** The failure to report if a file system does not give or take a file. */
  private static Optional<ExitCode.Failure> ofFileSystem(Throwable thrown) {
    Optional<ExitCode.Failure> input =
        Causes.of(thrown)
            .filter(UnreadableFileException.class::isInstance)
            .map(cause -> new ExitCode.Failure(ExitCode.BAD_DATA, cause.getMessage()))
            .findFirst();
    return input.or(
        () ->
            FileFailure.of(thrown)
                .map(
                    failure ->
                        failure.ofWrite()
                            ? new ExitCode.Failure(
                                ExitCode.BAD_OUTPUT, "Cannot write the output: " + failure.reason())
                            : new ExitCode.Failure(
                                ExitCode.BAD_DATA, "Cannot read the data: " + failure.reason())));
  }

  private static Optional<ExitCode.Failure> ofMessage(String message) {
    Matcher results = RESULTS.matcher(message);
    if (results.matches()) {
      return Optional.of(
          unexpected(
              String.format(
                  Locale.ROOT,
                  "The results of %s tasks (%s) exceed spark.driver.maxResultSize = %s: raise it with --conf spark.driver.maxResultSize=SIZE (and --driver-memory with it), or lower data.partitions",
                  results.group(1),
                  results.group(2),
                  results.group(3))));
    }
    Matcher task = TASK.matcher(message);
    return task.matches() ? Optional.of(ofTask(task)) : Optional.empty();
  }

  private static ExitCode.Failure ofTask(Matcher task) {
    String cause = task.group(5);
    // Spark's exception has these as causes only if their classes could be loaded.
    for (Class<?> ours :
        new Class<?>[] {
          DataException.class, UnreadableFileException.class, OutputException.class
        }) {
      if (cause.startsWith(ours.getName() + ": ")) {
        int code = ours == OutputException.class ? ExitCode.BAD_OUTPUT : ExitCode.BAD_DATA;
        return new ExitCode.Failure(code, firstLine(cause).substring(ours.getName().length() + 2));
      }
    }
    String place =
        String.format(
            Locale.ROOT,
            "task %s in stage %s, attempts: %s",
            task.group(1),
            task.group(2),
            task.group(3));
    if (EXECUTOR_OUT_OF_MEMORY.matcher(cause).matches()) {
      boolean inDriver = task.group(4) != null && IN_DRIVER.matcher(task.group(4)).matches();
      return unexpected(
          inDriver
              ? outOfDriverMemory("in a task")
              : String.format(
                  Locale.ROOT,
                  "Not enough memory on the executors (%s): raise it with --executor-memory",
                  place));
    }
    return unexpected(
        String.format(Locale.ROOT, "A task failed: %s (%s; %s)", plain(cause), place, VERBOSE));
  }

  private static String outOfDriverMemory(String detail) {
    return String.format(
        Locale.ROOT,
        "Not enough driver memory: %s was not enough (%s); raise it with --driver-memory",
        size(Runtime.getRuntime().maxMemory()),
        detail);
  }

  private static String innermost(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.format(Locale.ROOT, "Spark failed: %s (%s)", plain(root.toString()), VERBOSE);
  }

  /** The first line of the message, without the package of the class. */
  private static String plain(String exception) {
    return firstLine(exception).replaceFirst("^(?:[a-z][\\w]*\\.)+(?=[A-Z])", "");
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("").strip();
  }

  private static String size(long bytes) {
    return bytes >= 1L << 30
        ? String.format(Locale.ROOT, "%.1f GB", bytes / (double) (1L << 30))
        : String.format(Locale.ROOT, "%d MB", bytes >> 20);
  }

  private static ExitCode.Failure unexpected(String message) {
    return new ExitCode.Failure(ExitCode.UNEXPECTED, message);
  }
}

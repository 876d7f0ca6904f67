package org.sparksoftmax.cli;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sparksoftmax.text.Causes;
import org.sparksoftmax.text.Secrets;

/**
 * Failures of YARN: what it refuses, and how a driver in a container of YARN tells its failure to
 * whoever submitted it.
 */
final class YarnFailure {

  /** What Spark says of an executor or an ApplicationMaster. */
  private static final Pattern TOO_LARGE =
      Pattern.compile(
          "(?s).*Required (executor|AM) memory \\(([^)]*)\\).*is above the max threshold \\((\\d+) MB\\).*");

  private static final Pattern OVERHEAD = Pattern.compile("overhead \\((\\d+) MB\\)");

  private static final Pattern REFUSED =
      Pattern.compile("(?s).*Failed to submit application_\\S+ to YARN ?: ([^\\n]*).*");

  private YarnFailure() {}

  /** Whether this process is a driver in a container of YARN. */
  static boolean isInContainer() {
    return System.getProperty("spark.master", "").equals("yarn")
        && System.getProperty("spark.submit.deployMode", "").equals("cluster");
  }

  /**
   * Ends a driver in a container of YARN. YARN has no place for the exit code of the command, but
   * keeps the name and message of an exception as the diagnostics of the application, which {@code
   * submit/softmax} reads. It has no stack trace, which would be part of them.
   */
  static final class CommandFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CommandFailed(int code, String message) {
      super(
          String.format(Locale.ROOT, "exit code %d: %s", code, Secrets.mask(message)),
          null,
          false,
          false);
    }
  }

  /** The failure to report; empty if YARN has not refused the application. */
  static Optional<ExitCode.Failure> of(Throwable thrown) {
    return Causes.of(thrown)
        .map(Throwable::getMessage)
        .filter(message -> message != null)
        .flatMap(message -> ofMessage(message).stream())
        .findFirst()
        .map(message -> new ExitCode.Failure(ExitCode.USAGE, message));
  }

  private static Optional<String> ofMessage(String message) {
    Matcher large = TOO_LARGE.matcher(message);
    if (large.matches()) {
      boolean executor = large.group(1).equals("executor");
      Matcher overhead = OVERHEAD.matcher(message);
      return Optional.of(
          String.format(
              Locale.ROOT,
              "%s needs %s%s of memory, but the largest container of YARN has %s MB: set %s to less",
              executor ? "An executor" : "The ApplicationMaster",
              large.group(2).replaceFirst("^(\\d+)$", "$1 MB"),
              executor && overhead.find() ? " and an overhead of " + overhead.group(1) + " MB" : "",
              large.group(3),
              executor ? "--executor-memory" : "--driver-memory or spark.yarn.am.memory"));
    }
    Matcher refused = REFUSED.matcher(message);
    return refused.matches()
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "YARN refuses the application: %s: choose a queue with --queue NAME",
                // YARN repeats the beginning of the sentence.
                refused.group(1).strip().replaceFirst("^.+(?=Application application_)", "")))
        : Optional.empty();
  }
}

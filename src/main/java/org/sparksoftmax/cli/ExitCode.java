package org.sparksoftmax.cli;

import java.util.Locale;
import java.util.Optional;
import org.sparksoftmax.cli.cluster.ClusterException;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.model.export.ExportException;
import org.sparksoftmax.output.OutputException;
import org.sparksoftmax.text.Causes;

/** The exit codes of the process, and the mapping of exceptions to them. */
final class ExitCode {

  static final int DONE = 0;
  static final int UNEXPECTED = 1;
  static final int USAGE = 2;
  static final int BAD_DATA = 3;
  static final int TRAINING_FAILED = 4;
  static final int BAD_OUTPUT = 5;

  private ExitCode() {}

  /** An exit code and its error message. */
  record Failure(int code, String message) {}

  /**
   * Maps an exception: the first cause of a known type decides. While the process is being stopped,
   * every failure is attributed to the signal.
   */
  static Failure of(Throwable thrown) {
    if (Signals.isStopping()) {
      return new Failure(UNEXPECTED, "Stopped by a signal");
    }
    return ofCluster(thrown)
        .or(() -> EnvironmentFailure.ofStopped(thrown))
        .orElseGet(() -> ofRunning(thrown));
  }

  /** The end of a wait for the cluster, which stops Spark: what this causes says less. */
  private static Optional<Failure> ofCluster(Throwable thrown) {
    return Causes.of(thrown)
        .filter(ClusterException.class::isInstance)
        .findFirst()
        .map(cause -> new Failure(UNEXPECTED, cause.getMessage()));
  }

  private static Failure ofRunning(Throwable thrown) {
    Throwable root = thrown;
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConfigException || cause instanceof ExportException) {
        return new Failure(USAGE, cause.getMessage());
      }
      if (cause instanceof DataException) {
        return new Failure(BAD_DATA, cause.getMessage());
      }
      if (cause instanceof OutputException) {
        return new Failure(BAD_OUTPUT, cause.getMessage());
      }
      root = cause;
    }
    Throwable innermost = root;
    return EnvironmentFailure.ofMissingLibrary(thrown)
        .or(() -> EnvironmentFailure.ofFullDisk(thrown))
        .or(() -> YarnFailure.of(thrown))
        .or(() -> SparkFailure.of(thrown))
        .orElseGet(() -> unexpected(innermost));
  }

  private static Failure unexpected(Throwable root) {
    String text = root.getMessage() == null ? "" : root.getMessage().lines().findFirst().orElse("");
    String kind = root.getClass().getSimpleName();
    return new Failure(
        UNEXPECTED,
        String.format(
            Locale.ROOT,
            "Unexpected failure: %s: %s (--verbose shows the stack trace)",
            kind,
            text));
  }
}

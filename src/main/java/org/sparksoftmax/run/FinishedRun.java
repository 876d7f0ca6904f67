package org.sparksoftmax.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.config.parse.ConfigDifference;
import org.sparksoftmax.math.optimize.StopReason;
import org.sparksoftmax.output.FileFailure;
import org.sparksoftmax.output.OutputDirectory;
import org.sparksoftmax.output.OutputException;
import org.sparksoftmax.run.record.RejectedFiles;
import org.sparksoftmax.run.record.SummaryJson;
import org.sparksoftmax.train.checkpoint.MetricsFile;
import org.sparksoftmax.train.checkpoint.ResumeRules;

/**
 * A run whose results are complete. A run writes its metrics first, then its summary, then its
 * report: a summary that is older than the metrics is that of an earlier run.
 */
public final class FinishedRun {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a run may leave before its first checkpoint. */
  private static final Set<String> OF_ANY_RUN =
      Set.of(OutputDirectory.CHECKPOINTS, RejectedFiles.NAME);

  private FinishedRun() {}

  /**
   * Describes the run in a directory if there is nothing left to do for it.
   *
   * @return empty if the directory has no complete run, or if it failed, or if a key that may
   *     change the results differs from that of the run
   * @throws OutputException if the directory cannot be read
   */
  public static Optional<String> in(OutputDirectory directory, TrainingConfig config) {
    try {
      FileSystem fileSystem = directory.fileSystem();
      Path summary = directory.path(SummaryJson.NAME);
      Path metrics = directory.path(MetricsFile.NAME);
      Path report = directory.path(Publisher.REPORT);
      boolean whole =
          fileSystem.exists(summary)
              && fileSystem.exists(metrics)
              && fileSystem.exists(report)
              && time(fileSystem, metrics) <= time(fileSystem, summary)
              && time(fileSystem, summary) <= time(fileSystem, report)
              && !fileSystem.exists(directory.path(MetricsFile.IN_PROGRESS));
      return whole
          ? describe(
              directory.display(),
              JSON.readTree(text(fileSystem, summary)),
              JSON.readTree(lastLine(text(fileSystem, metrics))),
              config)
          : Optional.empty();
    } catch (IOException cannot) {
      throw unreadable(directory, cannot);
    }
  }

  /**
   * Checks that a run without a checkpoint, which starts anew, replaces at most what it made
   * itself: what an interrupted run left, or the results of the same configuration.
   *
   * @throws OutputException if the directory has results of another configuration, or other files
   */
  public static void requireNoOther(OutputDirectory directory, TrainingConfig config) {
    List<String> results = directory.results();
    if (results.contains(MetricsFile.IN_PROGRESS)) {
      return; // of an interrupted run, which replaces the results of an earlier one
    }
    if (results.contains(SummaryJson.NAME)) {
      try {
        JsonNode summary =
            JSON.readTree(text(directory.fileSystem(), directory.path(SummaryJson.NAME)));
        ResumeRules.requireSameConfig(
            directory.display(SummaryJson.NAME),
            summary.path("config").toString(),
            config.resolvedJson());
      } catch (IOException cannot) {
        throw unreadable(directory, cannot);
      }
    } else if (!results.contains(MetricsFile.NAME)) {
      requireNothing(directory, "run");
    }
  }

  /**
   * Checks that a run or search that starts anew does not replace results of something else.
   *
   * @param what the directory does not have, {@code run} or {@code search}
   * @throws OutputException if the directory has results
   */
  public static void requireNothing(OutputDirectory directory, String what) {
    directory.results().stream()
        .filter(name -> !OF_ANY_RUN.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new OutputException(
                  String.format(
                      Locale.ROOT,
                      "Cannot resume in %s: it has no %s, but %s; name another directory, or start again with --overwrite",
                      directory.display(),
                      what,
                      name));
            });
  }

  private static OutputException unreadable(OutputDirectory directory, IOException cannot) {
    return new OutputException(
        String.format(
            Locale.ROOT, "Cannot read %s: %s", directory.display(), FileFailure.reason(cannot)),
        cannot);
  }

  private static Optional<String> describe(
      String directory, JsonNode summary, JsonNode last, TrainingConfig config) {
    JsonNode iterations = summary.path("iterations");
    Optional<StopReason> reason = reason(summary.path("stopReason").asText());
    boolean finished =
        iterations.isInt()
            && iterations.equals(last.path("iteration"))
            && reason.isPresent()
            && !reason.get().isFailure()
            && reason.get() != StopReason.PRECISION // may be a failure
            && ConfigDifference.haveSameResults(
                summary.path("config").toString(), config.resolvedJson());
    return finished
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "the run in %s is finished: it stopped at iteration %,d (%s); to go on, raise a limit such as optimizer.max-iterations or lower optimizer.tolerance; to start again, use --overwrite",
                directory,
                iterations.asInt(),
                reason.get().name()))
        : Optional.empty();
  }

  private static long time(FileSystem fileSystem, Path path) throws IOException {
    return fileSystem.getFileStatus(path).getModificationTime();
  }

  private static Optional<StopReason> reason(String name) {
    for (StopReason reason : StopReason.values()) {
      if (reason.name().equals(name)) {
        return Optional.of(reason);
      }
    }
    return Optional.empty();
  }

  private static String lastLine(String text) {
    List<String> lines = text.lines().toList();
    return lines.isEmpty() ? "{}" : lines.get(lines.size() - 1);
  }

  private static String text(FileSystem fileSystem, Path path) throws IOException {
    try (InputStream in = fileSystem.open(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

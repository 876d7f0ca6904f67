package org.sparksoftmax.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.config.parse.ConfigDifference;
import org.sparksoftmax.math.optimize.StopReason;
import org.sparksoftmax.output.FileFailure;
import org.sparksoftmax.output.OutputDirectory;
import org.sparksoftmax.output.OutputException;
import org.sparksoftmax.run.record.SummaryJson;
import org.sparksoftmax.train.checkpoint.MetricsFile;

/**
 * A run whose results are complete. A run writes its metrics first, then its summary, then its
 * report: a summary that is older than the metrics is that of an earlier run.
 */
public final class FinishedRun {

  private static final ObjectMapper JSON = new ObjectMapper();

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
      throw new OutputException(
          String.format(
              Locale.ROOT, "Cannot read %s: %s", directory.display(), FileFailure.reason(cannot)),
          cannot);
    }
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

package org.sparksoftmax.run.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.output.FileFailure;
import org.sparksoftmax.output.FileSystems;
import org.sparksoftmax.output.OutputDirectory;
import org.sparksoftmax.run.report.RunFiles;
import org.sparksoftmax.train.checkpoint.MetricsFile;

/** Reads the files of a run, on any Hadoop file system. */
public final class RunStore {

  /**
   * The maximum file size. The files of a run with 1,000 classes and 1,000,000 iterations are
   * smaller.
   */
  private static final int MAX_BYTES = 1 << 29;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final String run;
  private final FileSystem fileSystem;
  private final Path directory;

  private RunStore(String run, FileSystem fileSystem, Path directory) {
    this.run = run;
    this.fileSystem = fileSystem;
    this.directory = directory;
  }

  /**
   * Reads the files of the run in {@code path}.
   *
   * @throws DataException if there is no run, or its files are damaged
   */
  public static RunFiles read(String path, Configuration hadoop) {
    Path given = FileSystems.path(path, "RUN " + path);
    try {
      FileSystem fileSystem = FileSystems.of(given, "the run in " + path, hadoop);
      Path directory = fileSystem.makeQualified(given);
      return new RunStore(path, fileSystem, directory).read();
    } catch (IOException | IllegalArgumentException cannot) {
      throw new DataException(
          String.format(
              Locale.ROOT, "Cannot read the run in %s: %s", path, FileFailure.reason(cannot)),
          cannot);
    }
  }

  /** Reads the files of a run whose output directory is open. */
  public static RunFiles read(OutputDirectory output) {
    try {
      return new RunStore(output.display(), output.fileSystem(), output.path()).read();
    } catch (IOException cannot) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "Cannot read the run in %s: %s",
              output.display(),
              FileFailure.reason(cannot)),
          cannot);
    }
  }

  private RunFiles read() throws IOException {
    if (!fileSystem.exists(directory)) {
      throw new DataException(
          String.format(Locale.ROOT, "Cannot find the run %s: no such directory", run));
    }
    JsonNode summary = summary();
    JsonNode details = exists(ReportJson.NAME) ? object(ReportJson.NAME) : JSON.createObjectNode();
    return new RunFiles(directory.getName(), summary, metrics(), details);
  }

  private JsonNode summary() throws IOException {
    if (!exists(SummaryJson.NAME)) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "Cannot find a run in %s: it has no %s, which train and tune write when they finish",
              run,
              SummaryJson.NAME));
    }
    JsonNode summary = object(SummaryJson.NAME);
    if (!summary.has("stopReason")) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "Cannot report on %s: its %s is not from a training run",
              run,
              SummaryJson.NAME));
    }
    return summary;
  }

  private boolean exists(String name) throws IOException {
    return fileSystem.exists(new Path(directory, name));
  }

  private JsonNode object(String name) throws IOException {
    JsonNode node = parse(name, text(name), "");
    if (!node.isObject()) {
      throw damaged(name, "", "it is not a JSON object");
    }
    return node;
  }

  private List<JsonNode> metrics() throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    if (exists(MetricsFile.NAME)) {
      for (String line : text(MetricsFile.NAME).lines().toList()) {
        lines.add(parse(MetricsFile.NAME, line, ":" + (lines.size() + 1)));
      }
    }
    return lines;
  }

  private JsonNode parse(String name, String text, String place) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException bad) {
      throw damaged(name, place, bad.getOriginalMessage());
    }
  }

  private DataException damaged(String name, String place, String why) {
    return new DataException(
        String.format(
            Locale.ROOT, "Cannot read the run in %s: %s%s is damaged: %s", run, name, place, why));
  }

  private String text(String name) throws IOException {
    Path file = new Path(directory, name);
    long length = fileSystem.getFileStatus(file).getLen();
    if (length > MAX_BYTES) {
      throw new IOException(
          String.format(Locale.ROOT, "%s has %d bytes (at most %d)", name, length, MAX_BYTES));
    }
    try (InputStream in = fileSystem.open(file)) {
      return new String(in.readNBytes((int) length), StandardCharsets.UTF_8);
    }
  }
}

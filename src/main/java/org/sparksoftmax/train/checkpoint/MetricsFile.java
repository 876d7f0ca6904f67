package org.sparksoftmax.train.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.sparksoftmax.math.evaluate.ClassificationReport;
import org.sparksoftmax.math.optimize.OptimizerState;
import org.sparksoftmax.output.OutputDirectory;
import org.sparksoftmax.output.OutputException;
import org.sparksoftmax.text.JsonNumbers;

/**
 * Writes metrics.jsonl, with one line per iteration. During the run, complete lines are appended to
 * {@code metrics.jsonl.inprogress}; {@link #close} renames the file, or deletes one without lines,
 * in favour of that of an earlier run.
 */
public final class MetricsFile implements AutoCloseable {

  /** The name of the file. */
  public static final String NAME = "metrics.jsonl";

  /** The name of the file during the run. */
  public static final String IN_PROGRESS = NAME + ".inprogress";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final OutputDirectory output;
  private final Path path;
  private final FSDataOutputStream out;
  private boolean whole = true;
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();

  /**
   * Starts the file, replacing one that an earlier run left unfinished.
   *
   * @param earlier the lines of the resumed run; empty for a new run
   */
  public MetricsFile(OutputDirectory output, byte[] earlier) {
    this.output = output;
    this.path = output.path(IN_PROGRESS);
    try {
      this.out = output.fileSystem().create(path, true);
      add(earlier);
    } catch (IOException cannot) {
      throw OutputException.cannotWrite(path.toString(), cannot);
    }
  }

  /** Adds the line of an iteration; see {@link TrainingListener#iteration}. */
  public void iteration(
      OptimizerState state, double seconds, Optional<ClassificationReport> validation) {
    ObjectNode line = JSON.createObjectNode();
    line.put("iteration", state.iteration());
    line.put("objective", state.value().objective());
    line.put("loss", state.value().meanLoss());
    line.put("regularization", state.value().regularization());
    line.put("gradientNorm", state.value().gradientNorm());
    line.put("stepSize", state.stepSize());
    line.put("evaluations", state.evaluations());
    line.put("seconds", seconds);
    validation.ifPresent(
        report -> {
          JsonNumbers.putFinite(line, "validationLoss", report.logLoss());
          line.put("validationAccuracy", report.accuracy());
        });
    try {
      add((line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException cannot) {
      whole = false;
      throw OutputException.cannotWrite(path.toString(), cannot);
    }
  }

  /** Everything written so far. */
  byte[] lines() {
    return lines.toByteArray();
  }

  private void add(byte[] bytes) throws IOException {
    lines.write(bytes);
    out.write(bytes);
    out.hflush();
  }

  @Override
  public void close() {
    try {
      out.close();
      if (lines.size() == 0) {
        output.delete(path);
      } else if (whole) {
        output.publish(path, NAME);
      }
    } catch (IOException cannot) {
      throw OutputException.cannotWrite(output.display(NAME), cannot);
    }
  }
}

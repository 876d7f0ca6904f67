package org.sparksoftmax.train.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.sparksoftmax.math.evaluate.ClassificationReport;
import org.sparksoftmax.math.optimize.OptimizerState;
import org.sparksoftmax.output.OutputDirectory;
import org.sparksoftmax.output.OutputException;
import org.sparksoftmax.text.JsonNumbers;
import org.sparksoftmax.train.checkpoint.MetricsLines.InPieces;

/**
 * Writes metrics.jsonl, with one line per iteration. During the run, complete lines are appended to
 * {@code metrics.jsonl.inprogress}; {@link #close} renames the file, or deletes one without lines,
 * in favour of that of an earlier run. In an object store, where nothing can be appended, the file
 * is written by {@link #close}.
 */
public final class MetricsFile implements AutoCloseable {

  /** The name of the file. */
  public static final String NAME = "metrics.jsonl";

  /** The name of the file during the run. */
  public static final String IN_PROGRESS = NAME + ".inprogress";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final OutputDirectory output;
  private final Path path;

  /** Empty in an object store. */
  private final Optional<FSDataOutputStream> out;

  /**
   * Whether checkpoints may refer to the file: what is flushed can be read after the process has
   * been killed. On HDFS it cannot if the DataNodes were lost, too, until the lease is recovered.
   * Elsewhere they refer to pieces of it, which are files of their own.
   */
  private final boolean durable;

  private final CRC32C crc = new CRC32C();
  private int bytes;
  private boolean whole = true;

  /** The whole pieces and the lines after them, if checkpoints cannot refer to the file. */
  private final List<byte[]> pieces = new ArrayList<>();

  private final ByteArrayOutputStream rest = new ByteArrayOutputStream();

  /** The number of pieces that this run has written. */
  private int writtenPieces;

  /**
   * Starts the file, replacing one that an earlier run left unfinished.
   *
   * @param earlier the lines of the resumed run; empty for a new run
   */
  public MetricsFile(OutputDirectory output, byte[] earlier) {
    this.output = output;
    this.path = output.path(IN_PROGRESS);
    try {
      // A checkpoint may refer to the file that is replaced, until the next one is saved.
      Path start = earlier.length > 0 ? output.hidden(IN_PROGRESS) : path;
      this.out =
          output.isObjectStore()
              ? Optional.empty()
              : Optional.of(output.fileSystem().create(start, true));
      this.durable = output.fileSystem() instanceof LocalFileSystem;
      add(earlier);
      if (out.isPresent() && !start.equals(path)) {
        output.publish(start, IN_PROGRESS);
      }
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

  /** The lines so far, for a checkpoint; those in the file are then on the disk. */
  MetricsLines saved() {
    if (!durable) {
      return savedInPieces();
    }
    try {
      out.get().hsync();
      return new MetricsLines.InFile(bytes, (int) crc.getValue());
    } catch (IOException cannot) {
      throw OutputException.cannotWrite(path.toString(), cannot);
    }
  }

  private MetricsLines savedInPieces() {
    for (; writtenPieces < pieces.size(); writtenPieces++) {
      output.write(InPieces.name(writtenPieces), pieces.get(writtenPieces));
    }
    return new InPieces(pieces.size(), bytes, (int) crc.getValue(), rest.toByteArray());
  }

  private void add(byte[] text) throws IOException {
    if (out.isPresent()) {
      out.get().write(text);
      out.get().hflush();
    }
    crc.update(text);
    bytes = Math.addExact(bytes, text.length);
    if (!durable) {
      addToPieces(text);
    }
  }

  private void addToPieces(byte[] text) {
    for (int begin = 0; begin < text.length; ) {
      int length = Math.min(text.length - begin, InPieces.PIECE_BYTES - rest.size());
      rest.write(text, begin, length);
      begin += length;
      if (rest.size() == InPieces.PIECE_BYTES) {
        pieces.add(rest.toByteArray());
        rest.reset();
      }
    }
  }

  private void writeTo(OutputStream to) throws IOException {
    for (byte[] piece : pieces) {
      to.write(piece);
    }
    rest.writeTo(to);
  }

  @Override
  public void close() {
    if (out.isEmpty()) {
      if (whole && bytes > 0) {
        output.write(NAME, this::writeTo);
      }
      return;
    }
    try {
      out.get().close();
      if (bytes == 0) {
        output.delete(path);
      } else if (whole) {
        output.publish(path, NAME);
      }
    } catch (IOException cannot) {
      throw OutputException.cannotWrite(output.display(NAME), cannot);
    }
  }
}

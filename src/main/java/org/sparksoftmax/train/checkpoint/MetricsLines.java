package org.sparksoftmax.train.checkpoint;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.sparksoftmax.output.OutputDirectory;

/**
 * The lines of metrics.jsonl up to a checkpoint. On local file systems a checkpoint only refers to
 * them; otherwise it grows with each iteration.
 */
sealed interface MetricsLines {

  /** The lines; empty if no file of {@code output} has them any more. */
  Optional<byte[]> read(OutputDirectory output) throws IOException;

  /** The lines themselves. */
  record Inline(byte[] lines) implements MetricsLines {

    @Override
    public Optional<byte[]> read(OutputDirectory output) {
      return Optional.of(lines);
    }
  }

  /**
   * The beginning of the file.
   *
   * @param bytes its length
   * @param crc32c its checksum
   */
  record InFile(int bytes, int crc32c) implements MetricsLines {

    @Override
    public Optional<byte[]> read(OutputDirectory output) throws IOException {
      for (String name : List.of(MetricsFile.IN_PROGRESS, MetricsFile.NAME)) {
        try (InputStream in = output.fileSystem().open(output.path(name))) {
          byte[] lines = in.readNBytes(bytes);
          CRC32C crc = new CRC32C();
          crc.update(lines);
          if (lines.length == bytes && (int) crc.getValue() == crc32c) {
            return Optional.of(lines);
          }
        } catch (FileNotFoundException absent) {
          // the run ended, or began, under the other name
        }
      }
      return Optional.empty();
    }
  }
}

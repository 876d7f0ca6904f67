package org.sparksoftmax.train.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.sparksoftmax.output.OutputDirectory;

/**
 * The lines of metrics.jsonl up to a checkpoint, which only refers to them: it does not grow with
 * the number of iterations. In its file they are −1, int32 length and checksum of those in their
 * file (since version 3), or −2, int32 number of their pieces, length and checksum of all, and
 * int32 length and text of the rest (since version 4), or int32 length and text.
 */
sealed interface MetricsLines {

  int IN_FILE = -1;
  int IN_PIECES = -2;

  /** Reads what {@link #write} wrote; no array longer than {@code length} is allocated. */
  static MetricsLines read(DataInputStream in, long length) throws IOException {
    int kind = in.readInt();
    if (kind == IN_FILE) {
      int bytes = in.readInt();
      CheckpointCodec.require(bytes >= 0, "its sizes are negative");
      return new InFile(bytes, in.readInt());
    }
    if (kind == IN_PIECES) {
      int pieces = in.readInt();
      int bytes = in.readInt();
      int crc32c = in.readInt();
      byte[] rest = CheckpointCodec.readBytes(in, length);
      CheckpointCodec.require(
          pieces >= 0 && (long) pieces * InPieces.PIECE_BYTES + rest.length == bytes,
          "its sizes contradict each other");
      return new InPieces(pieces, bytes, crc32c, rest);
    }
    byte[] lines = CheckpointCodec.readBytes(in, kind, length);
    return new InPieces(0, lines.length, checksum(lines), lines);
  }

  void write(DataOutputStream out) throws IOException;

  /** The lines; empty if the files of {@code output} do not have them any more. */
  Optional<byte[]> read(OutputDirectory output) throws IOException;

  /**
   * The beginning of the file, on local file systems.
   *
   * @param bytes its length
   * @param crc32c its checksum
   */
  record InFile(int bytes, int crc32c) implements MetricsLines {

    @Override
    public void write(DataOutputStream out) throws IOException {
      out.writeInt(IN_FILE);
      out.writeInt(bytes);
      out.writeInt(crc32c);
    }

    @Override
    public Optional<byte[]> read(OutputDirectory output) throws IOException {
      for (String name : List.of(MetricsFile.IN_PROGRESS, MetricsFile.NAME)) {
        try (InputStream in = output.fileSystem().open(output.path(name))) {
          byte[] lines = in.readNBytes(bytes);
          if (lines.length == bytes && checksum(lines) == crc32c) {
            return Optional.of(lines);
          }
        } catch (FileNotFoundException absent) {
          // the run ended, or began, under the other name
        }
      }
      return Optional.empty();
    }
  }

  /**
   * Pieces of the same length, each a file beside the checkpoints, and the rest. For file systems
   * on which a file that is being written cannot be read, or not until its lease is recovered.
   *
   * @param pieces the number of files
   * @param bytes the length of all lines
   * @param crc32c the checksum of all lines
   * @param rest the lines after the pieces
   */
  record InPieces(int pieces, int bytes, int crc32c, byte[] rest) implements MetricsLines {

    /** The length of a piece: that of about a thousand lines. */
    static final int PIECE_BYTES = 1 << 18;

    @Override
    public void write(DataOutputStream out) throws IOException {
      out.writeInt(IN_PIECES);
      out.writeInt(pieces);
      out.writeInt(bytes);
      out.writeInt(crc32c);
      CheckpointCodec.writeBytes(out, rest);
    }

    /** The name of a file, in the output. */
    static String name(int piece) {
      return String.format(
          Locale.ROOT, "%s/metrics-%06d.jsonl", OutputDirectory.CHECKPOINTS, piece);
    }

    @Override
    public Optional<byte[]> read(OutputDirectory output) throws IOException {
      ByteArrayOutputStream lines = new ByteArrayOutputStream();
      try {
        for (int piece = 0; piece < pieces; piece++) {
          try (InputStream in = output.fileSystem().open(output.path(name(piece)))) {
            lines.write(in.readNBytes(PIECE_BYTES));
          }
        }
      } catch (FileNotFoundException absent) {
        return Optional.empty();
      }
      lines.write(rest);
      return lines.size() == bytes && checksum(lines.toByteArray()) == crc32c
          ? Optional.of(lines.toByteArray())
          : Optional.empty();
    }
  }

  private static int checksum(byte[] lines) {
    CRC32C crc = new CRC32C();
    crc.update(lines);
    return (int) crc.getValue();
  }
}

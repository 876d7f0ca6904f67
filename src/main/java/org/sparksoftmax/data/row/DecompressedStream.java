package org.sparksoftmax.data.row;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The decompressed content of a file. An error of the codec means invalid data; an error of the
 * file system remains an {@link IOException}.
 */
final class DecompressedStream extends InputStream {
  private final InputStream content;
  private final String file;

  private DecompressedStream(InputStream content, String file) {
    this.content = content;
    this.file = file;
  }

  /** Takes ownership of {@code stored}. */
  static InputStream open(Compression.Decoder decoder, InputStream stored, String file)
      throws IOException {
    try {
      return new DecompressedStream(decoder.open(new StoredStream(stored)), file);
    } catch (UncheckedIOException e) {
      stored.close();
      throw e.getCause();
    } catch (IOException | RuntimeException e) {
      // Codecs without their native library also fail here.
      stored.close();
      throw corrupt(file, e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int from, int length) throws IOException {
    try {
      return content.read(buffer, from, length);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (IOException | IndexOutOfBoundsException e) {
      throw corrupt(file, e);
    }
  }

  @Override
  public void close() throws IOException {
    content.close();
  }

  private static DataException corrupt(String file, Exception cause) {
    return new DataException(
        "Cannot decompress "
            + InputFiles.shown(file)
            + ": the file is corrupt or truncated ("
            + cause.getMessage()
            + ")",
        cause);
  }

  /** Wraps errors of the file system, to distinguish them from errors of the codec. */
  private static final class StoredStream extends FilterInputStream {
    StoredStream(InputStream stored) {
      super(stored);
    }

    @Override
    public int read() {
      try {
        return in.read();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public int read(byte[] buffer, int from, int length) {
      try {
        return in.read(buffer, from, length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

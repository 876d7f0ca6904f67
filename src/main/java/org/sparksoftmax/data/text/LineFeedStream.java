package org.sparksoftmax.data.text;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Text in which each CR, and each CR LF, is replaced by LF. */
final class LineFeedStream extends FilterInputStream {
  private boolean afterCr;

  LineFeedStream(InputStream text) {
    super(text);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int from, int length) throws IOException {
    int written = 0;
    while (written == 0) {
      int read = in.read(buffer, from, length);
      if (read <= 0) {
        return read;
      }
      for (int i = from; i < from + read; i++) {
        byte b = buffer[i];
        if (!(b == '\n' && afterCr)) {
          buffer[from + written++] = b == '\r' ? (byte) '\n' : b;
        }
        afterCr = b == '\r';
      }
    }
    return written;
  }
}

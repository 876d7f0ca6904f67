package org.sparksoftmax.data.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Text in any encoding, as UTF-8. Each sequence that the encoding does not permit becomes a byte
 * that UTF-8 does not permit, so that its line is a bad row.
 */
final class TranscodedStream extends InputStream {
  private static final int CHUNK = 32 << 10;
  private static final byte[] INVALID = {(byte) 0xFF};

  private final InputStream in;
  private final CharsetDecoder decoder;
  private final ByteBuffer source = ByteBuffer.allocate(CHUNK).limit(0);
  private final CharBuffer characters = CharBuffer.allocate(CHUNK);
  private ByteBuffer converted = ByteBuffer.allocate(0);

  /** Whether {@link #in} has ended, and whether the decoder has. */
  private boolean atEnd;

  private boolean flushed;

  TranscodedStream(InputStream in, Charset charset) {
    this.in = in;
    this.decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!converted.hasRemaining()) {
      if (flushed) {
        return -1;
      }
      convert();
    }
    int count = Math.min(length, converted.remaining());
    converted.get(buffer, from, count);
    return count;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private void convert() throws IOException {
    CoderResult result = decoder.decode(source, characters, atEnd);
    if (result.isUnderflow() && atEnd) {
      decoder.flush(characters);
      flushed = true;
    } else if (result.isUnderflow()) {
      source.compact();
      int read = in.read(source.array(), source.position(), source.remaining());
      atEnd = read < 0;
      source.position(source.position() + Math.max(read, 0)).flip();
    }
    if (characters.position() > 0) {
      characters.flip();
      converted = StandardCharsets.UTF_8.encode(characters);
      characters.clear();
      if (result.isError()) {
        ByteBuffer both = ByteBuffer.allocate(converted.remaining() + 1);
        converted = both.put(converted).put(INVALID).flip();
      }
    } else if (result.isError()) {
      converted = ByteBuffer.wrap(INVALID);
    }
    if (result.isError()) {
      source.position(source.position() + result.length());
    }
  }
}

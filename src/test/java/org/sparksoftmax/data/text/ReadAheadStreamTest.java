package org.sparksoftmax.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ReadAheadStreamTest {

  private final AtomicBoolean closed = new AtomicBoolean();

  /** A stream of these bytes, a few at a time, then {@code failure} if there is one. */
  private InputStream stream(byte[] bytes, RuntimeException failure) {
    InputStream whole = new ByteArrayInputStream(bytes);
    return new InputStream() {
      @Override
      public int read() {
        throw new AssertionError("one byte at a time is slow");
      }

      @Override
      public int read(byte[] buffer, int from, int length) throws IOException {
        int read = whole.read(buffer, from, Math.min(length, 1000));
        if (read < 0 && failure != null) {
          throw failure;
        }
        return read;
      }

      @Override
      public void close() {
        closed.set(true);
      }
    };
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 131_072, 131_073, 1_000_000})
  void hasTheBytesOfTheStream(int count) throws IOException {
    try (InputStream ahead = new ReadAheadStream(stream(bytes(count), null))) {
      assertThat(ahead.readAllBytes()).isEqualTo(bytes(count));
      assertThat(ahead.read()).isEqualTo(-1);
    }
    assertThat(closed).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 131_072, 700_000})
  void throwsTheExceptionOfTheStreamBehindAllOfItsBytes(int count) throws IOException {
    IllegalStateException failure = new IllegalStateException("corrupt");
    try (InputStream ahead = new ReadAheadStream(stream(bytes(count), failure))) {
      assertThat(ahead.readNBytes(count)).isEqualTo(bytes(count));
      assertThatThrownBy(ahead::read).isSameAs(failure);
      assertThatThrownBy(ahead::read).isSameAs(failure);
    }
  }

  @Test
  void closesAStreamOfWhichTheReaderWantsNoMore() throws IOException {
    InputStream ahead = new ReadAheadStream(stream(bytes(10_000_000), null));
    assertThat(ahead.readNBytes(10)).isEqualTo(Arrays.copyOf(bytes(10_000_000), 10));
    ahead.close();
    assertThat(closed).isTrue();
  }

  @Test
  void anInterruptEndsTheReader() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 0;
          }

          @Override
          public int read(byte[] buffer, int from, int length) throws IOException {
            begun.countDown();
            try {
              Thread.sleep(100_000);
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            return length;
          }
        };
    try (InputStream ahead = new ReadAheadStream(endless)) {
      begun.await();
      Thread.currentThread().interrupt();
      assertThatThrownBy(ahead::read).hasMessage("reading was interrupted");
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}

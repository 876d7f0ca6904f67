package org.sparksoftmax.data.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The content of a stream, which a thread of its own reads some chunks ahead, so that a file is
 * decompressed while its lines are parsed. The bytes are the same, and so is an exception behind
 * them.
 */
final class ReadAheadStream extends InputStream {

  private static final int CHUNK = 128 << 10;
  private static final int CHUNKS = 4;

  /**
   * Some bytes, and what follows them.
   *
   * @param failure the exception that the stream threw behind the bytes; null if it threw none
   * @param isLast whether the stream ended behind the bytes
   */
  private record Chunk(byte[] bytes, int length, Throwable failure, boolean isLast) {}

  private final InputStream in;
  private final Thread thread = new Thread(this::readAhead, "softmax-read-ahead");
  private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(CHUNKS);
  private final BlockingQueue<Chunk> filled = new ArrayBlockingQueue<>(CHUNKS);
  private Chunk current = new Chunk(new byte[CHUNK], 0, null, false);
  private int position;

  /** Takes ownership of {@code in}. */
  ReadAheadStream(InputStream in) {
    this.in = in;
    for (int i = 1; i < CHUNKS; i++) {
      free.add(new byte[CHUNK]);
    }
    thread.setDaemon(true);
    thread.start();
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
    while (position == current.length()) {
      rethrow(current.failure());
      if (current.isLast()) {
        return -1;
      }
      free.add(current.bytes());
      try {
        current = filled.take();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        current = new Chunk(new byte[0], 0, stopped(e), false);
      }
      position = 0;
    }
    int count = Math.min(length, current.length() - position);
    System.arraycopy(current.bytes(), position, buffer, from, count);
    position += count;
    return count;
  }

  /** Ends the thread, then closes the stream. */
  @Override
  public void close() throws IOException {
    boolean interrupted = false;
    thread.interrupt();
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    in.close();
  }

  private void readAhead() {
    try {
      boolean ended = false;
      while (!ended) {
        Chunk chunk = fill(free.take());
        filled.put(chunk);
        ended = chunk.isLast() || chunk.failure() != null;
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private Chunk fill(byte[] bytes) {
    int length = 0;
    try {
      int read = 0;
      while (length < bytes.length && (read = in.read(bytes, length, bytes.length - length)) >= 0) {
        length += read;
      }
      return new Chunk(bytes, length, null, read < 0);
    } catch (Throwable failure) { // for the reader
      return new Chunk(bytes, length, failure, false);
    }
  }

  private static InterruptedIOException stopped(InterruptedException cause) {
    InterruptedIOException stopped = new InterruptedIOException("reading was interrupted");
    stopped.initCause(cause);
    return stopped;
  }

  private static void rethrow(Throwable failure) throws IOException {
    if (failure instanceof IOException unread) {
      throw unread;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw (RuntimeException) failure;
    }
  }
}

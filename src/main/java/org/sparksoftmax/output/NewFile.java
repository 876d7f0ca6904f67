package org.sparksoftmax.output;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataOutputStream;

/**
 * Writes the content of a file that was just created, and closes it. After a failure the file is
 * aborted if its file system can do that: in an object store, closing it would publish what was
 * written so far.
 *
 * <p>Rejected: a try-with-resources statement. HDFS throws one and the same exception from a failed
 * write and from the close that follows, and the statement would fail to add it to itself.
 */
public final class NewFile {

  private static final int BUFFER = 1 << 20;

  private NewFile() {}

  /** What closes a stream, which publishes its file. */
  interface Commit {
    void close(FSDataOutputStream file) throws IOException;
  }

  /**
   * Writes the content to {@code file}.
   *
   * @param body writes to a buffer, and need not flush it
   */
  public static void write(FSDataOutputStream file, OutputDirectory.Body body) throws IOException {
    write(file, body, FSDataOutputStream::close);
  }

  /** As {@link #write}; the content is on the disk when it returns. */
  public static void writeDurably(FSDataOutputStream file, OutputDirectory.Body body)
      throws IOException {
    write(
        file,
        body,
        written -> {
          written.hsync();
          written.close();
        });
  }

  static void write(FSDataOutputStream file, OutputDirectory.Body body, Commit commit)
      throws IOException {
    try {
      OutputStream out = new BufferedOutputStream(file, BUFFER);
      body.writeTo(out);
      out.flush();
      commit.close(file);
    } catch (Throwable failed) {
      abort(file, failed);
      throw failed;
    }
  }

  private static void abort(FSDataOutputStream file, Throwable reason) {
    try {
      if (file.hasCapability(CommonPathCapabilities.ABORTABLE_STREAM)) {
        file.abort();
      } else {
        file.close();
      }
    } catch (IOException | RuntimeException again) {
      if (again != reason) {
        reason.addSuppressed(again);
      }
    }
  }
}

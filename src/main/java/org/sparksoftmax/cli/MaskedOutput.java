package org.sparksoftmax.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;
import org.sparksoftmax.text.Secrets;

/**
 * Masks the secrets of everything that the process prints, whoever prints it. Text is passed on
 * line by line, so that no secret is cut in two; {@link #flush} passes on an incomplete line, such
 * as a prompt or a progress bar.
 */
final class MaskedOutput extends OutputStream {
  private final OutputStream out;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  MaskedOutput(OutputStream out) {
    this.out = out;
  }

  /** Runs a command, whose standard output and standard error are masked and in UTF-8. */
  static int during(IntSupplier command) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    PrintStream maskedOut = masked(out);
    PrintStream maskedErr = masked(err);
    System.setOut(maskedOut);
    System.setErr(maskedErr);
    try {
      return command.getAsInt();
    } finally {
      maskedOut.flush();
      maskedErr.flush();
      System.setOut(out);
      if (!Signals.isStopping()) { // otherwise, it stays silent
        System.setErr(err);
      }
    }
  }

  /** Without automatic flushes, which would end lines at every full buffer of a writer. */
  private static PrintStream masked(PrintStream stream) {
    return new PrintStream(new MaskedOutput(stream), false, StandardCharsets.UTF_8);
  }

  @Override
  public synchronized void write(int b) throws IOException {
    line.write(b);
    if (b == '\n') {
      flush();
    }
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    for (int i = offset; i < offset + length; i++) {
      write(bytes[i]);
    }
  }

  @Override
  public synchronized void flush() throws IOException {
    out.write(Secrets.mask(line.toString(StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
    line.reset();
    out.flush();
  }
}

package org.sparksoftmax.data.row;

import java.io.IOException;
import java.util.Locale;
import org.sparksoftmax.output.FileFailure;
import org.sparksoftmax.text.OneLine;

/**
 * Thrown in a task when the file system does not give it a file, which another attempt may read.
 * The message is a single line for the user, with the file.
 */
public final class UnreadableFileException extends IOException {
  private static final long serialVersionUID = 1L;

  public UnreadableFileException(String file, IOException cause) {
    super(
        OneLine.message(
            String.format(
                Locale.ROOT,
                "Cannot read %s: %s",
                InputFiles.shown(file),
                FileFailure.reason(cause))),
        cause);
  }
}

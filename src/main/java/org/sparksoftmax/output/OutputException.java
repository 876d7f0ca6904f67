package org.sparksoftmax.output;

import java.io.IOException;
import java.util.Locale;
import org.sparksoftmax.text.OneLine;

/**
 * Thrown when an output cannot be written or a model cannot be replaced. The message is shown to
 * the user.
 */
public final class OutputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public OutputException(String message) {
    super(OneLine.message(message));
  }

  public OutputException(String message, Throwable cause) {
    super(OneLine.message(message), cause);
  }

  /** The same failure in terms of a method with a path, which has no options to name. */
  public OutputException withoutOptions() {
    return new OutputException(
        getMessage()
            .replace("--output ", "")
            .replace("add --resume to continue the run in it, --overwrite to start again, or ", "")
            .replace(" or add --overwrite", ""),
        this);
  }

  /** Returns the exception for a failed write to {@code path}. */
  public static OutputException cannotWrite(String path, IOException cause) {
    return new OutputException(
        String.format(Locale.ROOT, "Cannot write to %s: %s", path, FileFailure.reason(cause)),
        cause);
  }
}

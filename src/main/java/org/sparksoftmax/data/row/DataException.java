package org.sparksoftmax.data.row;

import org.sparksoftmax.text.OneLine;

/** Bad input data; the message is the one line that the user reads: value, bound, place, remedy. */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DataException(String message) {
    super(OneLine.of(message));
  }

  public DataException(String message, Throwable cause) {
    super(OneLine.of(message), cause);
  }
}

package org.sparksoftmax.data.row;

import org.sparksoftmax.text.OneLine;

/**
 * Thrown when input data is invalid. The message is a single line for the user, with value, bound,
 * place and remedy.
 */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DataException(String message) {
    super(OneLine.message(message));
  }

  public DataException(String message, Throwable cause) {
    super(OneLine.message(message), cause);
  }
}

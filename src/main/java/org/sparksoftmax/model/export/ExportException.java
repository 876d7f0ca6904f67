package org.sparksoftmax.model.export;

import org.sparksoftmax.text.OneLine;

/** Thrown if a format cannot represent a model. The message is a single line for the user. */
public final class ExportException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ExportException(String message) {
    super(OneLine.message(message));
  }
}

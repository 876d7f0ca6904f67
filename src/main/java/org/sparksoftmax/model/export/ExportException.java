package org.sparksoftmax.model.export;

import org.sparksoftmax.text.OneLine;

/** A model that a format has no place for; the message is the one line that the user reads. */
public final class ExportException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ExportException(String message) {
    super(OneLine.of(message));
  }
}

package org.sparksoftmax.data.row;

import java.util.Locale;

/** What a row of the training files is used for. */
public enum SplitRole {
  TRAIN,
  VALIDATION,
  TEST;

  /** The role as configuration keys and reports name it. */
  public String keyword() {
    return name().toLowerCase(Locale.ROOT);
  }
}

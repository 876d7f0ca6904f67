package org.sparksoftmax.data.row;

import java.util.Locale;

/** The data set that a row of the training files belongs to. */
public enum SplitRole {
  TRAIN,
  VALIDATION,
  TEST;

  /** The role as configuration keys and reports name it. */
  public String keyword() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package org.sparksoftmax.data.row;

import java.util.Locale;

/** The data set to which a row of the training files belongs. */
public enum SplitRole {
  TRAIN,
  VALIDATION,
  TEST;

  /** The name of the role in configuration keys and reports. */
  public String keyword() {
    return name().toLowerCase(Locale.ROOT);
  }
}

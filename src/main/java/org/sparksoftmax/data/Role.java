package org.sparksoftmax.data;

import java.util.Locale;

/** What a row of the training files is used for. */
enum Role {
  TRAIN,
  VALIDATION,
  TEST;

  /** The role as configuration keys and reports name it. */
  String keyword() {
    return name().toLowerCase(Locale.ROOT);
  }
}

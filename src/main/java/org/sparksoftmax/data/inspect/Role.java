package org.sparksoftmax.data.inspect;

import java.util.Locale;

/** The proposed use of a column. */
public enum Role {
  LABEL,
  WEIGHT,
  FEATURE,
  /** A one-hot encoded feature. */
  CATEGORY,
  /** A date or timestamp, which becomes numbers. */
  DATE,
  /** A column that identifies rows, which is left out. */
  IDENTIFIER,
  /** A column that is left out for another reason. */
  LEAVE_OUT;

  /** Whether the column is left out. */
  public boolean isLeftOut() {
    return this == IDENTIFIER || this == LEAVE_OUT;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}

package org.sparksoftmax.data.inspect;

import java.util.Locale;

/** The inferred type of a column. */
public enum ColumnKind {
  /** Numbers, at least one of which is not an integer. */
  NUMBER,
  INTEGER,
  BOOLEAN,
  TEXT,
  /** Days, in the form of ISO 8601. */
  DATE,
  /** Times of days, in the form of ISO 8601. */
  TIMESTAMP,
  /** A vector or array of numbers. */
  VECTOR,
  STRUCT,
  /** A type that the trainer does not read, such as a map. */
  OTHER,
  /** A column without a single value. */
  EMPTY;

  /** Whether the values are numbers. */
  public boolean isNumeric() {
    return this == NUMBER || this == INTEGER;
  }

  /** Whether the values can be compared and counted. */
  public boolean isScalar() {
    return switch (this) {
      case NUMBER, INTEGER, BOOLEAN, TEXT, DATE, TIMESTAMP -> true;
      case VECTOR, STRUCT, OTHER, EMPTY -> false;
    };
  }

  /** Whether the values are dates or timestamps. */
  public boolean isTime() {
    return this == DATE || this == TIMESTAMP;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

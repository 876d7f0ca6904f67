package org.sparksoftmax.train.predict;

/** How predictions contain the probabilities. */
public enum Probabilities {
  /** One column, an array in class order. */
  ARRAY,
  /** One column for each class. */
  COLUMNS,
  /** Not at all. */
  NONE
}

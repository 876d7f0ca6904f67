package org.sparksoftmax.math.evaluate;

/** The set of measures. */
public enum Detail {
  /** Accuracy and log loss, for the progress of training. */
  QUICK,

  /** All measures. */
  FULL
}

package org.sparksoftmax.math.evaluate;

/** How many measures are computed. */
public enum Detail {
  /** Accuracy and log loss, which are monitored during training. */
  QUICK,

  /** All measures. */
  FULL
}

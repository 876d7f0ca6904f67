package org.sparksoftmax.math.evaluate;

/** How much is measured. */
public enum Detail {
  /** Accuracy and log loss: what is watched while a model is trained. */
  QUICK,

  /** Everything. */
  FULL
}

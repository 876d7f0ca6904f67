package org.sparksoftmax.config;

/** How the probabilities of a trained model are calibrated ({@code calibration}). */
public enum Calibration {
  /** No calibration. */
  NONE,

  /**
   * Temperature scaling: all logits are divided by the number that fits the validation data best.
   */
  TEMPERATURE
}

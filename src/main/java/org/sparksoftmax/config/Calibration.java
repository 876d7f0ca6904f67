package org.sparksoftmax.config;

/** What is done to the probabilities of a trained model ({@code calibration}). */
public enum Calibration {
  /** Nothing. */
  NONE,

  /** All logits are divided by the number that fits the validation data best. */
  TEMPERATURE
}

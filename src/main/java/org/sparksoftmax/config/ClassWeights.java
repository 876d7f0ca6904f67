package org.sparksoftmax.config;

import static org.sparksoftmax.config.ConfigException.invalid;

import java.util.Map;
import java.util.TreeMap;

/** How much an example of each class counts ({@code loss.class-weights}). */
public sealed interface ClassWeights {

  /** All classes count the same. */
  record None() implements ClassWeights {}

  /** Each class counts as much as any other: Σw / (K Σw of the class). */
  record Balanced() implements ClassWeights {}

  /**
   * A weight for each class.
   *
   * @param byLabel of the labels named, at least 0; all others count 1
   */
  record Given(Map<String, Double> byLabel) implements ClassWeights {

    public Given {
      byLabel = Map.copyOf(new TreeMap<>(byLabel));
      byLabel.forEach(
          (label, weight) -> {
            if (!(weight >= 0 && Double.isFinite(weight))) {
              throw invalid(
                  "loss.class-weights",
                  label + ": " + weight,
                  "each weight must be >= 0 and finite");
            }
          });
    }
  }
}

package org.sparksoftmax.config;

import static org.sparksoftmax.config.ConfigException.invalid;

import java.util.Map;
import java.util.TreeMap;

/** The weight of the examples of each class ({@code loss.class-weights}). */
public sealed interface ClassWeights {

  /** All classes have weight 1. */
  record None() implements ClassWeights {}

  /** Weights that give all classes the same total: Σw / (K Σw of the class). */
  record Balanced() implements ClassWeights {}

  /**
   * Weights given by label.
   *
   * @param byLabel weight of each listed label, at least 0; other labels have weight 1
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

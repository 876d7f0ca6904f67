package org.sparksoftmax.ml;

import java.util.Arrays;
import java.util.Locale;

/**
 * The parameters {@code threshold}, for two classes, and {@code thresholds}, for any number. As in
 * {@code LogisticRegression}, a threshold t is equivalent to the thresholds 1 − t and t, setting
 * one parameter clears the other, and if both are set nevertheless, as in a grid, they must agree.
 */
final class Thresholds {

  /** The difference of a threshold and its equivalent that MLlib accepts. */
  private static final double TOLERANCE = 1e-5;

  private Thresholds() {}

  /**
   * The threshold of two classes.
   *
   * @throws IllegalArgumentException if there are other than two thresholds, or the parameters
   *     contradict each other
   */
  static double ofTwo(SoftmaxClassifierParams stage) {
    requireConsistent(stage);
    if (!stage.isSet(stage.thresholds())) {
      return (double) stage.getOrDefault(stage.threshold());
    }
    double[] all = stage.getOrDefault(stage.thresholds());
    if (all.length != 2) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Cannot give the threshold of two classes: thresholds has %d values, %s",
              all.length,
              Arrays.toString(all)));
    }
    return equivalent(all);
  }

  /**
   * The thresholds of all classes, which may be those that are equivalent to {@code threshold}.
   *
   * @throws IllegalArgumentException if the parameters contradict each other
   * @throws java.util.NoSuchElementException if neither is set
   */
  static double[] ofAll(SoftmaxClassifierParams stage) {
    requireConsistent(stage);
    if (!stage.isSet(stage.thresholds()) && stage.isSet(stage.threshold())) {
      double threshold = (double) stage.getOrDefault(stage.threshold());
      return new double[] {1 - threshold, threshold};
    }
    return stage.getOrDefault(stage.thresholds());
  }

  /**
   * Checks that the two parameters agree, if both are set.
   *
   * @throws IllegalArgumentException if they do not
   */
  static void requireConsistent(SoftmaxClassifierParams stage) {
    if (!stage.isSet(stage.threshold()) || !stage.isSet(stage.thresholds())) {
      return;
    }
    double threshold = (double) stage.getOrDefault(stage.threshold());
    double[] all = stage.getOrDefault(stage.thresholds());
    if (all.length != 2 || !(Math.abs(threshold - equivalent(all)) < TOLERANCE)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Invalid threshold = %s with thresholds = %s: %s; clear one of them",
              threshold,
              Arrays.toString(all),
              all.length == 2
                  ? "they are equivalent to the threshold " + equivalent(all)
                  : "a threshold is for two classes"));
    }
  }

  private static double equivalent(double[] two) {
    return 1 / (1 + two[0] / two[1]);
  }
}

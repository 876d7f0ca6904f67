package org.sparksoftmax.model;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.sparksoftmax.model.FeatureSchema.InputColumn;

/**
 * Replaces missing values in the features of a row, where they are NaN.
 *
 * @param fills the replacement of each feature; NaN for a feature that cannot be missing
 * @param indicated for an indicator, the feature that it says is missing; for any other feature,
 *     the feature itself
 */
public record MissingFeatures(double[] fills, int[] indicated) implements Serializable {

  /** The replacements of a model with columns. */
  public static MissingFeatures of(FeatureSchema schema) {
    double[] fills = new double[schema.features()];
    Arrays.fill(fills, Double.NaN);
    int[] indicated = IntStream.range(0, fills.length).toArray();
    int at = 0;
    for (InputColumn column : schema.columns()) {
      if (!column.isCategorical() && column.imputation().isPresent()) {
        fills[at] = column.imputation().get().fill();
        if (column.hasIndicator()) {
          indicated[at + 1] = at;
        }
      }
      at += column.width();
    }
    return new MissingFeatures(fills, indicated);
  }

  public boolean anyIndicator() {
    return IntStream.range(0, indicated.length).anyMatch(j -> indicated[j] != j);
  }

  /** Whether each feature is an indicator. */
  public boolean[] isIndicator() {
    boolean[] flags = new boolean[indicated.length];
    for (int j = 0; j < flags.length; j++) {
      flags[j] = indicated[j] != j;
    }
    return flags;
  }

  /** The features with replacements; the argument itself if none is missing. */
  public double[] fill(double[] features) {
    if (Arrays.stream(features).noneMatch(Double::isNaN)) {
      return features;
    }
    double[] filled = features.clone();
    for (int j = 0; j < filled.length; j++) {
      if (indicated[j] != j && Double.isNaN(features[indicated[j]])) {
        filled[j] = 1;
      } else if (Double.isNaN(features[j])) {
        filled[j] = fills[j];
      }
    }
    return filled;
  }
}

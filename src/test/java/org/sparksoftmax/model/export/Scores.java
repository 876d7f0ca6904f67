package org.sparksoftmax.model.export;

import java.util.List;

/**
 * The scores of rows.
 *
 * @param labels the predicted label of each row
 * @param probabilities the probabilities of each row, in class order of the model
 */
public record Scores(List<String> labels, double[][] probabilities) {

  /** The largest |p − q| over all rows and classes. */
  public double distance(Scores other) {
    double largest = 0;
    for (int i = 0; i < probabilities.length; i++) {
      for (int k = 0; k < probabilities[i].length; k++) {
        double distance = Math.abs(probabilities[i][k] - other.probabilities[i][k]);
        if (!(distance <= largest)) { // also true if either is NaN
          largest = distance;
        }
      }
    }
    return largest;
  }
}

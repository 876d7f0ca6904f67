package org.sparksoftmax.model.export;

import java.util.List;

/**
 * What somebody says of some rows.
 *
 * @param labels the prediction of each row
 * @param probabilities of each row, classes in the model's order
 */
public record Scores(List<String> labels, double[][] probabilities) {

  /** The largest |p − q| over all rows and classes. */
  public double distance(Scores other) {
    double largest = 0;
    for (int i = 0; i < probabilities.length; i++) {
      for (int k = 0; k < probabilities[i].length; k++) {
        double distance = Math.abs(probabilities[i][k] - other.probabilities[i][k]);
        if (!(distance <= largest)) { // also if one of them is no number
          largest = distance;
        }
      }
    }
    return largest;
  }
}

package org.sparksoftmax.math.evaluate;

import org.sparksoftmax.math.block.ExampleBlock;

/**
 * A row and its scores.
 *
 * @param probabilities p of K classes from {@code offset} on; not modified
 * @param label the class of the row, or {@link ExampleBlock#UNKNOWN_LABEL}
 * @param prediction the class of the largest logit, the first of equals
 * @param rank how many classes come before the label if they are sorted by falling logit, equal
 *     ones by class; K if the label is unknown
 * @param weight w, the example weight
 * @param steps w in steps of the scale of the sums
 */
record ScoredRow(
    double[] probabilities,
    int offset,
    int classes,
    int label,
    int prediction,
    int rank,
    double weight,
    long steps) {

  boolean hasKnownLabel() {
    return label != ExampleBlock.UNKNOWN_LABEL;
  }

  double probability(int k) {
    return probabilities[offset + k];
  }

  /** The probability of the prediction. */
  double confidence() {
    return probability(prediction);
  }
}

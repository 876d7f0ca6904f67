package org.sparksoftmax.math.evaluate;

import org.sparksoftmax.math.block.ExampleBlock;

/**
 * A row and its prediction.
 *
 * @param probabilities p of K classes, starting at {@code offset}; not modified
 * @param label the class of the row, or {@link ExampleBlock#UNKNOWN_LABEL}
 * @param prediction the class of the largest logit; ties go to the first class
 * @param rank number of classes before the label when sorted by decreasing logit, ties by class; K
 *     if the label is unknown
 * @param weight w, the example weight
 * @param steps w in steps of the {@link WeightScale}
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

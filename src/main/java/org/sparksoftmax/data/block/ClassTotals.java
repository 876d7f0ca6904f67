package org.sparksoftmax.data.block;

import java.io.Serializable;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.linalg.ExactSum;

/**
 * The example weight of each class, Σ w·t over the rows: summed in float64 within a block, in the
 * order of its rows, and without rounding over blocks, so that partitions do not show in it.
 * Mutable; one owner at a time.
 */
public final class ClassTotals implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ExactSum[] sums;

  /** Of no blocks yet. */
  ClassTotals(int classes) {
    sums = new ExactSum[classes];
    for (int k = 0; k < classes; k++) {
      sums[k] = new ExactSum();
    }
  }

  /** Takes in {@code block}. Rows of a class that the model does not know count for none. */
  void add(ExampleBlock block) {
    double[] totals = new double[sums.length];
    for (int i = 0; i < block.rows(); i++) {
      double weight = block.exampleWeight(i);
      if (block.hasTargets()) {
        for (int k = 0; k < totals.length; k++) {
          totals[k] += weight * block.target(i, k, totals.length);
        }
      } else if (block.label(i) != ExampleBlock.UNKNOWN_LABEL) {
        totals[block.label(i)] += weight;
      }
    }
    for (int k = 0; k < totals.length; k++) {
      sums[k].add(totals[k]);
    }
  }

  /** Takes in the blocks of {@code other} and returns this. */
  ClassTotals merge(ClassTotals other) {
    for (int k = 0; k < sums.length; k++) {
      sums[k].add(other.sums[k]);
    }
    return this;
  }

  /** The sum of each class. */
  double[] values() {
    double[] values = new double[sums.length];
    for (int k = 0; k < values.length; k++) {
      values[k] = sums[k].value();
    }
    return values;
  }
}

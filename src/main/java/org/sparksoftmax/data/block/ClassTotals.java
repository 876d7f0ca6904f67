package org.sparksoftmax.data.block;

import java.io.Serializable;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.linalg.ExactSum;

/**
 * The example weight of each class, Σ w·t over the rows. The sum within a block is computed in
 * float64 and in row order. The sum over blocks is exact, so that the result does not depend on the
 * partitions. Mutable and not thread-safe.
 */
public final class ClassTotals implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ExactSum[] sums;

  /** Creates totals that are all 0. */
  ClassTotals(int classes) {
    sums = new ExactSum[classes];
    for (int k = 0; k < classes; k++) {
      sums[k] = new ExactSum();
    }
  }

  /** Adds {@code block}. Rows of a class that is not part of the model are ignored. */
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

  /** Adds the blocks of {@code other} and returns this. */
  ClassTotals merge(ClassTotals other) {
    for (int k = 0; k < sums.length; k++) {
      sums[k].add(other.sums[k]);
    }
    return this;
  }

  /** The total of each class. */
  double[] values() {
    double[] values = new double[sums.length];
    for (int k = 0; k < values.length; k++) {
      values[k] = sums[k].value();
    }
    return values;
  }
}

package org.sparksoftmax.math.objective;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.linalg.ExactSum;
import org.sparksoftmax.math.loss.Targets;

/**
 * Σ w′ of rows for each of several targets, summed in float64 within a block and without rounding
 * across blocks, so that the result does not depend on the partitioning. Mutable and not
 * thread-safe.
 */
public final class WeightSums implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ExactSum[] sums;

  /** The sums over no blocks. */
  public WeightSums(int targets) {
    sums = new ExactSum[targets];
    Arrays.setAll(sums, t -> new ExactSum());
  }

  /** Adds {@code block}. */
  public void add(ExampleBlock block, List<Targets> targets) {
    for (int t = 0; t < sums.length; t++) {
      sums[t].add(targets.get(t).exampleWeightSum(block));
    }
  }

  /** Adds the blocks of {@code other} and returns this. */
  public WeightSums merge(WeightSums other) {
    for (int t = 0; t < sums.length; t++) {
      sums[t].add(other.sums[t]);
    }
    return this;
  }

  /** The sum for each target. */
  public double[] values() {
    return Arrays.stream(sums).mapToDouble(ExactSum::value).toArray();
  }
}

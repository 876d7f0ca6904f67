package org.sparksoftmax.math.objective;

import java.util.Optional;
import org.sparksoftmax.math.block.Arithmetic;
import org.sparksoftmax.math.gradient.GridSum;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.loss.Targets;
import org.sparksoftmax.math.network.Dropout;

/**
 * Sums loss and gradient over blocks of examples: in memory, on a cluster, or in passes that
 * several runs share. The result depends on the request and the blocks alone.
 */
public interface BlockSums {

  /**
   * What to sum, and over which blocks.
   *
   * @param layout of θ for the features as stored
   * @param parameters θ for the features as stored; not modified
   * @param targets of the rows
   * @param batch the blocks
   * @param dropout of the hidden layers of a network
   * @param arithmetic of the products: that of the data, or float64
   */
  record Request(
      ParameterLayout layout,
      double[] parameters,
      Targets targets,
      MiniBatch batch,
      Dropout dropout,
      Arithmetic arithmetic) {}

  /**
   * Sums over some rows.
   *
   * @param lossSum Σ wᵢ ℓᵢ
   * @param weightSum Σ wᵢ
   * @param gradientSum Σ wᵢ ∂ℓᵢ/∂θ for the features as stored; the receiver may modify it
   */
  record Sums(double lossSum, double weightSum, double[] gradientSum) {

    /** The sums of one model; releases the memory of {@code sum}, which must not be used again. */
    public static Sums taking(GridSum sum, ParameterLayout layout) {
      Sums sums = new Sums(sum.sum().lossSum(), sum.sum().weightSum(), sum.gradient(layout));
      sum.sum().release();
      return sums;
    }
  }

  /** One pass over the blocks of the request; two for a network whose gradient is very large. */
  Sums sum(Request request);

  /** The type in which products with the stored features are computed. */
  Arithmetic arithmetic();

  /** The single rows, if they are at hand. */
  default Optional<RowSource> rows() {
    return Optional.empty();
  }

  /**
   * Lets every part of the data descend by itself from {@code from}, and returns the mean; by
   * default all blocks are one part.
   */
  default LocalDescent.Result descend(
      SoftmaxObjective objective, LocalDescent descent, LocalDescent.Iterate from) {
    return descent.descend(objective, from);
  }
}

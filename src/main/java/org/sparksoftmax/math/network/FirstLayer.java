package org.sparksoftmax.math.network;

import org.sparksoftmax.math.block.DenseBlock;
import org.sparksoftmax.math.block.FeatureBlock;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.LayerLayout;
import org.sparksoftmax.math.linalg.FixedPointSums;

/** The first layer: Z¹ = X (W¹)ᵀ for stored rows, and the gradient of W¹ and b¹ over a block. */
interface FirstLayer<M> {

  /** The first layer for blocks in the weight order of {@code layout}. */
  static <M> FirstLayer<M> of(Algebra<M> algebra, LayerLayout layout, int rows) {
    return layout.order() == WeightOrder.FEATURE_MAJOR
        ? algebra.sparse(layout)
        : new OfDenseRows<>(algebra, layout, rows);
  }

  /**
   * Prepares for a block whose gradient will be computed.
   *
   * @param x the whole block
   */
  void begin(FeatureBlock x);

  /**
   * Computes Z¹ for {@code rows} rows from {@code from} on.
   *
   * @param z rows×outputs; overwritten
   */
  void forward(FeatureBlock x, int from, int rows, M z);

  /**
   * Adds δᵀX and δᵀ1 for the rows of the last {@link #forward}.
   *
   * @param delta rows×outputs; not modified
   */
  void addGradient(M delta, int rows);

  /** See {@link Dense#addTo}. */
  double addTo(FixedPointSums sums, double[] scales, double biasScale);

  /** The first layer for dense rows, which are widened strip by strip. */
  final class OfDenseRows<M> implements FirstLayer<M> {

    private final Algebra<M> algebra;
    private final Dense<M> affine;
    private final M input;

    OfDenseRows(Algebra<M> algebra, LayerLayout layout, int rows) {
      this.algebra = algebra;
      this.affine = new Dense<>(algebra, layout, false);
      this.input = algebra.zeros(rows, layout.inputs());
    }

    @Override
    public void begin(FeatureBlock x) {
      // Nothing depends on the block as a whole.
    }

    @Override
    public void forward(FeatureBlock x, int from, int rows, M z) {
      for (int i = 0; i < rows; i++) {
        algebra.copyRow((DenseBlock) x, from + i, input, i);
      }
      affine.forward(input, rows, z);
    }

    @Override
    public void addGradient(M delta, int rows) {
      affine.addGradient(delta, input, rows);
    }

    @Override
    public double addTo(FixedPointSums sums, double[] scales, double biasScale) {
      return affine.addTo(sums, scales, biasScale);
    }
  }
}

package org.sparksoftmax.math.network;

import org.sparksoftmax.math.block.DenseBlock;
import org.sparksoftmax.math.block.FeatureBlock;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.kernel.F32Kernels;
import org.sparksoftmax.math.kernel.F32Panels;
import org.sparksoftmax.math.layout.LayerLayout;

/** Z¹ = X (W¹)ᵀ of stored rows, with the gradient of W¹ and b¹ over a block, in float32. */
interface F32FirstLayer {

  /** The layer in front of rows that are stored as {@code layout} expects. */
  static F32FirstLayer of(LayerLayout layout, float[] parameters, int rows) {
    return layout.order() == WeightOrder.FEATURE_MAJOR
        ? new F32Sparse(layout, parameters)
        : new OfDenseRows(layout, parameters, rows);
  }

  /**
   * Makes ready for a block of which a gradient will be taken.
   *
   * @param x all of its rows
   */
  void begin(FeatureBlock x);

  /**
   * Z¹ of the rows from {@code from} on.
   *
   * @param z rows×outputs; overwritten
   */
  void forward(FeatureBlock x, int from, int rows, F32Panels z);

  /**
   * Adds δᵀX and δᵀ1 for the rows of the last {@link #forward}.
   *
   * @param delta rows×outputs; not modified
   */
  void addGradient(F32Panels delta, int rows);

  /** See {@link F32Dense#addTo}. */
  double addTo(long[] sums, double[] scales, double biasScale);

  /** In front of dense rows, which are widened strip by strip. */
  final class OfDenseRows implements F32FirstLayer {

    private final F32Dense affine;
    private final F32Panels input;
    private final float[] row;

    OfDenseRows(LayerLayout layout, float[] parameters, int rows) {
      this.affine = new F32Dense(layout, parameters, false);
      this.input = F32Panels.zeros(rows, layout.inputs());
      this.row = new float[F32Kernels.padded(layout.inputs())];
    }

    @Override
    public void begin(FeatureBlock x) {
      // Nothing depends on the block as a whole.
    }

    @Override
    public void forward(FeatureBlock x, int from, int rows, F32Panels z) {
      DenseBlock block = (DenseBlock) x;
      for (int i = 0; i < rows; i++) {
        block.values().widenInto((from + i) * block.features(), block.features(), row, 0);
        input.copyRowFrom(row, 0, i);
      }
      affine.forward(input, rows, z);
    }

    @Override
    public void addGradient(F32Panels delta, int rows) {
      affine.addGradient(delta, input, rows);
    }

    @Override
    public double addTo(long[] sums, double[] scales, double biasScale) {
      return affine.addTo(sums, scales, biasScale);
    }
  }
}

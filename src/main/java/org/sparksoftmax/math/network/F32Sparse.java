package org.sparksoftmax.math.network;

import java.util.Arrays;
import org.sparksoftmax.math.block.CsrBlock;
import org.sparksoftmax.math.block.CsrRows;
import org.sparksoftmax.math.block.FeatureBlock;
import org.sparksoftmax.math.block.OccurringFeatures;
import org.sparksoftmax.math.kernel.F32Kernels;
import org.sparksoftmax.math.kernel.F32Panels;
import org.sparksoftmax.math.kernel.Kernels;
import org.sparksoftmax.math.layout.LayerLayout;
import org.sparksoftmax.math.linalg.FixedPointSums;

/**
 * The first layer for sparse rows in float32. Each non-zero reads the contiguous weights of its
 * feature and updates the same number of sums. Only the features that occur in the block have sums.
 */
final class F32Sparse implements FirstLayer<F32Panels> {

  private final F32Kernels kernels = Kernels.f32();
  private final LayerLayout layout;
  private final float[] parameters;
  private final OccurringFeatures occurring;
  private final CsrRows<float[]> rows = CsrRows.singles();

  /** One row of Z or δ, padded. */
  private final float[] row;

  private final BiasGradient<F32Panels> biasGradient;

  /** Sums of the block: one per output for each feature that occurs in it. */
  private float[] gradient = new float[1024];

  /** The features of a piece and their scales. */
  private final int[] features = new int[OccurringFeatures.PIECE];

  private final double[] featureScales = new double[OccurringFeatures.PIECE];

  /** First row of the last strip. */
  private int first;

  /**
   * @param parameters θ, followed by {@link F32Kernels#LANES} unused entries; θ starts with the
   *     weights of this layer
   */
  F32Sparse(Algebra<F32Panels> algebra, LayerLayout layout, float[] parameters) {
    this.layout = layout;
    this.parameters = parameters;
    this.occurring = new OccurringFeatures(layout.inputs());
    this.row = new float[F32Kernels.padded(layout.outputs())];
    this.biasGradient = new BiasGradient<>(algebra, layout);
  }

  @Override
  public void begin(FeatureBlock x) {
    occurring.find((CsrBlock) x);
    int room = Math.multiplyExact(occurring.count(), layout.outputs()) + F32Kernels.LANES;
    if (gradient.length < room) {
      gradient = new float[room];
    }
  }

  @Override
  public void forward(FeatureBlock x, int from, int count, F32Panels z) {
    rows.of((CsrBlock) x);
    first = from;
    for (int i = 0; i < count; i++) {
      kernels.sparseLogits(rows.row(from + i), parameters, layout.outputs(), row, 0);
      z.copyRowFrom(row, 0, i);
    }
  }

  @Override
  public void addGradient(F32Panels delta, int count) {
    Arrays.fill(row, 0f);
    for (int i = 0; i < count; i++) {
      delta.copyRowInto(i, row, 0);
      kernels.addSparseGradient(rows.row(first + i, occurring), row, 0, layout.outputs(), gradient);
    }
    biasGradient.add(delta, count);
  }

  @Override
  public double addTo(FixedPointSums sums, double[] scales, double biasScale) {
    double largest = 0;
    int count;
    for (int place = 0; place < occurring.count(); place += count) {
      count = occurring.piece(place, scales, features, featureScales);
      int from = place * layout.outputs();
      synchronized (sums.lock(OccurringFeatures.groupOf(features[0]))) {
        largest =
            Math.max(
                largest,
                kernels.addFixedRows(
                    gradient,
                    from,
                    featureScales,
                    features,
                    count,
                    layout.outputs(),
                    sums.array()));
      }
      // Cleared here, while they are in the cache.
      Arrays.fill(gradient, from, from + count * layout.outputs(), 0f);
    }
    return Math.max(largest, biasGradient.addTo(sums, biasScale));
  }
}

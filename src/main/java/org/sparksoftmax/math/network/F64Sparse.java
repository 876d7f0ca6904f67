package org.sparksoftmax.math.network;

import java.util.Arrays;
import org.sparksoftmax.math.block.CsrBlock;
import org.sparksoftmax.math.block.CsrRows;
import org.sparksoftmax.math.block.FeatureBlock;
import org.sparksoftmax.math.block.OccurringFeatures;
import org.sparksoftmax.math.kernel.F64Kernels;
import org.sparksoftmax.math.kernel.F64Matrix;
import org.sparksoftmax.math.kernel.Kernels;
import org.sparksoftmax.math.layout.LayerLayout;
import org.sparksoftmax.math.linalg.FixedPointSums;

/** The first layer for sparse rows in float64. */
final class F64Sparse implements FirstLayer<F64Matrix> {

  private final F64Kernels kernels = Kernels.f64();
  private final LayerLayout layout;
  private final double[] parameters;
  private final OccurringFeatures occurring;
  private final CsrRows<double[]> rows = CsrRows.doubles();

  /** The logits begin at 0: the biases are added later. */
  private final double[] zeros;

  private final BiasGradient<F64Matrix> biasGradient;

  /** Sums of the block: one per output for each feature that occurs in it. */
  private double[] gradient = new double[0];

  /** The features of a piece and their scales. */
  private final int[] features = new int[OccurringFeatures.PIECE];

  private final double[] featureScales = new double[OccurringFeatures.PIECE];

  /** First row of the last strip. */
  private int first;

  F64Sparse(Algebra<F64Matrix> algebra, LayerLayout layout, double[] parameters) {
    this.layout = layout;
    this.parameters = parameters;
    this.occurring = new OccurringFeatures(layout.inputs());
    this.zeros = new double[layout.outputs()];
    this.biasGradient = new BiasGradient<>(algebra, layout);
  }

  @Override
  public void begin(FeatureBlock x) {
    occurring.find((CsrBlock) x);
    int room = Math.multiplyExact(occurring.count(), layout.outputs());
    if (gradient.length < room) {
      gradient = new double[room];
    }
  }

  @Override
  public void forward(FeatureBlock x, int from, int count, F64Matrix z) {
    rows.of((CsrBlock) x);
    first = from;
    for (int i = 0; i < count; i++) {
      kernels.sparseLogits(
          rows.row(from + i), parameters, zeros, layout.outputs(), z.array(), z.row(i));
    }
  }

  @Override
  public void addGradient(F64Matrix delta, int count) {
    for (int i = 0; i < count; i++) {
      kernels.addSparseGradient(
          rows.row(first + i, occurring), delta.array(), delta.row(i), layout.outputs(), gradient);
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
      Arrays.fill(gradient, from, from + count * layout.outputs(), 0.0);
    }
    return Math.max(largest, biasGradient.addTo(sums, biasScale));
  }
}

package org.sparksoftmax.math.network;

import java.util.Arrays;
import org.sparksoftmax.math.block.CsrBlock;
import org.sparksoftmax.math.block.FeatureBlock;
import org.sparksoftmax.math.block.OccurringFeatures;
import org.sparksoftmax.math.kernel.F64Matrix;
import org.sparksoftmax.math.kernel.FixedPoint;
import org.sparksoftmax.math.layout.LayerLayout;
import org.sparksoftmax.math.linalg.FixedPointSums;

/** The first layer for sparse rows in float64. */
final class F64Sparse implements FirstLayer<F64Matrix> {

  private final LayerLayout layout;
  private final double[] parameters;
  private final OccurringFeatures occurring;
  private final double[] strip;
  private final BiasGradient<F64Matrix> biasGradient;
  private double[] gradient = new double[0];
  private CsrBlock block;
  private int first;

  F64Sparse(Algebra<F64Matrix> algebra, LayerLayout layout, double[] parameters, int rows) {
    this.layout = layout;
    this.parameters = parameters;
    this.occurring = new OccurringFeatures(layout.inputs());
    this.strip = new double[rows * layout.outputs()];
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
  public void forward(FeatureBlock x, int from, int rows, F64Matrix z) {
    block = (CsrBlock) x;
    first = from;
    int outputs = layout.outputs();
    Arrays.fill(strip, 0, rows * outputs, 0.0);
    block.addLogits(from, from + rows, parameters, outputs, strip);
    for (int i = 0; i < rows; i++) {
      System.arraycopy(strip, i * outputs, z.array(), z.row(i), outputs);
    }
  }

  @Override
  public void addGradient(F64Matrix delta, int rows) {
    int outputs = layout.outputs();
    for (int i = 0; i < rows; i++) {
      System.arraycopy(delta.array(), delta.row(i), strip, i * outputs, outputs);
    }
    int to = first + rows;
    block.addGradient(first, to, strip, outputs, occurring.entryPlaces(), gradient);
    biasGradient.add(delta, rows);
  }

  @Override
  public double addTo(FixedPointSums sums, double[] scales, double biasScale) {
    double largest = 0;
    int outputs = layout.outputs();
    for (int place = 0; place < occurring.count(); place++) {
      int feature = occurring.feature(place);
      int to = layout.weightIndex(0, feature);
      synchronized (sums.lock(OccurringFeatures.groupOf(feature))) {
        largest =
            Math.max(
                largest,
                FixedPoint.add(
                    gradient, place * outputs, scales[feature], sums.array(), to, outputs));
      }
    }
    Arrays.fill(gradient, 0, occurring.count() * outputs, 0.0);
    return Math.max(largest, biasGradient.addTo(sums, biasScale));
  }
}

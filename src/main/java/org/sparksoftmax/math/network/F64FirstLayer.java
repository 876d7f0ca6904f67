package org.sparksoftmax.math.network;

import java.util.Arrays;
import org.sparksoftmax.math.block.CsrBlock;
import org.sparksoftmax.math.block.DenseBlock;
import org.sparksoftmax.math.block.FeatureBlock;
import org.sparksoftmax.math.block.OccurringFeatures;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.kernel.F64Matrix;
import org.sparksoftmax.math.kernel.FixedPoint;
import org.sparksoftmax.math.layout.LayerLayout;

/** As {@link F32FirstLayer}, in float64. */
interface F64FirstLayer {

  /** The layer in front of rows that are stored as {@code layout} expects. */
  static F64FirstLayer of(LayerLayout layout, double[] parameters, int rows) {
    return layout.order() == WeightOrder.FEATURE_MAJOR
        ? new OfSparseRows(layout, parameters, rows)
        : new OfDenseRows(layout, parameters, rows);
  }

  /** See {@link F32FirstLayer#begin}. */
  void begin(FeatureBlock x);

  /** See {@link F32FirstLayer#forward}. */
  void forward(FeatureBlock x, int from, F64Matrix z);

  /** See {@link F32FirstLayer#addGradient}. */
  void addGradient(F64Matrix delta);

  /** See {@link F32Dense#addTo}. */
  double addTo(long[] sums, double[] scales, double biasScale);

  /** In front of dense rows. */
  final class OfDenseRows implements F64FirstLayer {

    private final F64Dense affine;
    private final F64Matrix input;
    private F64Matrix strip;

    OfDenseRows(LayerLayout layout, double[] parameters, int rows) {
      this.affine = new F64Dense(layout, parameters, false);
      this.input = F64Matrix.zeros(rows, F64Dense.wide(layout.inputs()));
    }

    @Override
    public void begin(FeatureBlock x) {
      // Nothing depends on the block as a whole.
    }

    @Override
    public void forward(FeatureBlock x, int from, F64Matrix z) {
      DenseBlock block = (DenseBlock) x;
      strip = input.head(z.rows());
      for (int i = 0; i < z.rows(); i++) {
        int at = (from + i) * block.features();
        block.values().widenInto(at, block.features(), strip.array(), strip.row(i));
      }
      affine.forward(strip, z);
    }

    @Override
    public void addGradient(F64Matrix delta) {
      affine.addGradient(delta, strip);
    }

    @Override
    public double addTo(long[] sums, double[] scales, double biasScale) {
      return affine.addTo(sums, scales, biasScale);
    }
  }

  /** In front of sparse rows. */
  final class OfSparseRows implements F64FirstLayer {

    private final LayerLayout layout;
    private final double[] parameters;
    private final OccurringFeatures occurring;
    private final double[] rows;
    private final double[] biasGradient;
    private double[] gradient = new double[0];
    private CsrBlock block;
    private int first;

    OfSparseRows(LayerLayout layout, double[] parameters, int rows) {
      this.layout = layout;
      this.parameters = parameters;
      this.occurring = new OccurringFeatures(layout.inputs());
      this.rows = new double[rows * layout.outputs()];
      this.biasGradient = new double[layout.outputs()];
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
    public void forward(FeatureBlock x, int from, F64Matrix z) {
      block = (CsrBlock) x;
      first = from;
      int outputs = layout.outputs();
      Arrays.fill(rows, 0, z.rows() * outputs, 0.0);
      block.addLogits(from, from + z.rows(), parameters, outputs, rows);
      for (int i = 0; i < z.rows(); i++) {
        System.arraycopy(rows, i * outputs, z.array(), z.row(i), outputs);
      }
    }

    @Override
    public void addGradient(F64Matrix delta) {
      int outputs = layout.outputs();
      for (int i = 0; i < delta.rows(); i++) {
        System.arraycopy(delta.array(), delta.row(i), rows, i * outputs, outputs);
      }
      int to = first + delta.rows();
      block.addGradient(first, to, rows, outputs, occurring.entryPlaces(), gradient);
      F64Dense.addColumnSums(delta, biasGradient);
    }

    @Override
    public double addTo(long[] sums, double[] scales, double biasScale) {
      double largest = 0;
      int outputs = layout.outputs();
      for (int place = 0; place < occurring.count(); place++) {
        int feature = occurring.feature(place);
        int to = layout.weightIndex(0, feature);
        largest =
            Math.max(
                largest,
                FixedPoint.add(gradient, place * outputs, scales[feature], sums, to, outputs));
      }
      Arrays.fill(gradient, 0, occurring.count() * outputs, 0.0);
      return Math.max(largest, F64Dense.addBiases(layout, biasGradient, biasScale, sums));
    }
  }
}

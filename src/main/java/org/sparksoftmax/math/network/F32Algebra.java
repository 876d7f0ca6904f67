package org.sparksoftmax.math.network;

import java.util.Arrays;
import org.sparksoftmax.math.block.DenseBlock;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.kernel.F32Gemm;
import org.sparksoftmax.math.kernel.F32Kernels;
import org.sparksoftmax.math.kernel.F32Panels;
import org.sparksoftmax.math.kernel.Kernels;
import org.sparksoftmax.math.layout.Activation;
import org.sparksoftmax.math.layout.LayerLayout;
import org.sparksoftmax.math.layout.ParameterLayout;

/** {@link Algebra} in float32, on panels. */
final class F32Algebra implements Algebra<F32Panels> {

  /** Maximum size of a strip and its intermediate results: half a typical second-level cache. */
  private static final int STRIP_BYTES = 512 << 10;

  private static final int MAX_STRIP_ROWS = 256;
  private static final int MIN_STRIP_ROWS = F32Panels.ROW_TILE;

  private final F32Gemm gemm = Kernels.gemm();
  private final float[] parameters;

  /** Buffer for one row of a matrix. */
  private float[] scratch = {};

  /**
   * @param parameters θ, followed by {@link F32Kernels#LANES} unused entries; not modified
   */
  F32Algebra(float[] parameters) {
    this.parameters = parameters;
  }

  @Override
  public int stripRows(ParameterLayout layout) {
    long width = layout.order() == WeightOrder.CLASS_MAJOR ? layout.features() : 0;
    for (int l = 0; l < layout.hidden().count(); l++) {
      width += 3L * layout.hidden().width(l);
    }
    width += 2L * layout.classes();
    long rows = STRIP_BYTES / Float.BYTES / width / F32Panels.ROW_TILE * F32Panels.ROW_TILE;
    return (int) Math.max(MIN_STRIP_ROWS, Math.min(MAX_STRIP_ROWS, rows));
  }

  @Override
  public F32Panels zeros(int rows, int columns) {
    return F32Panels.zeros(rows, columns);
  }

  @Override
  public F32Panels forwards(LayerLayout layout) {
    return backwards(layout).transposed(layout.outputs());
  }

  @Override
  public F32Panels backwards(LayerLayout layout) {
    F32Panels w = F32Panels.zeros(layout.outputs(), layout.inputs());
    for (int k = 0; k < layout.outputs(); k++) {
      w.copyRowFrom(parameters, layout.weightIndex(k, 0), k);
    }
    return w;
  }

  @Override
  public void multiply(F32Panels a, int rows, F32Panels factor, F32Panels product) {
    gemm.multiply(a, rows, factor, product);
  }

  @Override
  public void addTransposedProduct(F32Panels delta, F32Panels a, int rows, F32Panels gradient) {
    gemm.addTransposedProduct(delta, a, rows, gradient);
  }

  @Override
  public void addColumnSums(F32Panels delta, int rows, F32Panels sums) {
    for (int p = 0; p < delta.panels(); p++) {
      Kernels.f32()
          .addRows(delta.array(), delta.panelOffset(p), rows, sums.array(), sums.panelOffset(p));
    }
  }

  @Override
  public double addFixed(F32Panels m, int i, double[] scales, long[] sums, int to, int count) {
    float[] row = scratch(m.columns());
    m.copyRowInto(i, row, 0);
    return Kernels.f32().addFixed(row, 0, scales, sums, to, count);
  }

  @Override
  public void clear(F32Panels m) {
    Arrays.fill(m.array(), 0f);
  }

  @Override
  public void copyRow(DenseBlock x, int row, F32Panels to, int i) {
    float[] copy = scratch(x.features());
    x.values().widenInto(row * x.features(), x.features(), copy, 0);
    to.copyRowFrom(copy, 0, i);
  }

  @Override
  public ActivationLayer<F32Panels> activation(
      Activation activation, LayerLayout layout, Dropout dropout, int l, int rows) {
    float[] biases = new float[F32Kernels.padded(layout.outputs())];
    if (layout.hasBiases()) {
      System.arraycopy(parameters, layout.biasIndex(0), biases, 0, layout.outputs());
    }
    return new F32ActivationLayer(activation, layout.outputs(), biases, dropout, l, rows);
  }

  @Override
  public FirstLayer<F32Panels> sparse(LayerLayout layout) {
    return new F32Sparse(this, layout, parameters);
  }

  private float[] scratch(int columns) {
    if (scratch.length < columns) {
      scratch = new float[columns];
    }
    return scratch;
  }
}

package org.sparksoftmax.math.network;

import org.sparksoftmax.math.block.DenseBlock;
import org.sparksoftmax.math.kernel.F64Kernels;
import org.sparksoftmax.math.kernel.F64Matrix;
import org.sparksoftmax.math.kernel.Kernels;
import org.sparksoftmax.math.layout.Activation;
import org.sparksoftmax.math.layout.LayerLayout;
import org.sparksoftmax.math.layout.ParameterLayout;

/** {@link Algebra} in float64, on matrices padded with zeros to whole tiles and vectors. */
final class F64Algebra implements Algebra<F64Matrix> {

  private static final int STRIP_ROWS = 32;

  /** Padding unit: whole tiles of the kernels and whole vectors. */
  private static final int UNIT = F64Kernels.LANES * F64Kernels.TILE_CLASSES;

  private final F64Kernels kernels = Kernels.f64();
  private final double[] parameters;

  F64Algebra(double[] parameters) {
    this.parameters = parameters;
  }

  @Override
  public int stripRows(ParameterLayout layout) {
    return STRIP_ROWS;
  }

  @Override
  public F64Matrix zeros(int rows, int columns) {
    return F64Matrix.zeros(wide(rows), wide(columns));
  }

  /** {@code count} rounded up to a multiple of {@link #UNIT}. */
  private static int wide(int count) {
    return (count + UNIT - 1) / UNIT * UNIT;
  }

  @Override
  public F64Matrix forwards(LayerLayout layout) {
    F64Matrix w = zeros(layout.outputs(), layout.inputs());
    copyWeights(layout, w.array(), w.stride(), 1);
    return w;
  }

  @Override
  public F64Matrix backwards(LayerLayout layout) {
    F64Matrix transposed = zeros(layout.inputs(), layout.outputs());
    copyWeights(layout, transposed.array(), 1, transposed.stride());
    return transposed;
  }

  private void copyWeights(LayerLayout layout, double[] to, int ofOutput, int ofInput) {
    for (int k = 0; k < layout.outputs(); k++) {
      for (int j = 0; j < layout.inputs(); j++) {
        to[k * ofOutput + j * ofInput] = parameters[layout.weightIndex(k, j)];
      }
    }
  }

  @Override
  public void multiply(F64Matrix a, int rows, F64Matrix factor, F64Matrix product) {
    kernels.logits(a.head(rows), factor, product.head(rows));
  }

  @Override
  public void addTransposedProduct(F64Matrix delta, F64Matrix a, int rows, F64Matrix gradient) {
    kernels.addGradient(delta.head(rows), a.head(rows), gradient);
  }

  @Override
  public void addColumnSums(F64Matrix delta, int rows, F64Matrix sums) {
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < sums.columns(); k++) {
        sums.array()[k] += delta.array()[delta.row(i) + k];
      }
    }
  }

  @Override
  public double addFixed(F64Matrix m, int i, double[] scales, long[] sums, int to, int count) {
    return m.addFixed(i, scales, sums, to, count);
  }

  @Override
  public void clear(F64Matrix m) {
    m.clear();
  }

  @Override
  public void copyRow(DenseBlock x, int row, F64Matrix to, int i) {
    x.values().widenInto(row * x.features(), x.features(), to.array(), to.row(i));
  }

  @Override
  public ActivationLayer<F64Matrix> activation(
      Activation activation, LayerLayout layout, Dropout dropout, int l, int rows) {
    double[] biases = new double[layout.outputs()];
    if (layout.hasBiases()) {
      System.arraycopy(parameters, layout.biasIndex(0), biases, 0, biases.length);
    }
    return new F64ActivationLayer(activation, biases, dropout, l, zeros(rows, biases.length));
  }

  @Override
  public FirstLayer<F64Matrix> sparse(LayerLayout layout) {
    return new F64Sparse(this, layout, parameters);
  }
}

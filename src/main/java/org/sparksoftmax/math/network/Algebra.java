package org.sparksoftmax.math.network;

import org.sparksoftmax.math.block.DenseBlock;
import org.sparksoftmax.math.layout.Activation;
import org.sparksoftmax.math.layout.LayerLayout;
import org.sparksoftmax.math.layout.ParameterLayout;

/**
 * The matrix operations of layers in one precision, for one θ. Matrices hold strips of rows; an
 * operation uses the first {@code rows} of them. Not thread-safe.
 *
 * @param <M> matrix type that the kernels of the precision expect
 */
interface Algebra<M> {

  /** Maximum number of rows of a strip. */
  int stripRows(ParameterLayout layout);

  /** A matrix of zeros. */
  M zeros(int rows, int columns);

  /** W in the form from which {@link #multiply} computes A Wᵀ. */
  M forwards(LayerLayout layout);

  /** W in the form from which {@link #multiply} computes δ W. */
  M backwards(LayerLayout layout);

  /**
   * Multiplies {@code a} by weights.
   *
   * @param factor from {@link #forwards} or {@link #backwards}
   * @param product overwritten
   */
  void multiply(M a, int rows, M factor, M product);

  /** Adds δᵀA to {@code gradient}; the sum over the rows is completed before it is added. */
  void addTransposedProduct(M delta, M a, int rows, M gradient);

  /** Adds δᵀ1 to the first row of {@code sums}. */
  void addColumnSums(M delta, int rows, M sums);

  /**
   * Adds {@code count} entries of row {@code i} to {@code sums} from {@code to} on, in fixed point.
   *
   * @return the largest scaled magnitude; see {@link org.sparksoftmax.math.kernel.FixedPoint#add}
   */
  double addFixed(M m, int i, double[] scales, long[] sums, int to, int count);

  /** Sets all entries to 0. */
  void clear(M m);

  /** Copies row {@code row} of {@code x} to row {@code i} of {@code to}. */
  void copyRow(DenseBlock x, int row, M to, int i);

  /** The activation layer after affine layer {@code l}, which has the given layout. */
  ActivationLayer<M> activation(
      Activation activation, LayerLayout layout, Dropout dropout, int l, int rows);

  /** The first layer for sparse rows. */
  FirstLayer<M> sparse(LayerLayout layout);
}

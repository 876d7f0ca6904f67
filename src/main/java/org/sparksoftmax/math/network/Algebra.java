package org.sparksoftmax.math.network;

import org.sparksoftmax.math.block.DenseBlock;
import org.sparksoftmax.math.layout.Activation;
import org.sparksoftmax.math.layout.LayerLayout;
import org.sparksoftmax.math.layout.ParameterLayout;

/**
 * What layers do in one precision with their matrices, for one θ. Matrices hold strips of rows, of
 * which an operation takes the first {@code rows}. One instance serves one thread.
 *
 * @param <M> matrices in the form that the kernels of the precision expect
 */
interface Algebra<M> {

  /** Most rows of a strip. */
  int stripRows(ParameterLayout layout);

  /** A matrix of zeros. */
  M zeros(int rows, int columns);

  /** W in the form in which {@link #multiply} by it gives A Wᵀ. */
  M forwards(LayerLayout layout);

  /** W in the form in which {@link #multiply} by it gives δ W. */
  M backwards(LayerLayout layout);

  /**
   * Multiplies by weights.
   *
   * @param factor from {@link #forwards} or {@link #backwards}
   * @param product overwritten
   */
  void multiply(M a, int rows, M factor, M product);

  /** Adds δᵀA to {@code gradient}, the sum over the rows being complete before it is added. */
  void addTransposedProduct(M delta, M a, int rows, M gradient);

  /** Adds δᵀ1 to the first row of {@code sums}. */
  void addColumnSums(M delta, int rows, M sums);

  /**
   * Adds {@code count} entries of row {@code i} to {@code sums} from {@code to} on, in fixed point.
   *
   * @return the largest summand: see {@link org.sparksoftmax.math.kernel.FixedPoint#add}
   */
  double addFixed(M m, int i, double[] scales, long[] sums, int to, int count);

  /** Sets all entries to 0. */
  void clear(M m);

  /** Overwrites row {@code i} of {@code to} by row {@code row} of {@code x}. */
  void copyRow(DenseBlock x, int row, M to, int i);

  /** The layer behind affine layer {@code l}, {@code layout}. */
  ActivationLayer<M> activation(
      Activation activation, LayerLayout layout, Dropout dropout, int l, int rows);

  /** The first layer in front of sparse rows. */
  FirstLayer<M> sparse(LayerLayout layout, int rows);
}

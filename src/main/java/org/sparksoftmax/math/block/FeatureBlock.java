package org.sparksoftmax.math.block;

import java.io.Serializable;

/** An immutable block of consecutive rows of the feature matrix X. */
public sealed interface FeatureBlock extends Serializable permits DenseBlock, CsrBlock {

  /** Number of rows N. */
  int rows();

  /** Number of features D. */
  int features();

  /** Number of stored values: N·D if dense, the number of non-zeros if sparse. */
  long storedValues();

  /** The stored values, in row order. */
  Values values();

  /** The floating-point type in which products with this block are computed. */
  default Arithmetic arithmetic() {
    return values() instanceof F64Values ? Arithmetic.F64 : Arithmetic.F32;
  }

  /** The same rows with {@code values} as stored values. */
  FeatureBlock withValues(Values values);

  /**
   * Copies row {@code i}, zeros included.
   *
   * @param out D entries; overwritten
   */
  void rowInto(int i, double[] out);

  /** Receives the values of a row, each with its feature {@code j}. */
  interface ValueConsumer {

    void accept(int j, double value);
  }

  /** Passes the stored values of row {@code i} to {@code consumer}, in ascending feature order. */
  void forEachValue(int i, ValueConsumer consumer);

  /** The memory layout of W and G that products with this block expect. */
  WeightOrder weightOrder();

  /** A copy of the given rows, in the given order. */
  FeatureBlock select(int[] rows);

  /**
   * The centred rows x − c in float64. A sparse result also stores a value for every feature whose
   * centre is not 0.
   *
   * @param centres c of each feature; not modified
   */
  FeatureBlock minus(double[] centres);

  /** Size of the arrays of this block in bytes. */
  long bytes();

  /** A 64-bit hash of shape and contents, independent of the storage type. */
  long contentHash();
}

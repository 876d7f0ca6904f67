package org.sparksoftmax.math.block;

import java.io.Serializable;

/** Some consecutive rows of the feature matrix X, immutable. */
public sealed interface FeatureBlock extends Serializable permits DenseBlock, CsrBlock {

  /** Number of rows N. */
  int rows();

  /** Number of features D. */
  int features();

  /** Number of stored values: N·D if dense, the non-zeros if sparse. */
  long storedValues();

  /** The stored values, row after row. */
  Values values();

  /** The type in which products over this block are computed. */
  default Arithmetic arithmetic() {
    return values() instanceof F64Values ? Arithmetic.F64 : Arithmetic.F32;
  }

  /** The same rows with other storage of their values. */
  FeatureBlock withValues(Values values);

  /**
   * Copies row {@code i} in full.
   *
   * @param out D entries; overwritten
   */
  void rowInto(int i, double[] out);

  /** Something done with the value of feature {@code j}. */
  interface ValueConsumer {

    void accept(int j, double value);
  }

  /** Visits the stored values of row {@code i} in the order of the features. */
  void forEachValue(int i, ValueConsumer consumer);

  /** The order in which the products of this block take W and G. */
  WeightOrder weightOrder();

  /** Some rows, in the order given, copied. */
  FeatureBlock select(int[] rows);

  /**
   * The rows x − c, in float64. A sparse block then stores a value of every feature whose centre is
   * not 0.
   *
   * @param centres c of each feature; not modified
   */
  FeatureBlock minus(double[] centres);

  /** Bytes of the arrays that the block holds. */
  long bytes();

  /** A 64-bit hash of shape and contents, the same for every storage type. */
  long contentHash();
}

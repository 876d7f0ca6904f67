package org.sparksoftmax.linalg;

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

  /**
   * Z += X Wᵀ over the rows from {@code from} to before {@code to}: z[i−from][k] += Σⱼ x[i][j]
   * w[k][j].
   *
   * @param weights W (K×D) in {@link #weightOrder()}, at the front of the array; not modified
   * @param classes K
   * @param logits Z ((to−from)×K, row-major); added to
   */
  void addLogits(int from, int to, double[] weights, int classes, double[] logits);

  /**
   * G += Rᵀ X over the rows from {@code from} to before {@code to}: g[k][j] += Σᵢ r[i−from][k]
   * x[i][j].
   *
   * @param residual R ((to−from)×K, row-major); not modified
   * @param classes K
   * @param gradient G (K×D) in {@link #weightOrder()}, at the front of the array; added to
   */
  void addGradient(int from, int to, double[] residual, int classes, double[] gradient);

  /** Some rows, in the order given, copied. */
  FeatureBlock select(int[] rows);

  /** Bytes of the arrays that the block holds. */
  long bytes();

  /** A 64-bit hash of shape and contents, the same for every storage type. */
  long contentHash();
}

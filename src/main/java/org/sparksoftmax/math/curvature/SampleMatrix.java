package org.sparksoftmax.math.curvature;

import java.util.List;
import org.sparksoftmax.math.block.FeatureBlock;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.kernel.F32Matrix;

/**
 * Some rows X in float32, kept for many products with K×D matrices of parameters: each feature is
 * scaled, and the column of the intercept stands behind the others. A row of zeros stands for a
 * feature in none of the rows.
 *
 * <p>The products run on all cores of the JVM. Their bits do not depend on how many there are.
 */
public interface SampleMatrix {

  /** Works in place on the products of some rows with the parameters, a row of K each. */
  interface StripFunction {

    /** Rows {@code first}, {@code first} + 1, …; called from several threads. */
    void apply(int first, F32Matrix z);
  }

  /**
   * Copies the rows of {@code blocks}.
   *
   * @param scale factor of each of the D features and, behind them, the value of the intercept's
   * @param shift what is taken off each scaled feature, where rows are dense
   */
  static SampleMatrix of(List<FeatureBlock> blocks, double[] scale, double[] shift, int classes) {
    return blocks.get(0).weightOrder() == WeightOrder.CLASS_MAJOR
        ? new DenseSample(blocks, scale, shift, classes)
        : new SparseSample(blocks, scale, classes);
  }

  /** Number of rows. */
  int rows();

  /** Columns of a strip: K, or more where the product fills whole tiles. */
  int columns();

  /** Length of a matrix of parameters, with whatever padding these rows want. */
  int length();

  /** Position of the parameter of class {@code k} for feature {@code j}, 0..D. */
  int index(int k, int j);

  /** Number of rows in which each feature, 0..D, is not 0. */
  int[] counts();

  /** Calls {@code f} on Z = X Vᵀ, strip after strip. */
  void forEachStrip(float[] v, StripFunction f);

  /**
   * G = f(X Vᵀ)ᵀ X.
   *
   * @param g overwritten
   */
  void multiply(float[] v, StripFunction f, float[] g);

  /**
   * G = Zᵀ (X∘X), Z being what {@code f} writes.
   *
   * @param g overwritten
   */
  void multiplySquares(StripFunction f, float[] g);
}

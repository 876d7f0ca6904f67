package org.sparksoftmax.math.curvature;

import java.util.List;
import org.sparksoftmax.math.block.FeatureBlock;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.kernel.F32Matrix;

/**
 * Sampled rows X in float32, kept for many products with K×D parameter matrices. Each feature is
 * scaled, and the intercept column follows the features. The entries of G are 0 for a feature that
 * occurs in no row.
 *
 * <p>The products run on all cores of the JVM. Results are bitwise independent of their number.
 */
public interface SampleMatrix {

  /** Transforms in place the products of some rows with the parameters, K values per row. */
  interface StripFunction {

    /** Transforms rows {@code first}, {@code first} + 1, …; called from several threads. */
    void apply(int first, F32Matrix z);
  }

  /**
   * Copies the rows of {@code blocks}.
   *
   * @param scale factor of each of the D features, followed by the value of the intercept column
   * @param shift subtracted from each scaled feature of dense rows
   */
  static SampleMatrix of(List<FeatureBlock> blocks, double[] scale, double[] shift, int classes) {
    return blocks.get(0).weightOrder() == WeightOrder.CLASS_MAJOR
        ? new DenseSample(blocks, scale, shift, classes)
        : new SparseSample(blocks, scale, classes);
  }

  /** Number of rows. */
  int rows();

  /** Columns of a strip: K, or more if the product is padded to whole tiles. */
  int columns();

  /** Length of a parameter matrix, including any padding. */
  int length();

  /** Index of the parameter of class {@code k} for feature {@code j}, 0..D. */
  int index(int k, int j);

  /** Number of rows in which each feature, 0..D, is non-zero. */
  int[] counts();

  /** Calls {@code f} on Z = X Vᵀ, strip by strip. */
  void forEachStrip(float[] v, StripFunction f);

  /**
   * G = f(X Vᵀ)ᵀ X.
   *
   * @param g overwritten
   */
  void multiply(float[] v, StripFunction f, float[] g);

  /**
   * G = Zᵀ (X∘X), where {@code f} writes Z.
   *
   * @param g overwritten
   */
  void multiplySquares(StripFunction f, float[] g);
}

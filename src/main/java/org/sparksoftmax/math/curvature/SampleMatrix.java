package org.sparksoftmax.math.curvature;

import java.util.List;
import org.sparksoftmax.math.block.FeatureBlock;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.kernel.F32Matrix;

/**
 * Sampled rows X in float32, for many products with K×D matrices of parameters. Each feature is
 * scaled, and the column of the intercept is the last. A row of zeros represents a feature that no
 * row contains.
 *
 * <p>The products run on all cores of the JVM. Their bits do not depend on the number of cores.
 */
public interface SampleMatrix {

  /** Transforms the products of some rows with the parameters in place, a row of K each. */
  interface StripFunction {

    /** Rows {@code first}, {@code first} + 1, …; called from several threads. */
    void apply(int first, F32Matrix z);
  }

  /**
   * Copies the rows of {@code blocks}.
   *
   * @param scale factor of each of the D features, followed by the value of the intercept's
   * @param shift subtracted from each scaled feature of dense rows
   */
  static SampleMatrix of(List<FeatureBlock> blocks, double[] scale, double[] shift, int classes) {
    return blocks.get(0).weightOrder() == WeightOrder.CLASS_MAJOR
        ? new DenseSample(blocks, scale, shift, classes)
        : new SparseSample(blocks, scale, classes);
  }

  /** Number of rows. */
  int rows();

  /** Columns of a strip: K, or more if the product fills whole tiles. */
  int columns();

  /** Length of a matrix of parameters, including the padding that these rows require. */
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

package org.sparksoftmax.math.gradient;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.kernel.FixedPoint;
import org.sparksoftmax.math.kernel.Kernels;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.linalg.ExactSum;
import org.sparksoftmax.math.linalg.Parts;

/**
 * Sums over blocks: Σ wᵢ ℓᵢ, Σ wᵢ and the gradient Σ wᵢ ∂ℓᵢ/∂θ. All additions are exact, those of
 * the gradient in steps of a {@link GradientGrid}, so the bits do not depend on the order in which
 * blocks are added and sums are merged. Mutable and not thread-safe.
 *
 * <p>An empty sum holds no gradient array, because it is the zero value of a treeAggregate and is
 * serialised with every task.
 */
public final class LossGradientSum implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Sparse models with larger gradients store sums only for the features that occur. */
  public static final int MAX_DENSE = 1 << 20;

  /** One entry per model. */
  private LossSum[] losses = {};

  /** The gradient in steps of the grid. */
  private long[] gradientSum;

  /** The gradient of a wide sparse model, used instead of {@link #gradientSum}. */
  private FeatureSums featureSums;

  /** Whether a gradient was not finite or exceeded its bound. */
  private boolean outOfRange;

  /** Sum of the {@link #notePeak} values of all blocks; null if there are none. */
  private ExactSum peaks;

  /** Sum of the content hashes of the blocks, to verify which blocks were added. */
  private long checksum;

  /** Σ wᵢ ℓᵢ and Σ wᵢ of one model. */
  public static final class LossSum implements Serializable {
    private static final long serialVersionUID = 1L;

    private final ExactSum loss = new ExactSum();
    private final ExactSum weight = new ExactSum();

    /** Sums of the current block. */
    private double blockLoss;

    private double blockWeight;

    /** Adds the loss and weight of an example of the current block. */
    void add(double weightedLoss, double exampleWeight) {
      blockLoss += weightedLoss;
      blockWeight += exampleWeight;
    }

    private void endBlock() {
      loss.add(blockLoss);
      weight.add(blockWeight);
      blockLoss = 0;
      blockWeight = 0;
    }

    private void merge(LossSum other) {
      loss.add(other.loss);
      weight.add(other.weight);
    }
  }

  /** The losses of model {@code g}, created on first use. */
  LossSum losses(int g) {
    for (int made = losses.length; made <= g; made++) {
      losses = Arrays.copyOf(losses, made + 1);
      losses[made] = new LossSum();
    }
    return losses[g];
  }

  /** Ends the current block after all its examples have been added. */
  void endBlock(long contentHash) {
    for (LossSum ofModel : losses) {
      ofModel.endBlock();
    }
    checksum += contentHash;
  }

  /**
   * The gradient sum in steps of the grid, for callers to update; allocated on first use.
   *
   * @throws IllegalArgumentException if the sum already has another dimension
   */
  long[] gradientSum(int dimension) {
    if (gradientSum == null) {
      gradientSum = new long[dimension];
    }
    checkDimension(dimension);
    return gradientSum;
  }

  /**
   * Adds the K entries of {@code from} at {@code at}, times {@code scale}, to the gradient of one
   * feature in a feature-major layout. Feature D denotes the intercepts, in either order.
   */
  void addFeature(ParameterLayout layout, int feature, float[] from, int at, double scale) {
    int classes = layout.classes();
    noteLargest(
        keepsFeatures(layout)
            ? featureSums(layout).add(feature, from, at, scale)
            : FixedPoint.add(
                from, at, scale, gradientSum(layout.dimension()), feature * classes, classes));
  }

  /**
   * Like {@link #addFeature(ParameterLayout, int, float[], int, double)}, for the first {@code
   * count} of {@code features}, whose entries are consecutive in {@code from}.
   */
  void addFeatures(
      ParameterLayout layout, int[] features, int count, float[] from, int at, double[] scales) {
    int classes = layout.classes();
    noteLargest(
        keepsFeatures(layout)
            ? featureSums(layout).add(features, count, from, at, scales)
            : Kernels.f32()
                .addFixedRows(
                    from, at, scales, features, count, classes, gradientSum(layout.dimension())));
  }

  /** Like {@link #addFeature(ParameterLayout, int, float[], int, double)}, for float64 values. */
  void addFeature(ParameterLayout layout, int feature, double[] from, int at, double scale) {
    int classes = layout.classes();
    noteLargest(
        keepsFeatures(layout)
            ? featureSums(layout).add(feature, from, at, scale)
            : FixedPoint.add(
                from, at, scale, gradientSum(layout.dimension()), feature * classes, classes));
  }

  /** Records the largest magnitude added, in steps; see {@link FixedPoint#add}. */
  void noteLargest(double largest) {
    outOfRange |= !(largest < FixedPoint.LIMIT);
  }

  /**
   * Like {@link #noteLargest}, for a whole block, if the sum of all blocks has no guaranteed bound.
   */
  void notePeak(double largest) {
    noteLargest(largest);
    peaks = peaks == null ? new ExactSum() : peaks;
    peaks.add(largest);
  }

  /**
   * An upper bound on the entries of the gradient, in steps: the sum of the {@link #notePeak}
   * values. Not finite if a summand was not. Independent of the order of additions.
   */
  double peak() {
    return peaks == null ? 0 : peaks.value();
  }

  private static boolean keepsFeatures(ParameterLayout layout) {
    return layout.order() == WeightOrder.FEATURE_MAJOR && layout.dimension() > MAX_DENSE;
  }

  private FeatureSums featureSums(ParameterLayout layout) {
    if (featureSums == null) {
      featureSums = new FeatureSums(layout.dimension() / layout.classes(), layout.classes());
    }
    return featureSums;
  }

  /** Adds {@code other} to this sum and returns this. {@code other} must not be used afterwards. */
  public LossGradientSum merge(LossGradientSum other) {
    for (int g = 0; g < other.losses.length; g++) {
      losses(g).merge(other.losses[g]);
    }
    checksum += other.checksum;
    outOfRange |= other.outOfRange;
    if (other.peaks != null) {
      peaks = peaks == null ? new ExactSum() : peaks;
      peaks.add(other.peaks);
    }
    if (featureSums != null
        && other.featureSums != null
        && featureSums.staysSmallWith(other.featureSums)) {
      featureSums.merge(other.featureSums);
    } else if (isWithoutGradient()) {
      gradientSum = other.gradientSum;
      featureSums = other.featureSums;
    } else if (!other.isWithoutGradient()) {
      makeDense();
      addGradient(other);
    }
    return this;
  }

  /** Releases unused capacity before the sum is serialised. */
  public LossGradientSum trim() {
    if (featureSums != null) {
      featureSums.trim();
    }
    return this;
  }

  private void addGradient(LossGradientSum other) {
    if (other.featureSums != null) {
      checkDimension(other.featureSums.dimension());
      other.featureSums.addTo(gradientSum);
      return;
    }
    checkDimension(other.gradientSum.length);
    Parts.forEach(
        gradientSum.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            gradientSum[i] += other.gradientSum[i];
          }
        });
  }

  private boolean isWithoutGradient() {
    return gradientSum == null && featureSums == null;
  }

  private void makeDense() {
    if (featureSums != null) {
      gradientSum = new long[featureSums.dimension()];
      featureSums.addTo(gradientSum);
      featureSums = null;
    }
  }

  /** Σ wᵢ ∂ℓᵢ/∂θ as a new vector; all NaN if a summand was out of range. */
  public double[] gradient(ParameterLayout layout, GradientGrid grid) {
    makeDense();
    double[] gradient = grid.values(layout, gradientSum(layout.dimension()));
    if (outOfRange) {
      Arrays.fill(gradient, Double.NaN);
    }
    return gradient;
  }

  /** Σ wᵢ ℓᵢ of the only model. */
  public double lossSum() {
    return lossSum(0);
  }

  /** Σ wᵢ of the only model. */
  public double weightSum() {
    return weightSum(0);
  }

  /** Σ wᵢ ℓᵢ of model {@code g}. */
  public double lossSum(int g) {
    return losses(g).loss.value();
  }

  /** Σ wᵢ of model {@code g}. */
  public double weightSum(int g) {
    return losses(g).weight.value();
  }

  /** The sum of the content hashes of all blocks that were added, modulo 2^64. */
  public long checksum() {
    return checksum;
  }

  private void checkDimension(int dimension) {
    if (gradientSum.length != dimension) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Cannot add gradients of length %d and %d",
              gradientSum.length,
              dimension));
    }
  }
}

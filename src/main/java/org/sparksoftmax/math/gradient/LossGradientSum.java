package org.sparksoftmax.math.gradient;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import org.sparksoftmax.math.block.OccurringFeatures;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.kernel.FixedPoint;
import org.sparksoftmax.math.kernel.Kernels;
import org.sparksoftmax.math.layout.ModelStack;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.linalg.ExactSum;
import org.sparksoftmax.math.linalg.FixedPointSums;

/**
 * Sums over blocks: Σ wᵢ ℓᵢ, Σ wᵢ and the gradient Σ wᵢ ∂ℓᵢ/∂θ. All additions are exact, those of
 * the gradient in steps of a {@link GradientGrid}, so the bits do not depend on the order in which
 * blocks are added and sums are merged. Mutable and not thread-safe, but several threads may add to
 * {@linkplain #part parts} of one sum, which share the memory of the gradient.
 *
 * <p>An empty sum holds no gradient, because it is the zero value of a treeAggregate and is
 * serialised with every task. Only {@linkplain #pack packed} sums can be serialised.
 */
public final class LossGradientSum implements Serializable {
  private static final long serialVersionUID = 2L;

  /** One entry per model. */
  private LossSum[] losses = {};

  /** The gradient in steps of the grid, allocated on first use and shared by all parts. */
  private static final class Shared {

    private FixedPointSums sums;

    synchronized FixedPointSums get(int length, int rowLength) {
      if (sums == null) {
        sums = FixedPointSums.of(length, rowLength);
      }
      return sums;
    }
  }

  /** Null if the sum was serialised. */
  private transient Shared shared = new Shared();

  /** The gradient of a packed sum, see {@link FixedPointSums#packed}; null otherwise. */
  private byte[] packed;

  /** Sum of the {@link #notePeak} values of all blocks; null if there are none. */
  private ExactSum peaks;

  /** Sum of the content hashes of the blocks, to verify which blocks were added. */
  private long checksum;

  /** Σ wᵢ ℓᵢ and Σ wᵢ of one model, and whether its gradient is valid. */
  public static final class LossSum implements Serializable {
    private static final long serialVersionUID = 2L;

    /** Whether a gradient was not finite or exceeded its bound. */
    private boolean outOfRange;

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
      outOfRange |= other.outOfRange;
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
   * A sum for another thread that adds to the gradient of this one. To be {@linkplain #merge
   * merged} into this sum after the thread has ended.
   */
  public LossGradientSum part() {
    LossGradientSum part = new LossGradientSum();
    part.shared = shared;
    return part;
  }

  /**
   * The gradient sum in steps of the grid, for callers to update; allocated on first use.
   *
   * @throws IllegalArgumentException if the sum already has another dimension
   */
  FixedPointSums gradientSum(int dimension) {
    return gradientSum(dimension, 0);
  }

  private FixedPointSums gradientSum(int dimension, int rowLength) {
    FixedPointSums sums = unpacked().get(dimension, rowLength);
    sums.requireLength(dimension);
    return sums;
  }

  /** The gradient sum, of which a sparse linear model changes only the rows of some features. */
  FixedPointSums gradientSum(ParameterLayout layout) {
    boolean rows = layout.isLinear() && layout.order() == WeightOrder.FEATURE_MAJOR;
    return gradientSum(layout.dimension(), rows ? layout.classes() : 0);
  }

  /**
   * Adds consecutive entries of {@code from}, K for each feature, times the scale of the feature,
   * to the gradient in a feature-major layout. Feature D denotes the intercepts, in either order.
   *
   * @param features the first {@code count} of them are ascending and all of one {@linkplain
   *     OccurringFeatures#groupOf group}
   * @param at where the entries start
   * @param scales of these features
   */
  void addFeatures(
      ParameterLayout layout, int[] features, int count, float[] from, int at, double[] scales) {
    int classes = layout.classes();
    addFeatures(
        layout,
        features,
        count,
        sums -> Kernels.f32().addFixedRows(from, at, scales, features, count, classes, sums),
        i -> from[at + i] * scales[i / classes]);
  }

  /** Like the overload for float32. */
  void addFeatures(
      ParameterLayout layout, int[] features, int count, double[] from, int at, double[] scales) {
    int classes = layout.classes();
    addFeatures(
        layout,
        features,
        count,
        sums -> Kernels.f64().addFixedRows(from, at, scales, features, count, classes, sums),
        i -> from[at + i] * scales[i / classes]);
  }

  /**
   * @param add adds the summands and returns the largest magnitude
   * @param scaled the summands
   */
  private void addFeatures(
      ParameterLayout layout,
      int[] features,
      int count,
      ToDoubleFunction<long[]> add,
      IntToDoubleFunction scaled) {
    FixedPointSums sums = gradientSum(layout);
    synchronized (sums.lock(OccurringFeatures.groupOf(features[0]))) {
      for (int p = 0; p < count; p++) {
        sums.mark(features[p]);
      }
      if (isOutOfRange(add.applyAsDouble(sums.array()))) {
        noteClasses(count * layout.classes(), layout.classes(), scaled);
      }
    }
  }

  /**
   * Records the largest magnitude added to the gradient of model {@code g}, in steps; see {@link
   * FixedPoint#add}.
   */
  void noteLargest(int g, double largest) {
    losses(g).outOfRange |= isOutOfRange(largest);
  }

  private static boolean isOutOfRange(double scaled) {
    return !(Math.abs(scaled) < FixedPoint.LIMIT);
  }

  /**
   * Looks for the models of summands that are out of range: the other models of the pass remain
   * valid.
   *
   * @param classes number of classes of all models
   * @param scaled the summand of each class, feature by feature
   */
  private void noteClasses(int count, int classes, IntToDoubleFunction scaled) {
    int ofOne = classes / Math.max(1, losses.length);
    for (int i = 0; i < count; i++) {
      noteLargest(i % classes / ofOne, scaled.applyAsDouble(i));
    }
  }

  /**
   * Like {@link #noteLargest}, for a whole block of the only model, if the sum of all blocks has no
   * guaranteed bound.
   */
  void notePeak(double largest) {
    noteLargest(0, largest);
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

  /** Adds {@code other} to this sum and returns this. {@code other} must not be used afterwards. */
  public LossGradientSum merge(LossGradientSum other) {
    for (int g = 0; g < other.losses.length; g++) {
      losses(g).merge(other.losses[g]);
    }
    checksum += other.checksum;
    if (other.peaks != null) {
      peaks = peaks == null ? new ExactSum() : peaks;
      peaks.add(other.peaks);
    }
    addGradient(other);
    return this;
  }

  private void addGradient(LossGradientSum other) {
    if (other.packed != null) {
      if (isWithoutGradient()) {
        packed = other.packed;
      } else {
        unpacked().sums.addPacked(other.packed);
      }
    } else if (other.shared != null && other.shared != shared && other.shared.sums != null) {
      if (isWithoutGradient()) {
        shared = other.shared;
      } else {
        unpacked().sums.add(other.shared.sums);
        other.release();
      }
    }
  }

  private boolean isWithoutGradient() {
    return packed == null && (shared == null || shared.sums == null);
  }

  private Shared unpacked() {
    if (shared == null) {
      shared = new Shared();
    }
    if (packed != null) {
      shared.sums = FixedPointSums.unpacked(packed);
      packed = null;
    }
    return shared;
  }

  /** Prepares the sum for serialisation. Threads must no longer add to its parts. */
  public LossGradientSum pack() {
    if (shared != null && shared.sums != null) {
      packed = shared.sums.packed();
      release();
    }
    return this;
  }

  /** Makes the memory of the gradient available to later sums; the gradient is then empty. */
  public void release() {
    if (shared != null && shared.sums != null) {
      shared.sums.release();
      shared = new Shared();
    }
  }

  /** Σ wᵢ ∂ℓᵢ/∂θ of the only model, as a new vector; all NaN if a summand was out of range. */
  public double[] gradient(ParameterLayout layout, GradientGrid grid) {
    return gradients(ModelStack.of(layout), grid).get(0);
  }

  /**
   * Σ wᵢ ∂ℓᵢ/∂θ of each model, as new vectors; that of a model of which a summand was out of range
   * is all NaN.
   */
  public List<double[]> gradients(ModelStack stack, GradientGrid grid) {
    ParameterLayout layout = stack.layout();
    double[] together = grid.values(layout, gradientSum(layout).array());
    List<double[]> gradients = new ArrayList<>();
    for (int g = 0; g < stack.models(); g++) {
      double[] gradient = stack.part(together, g);
      if (losses(g).outOfRange) {
        Arrays.fill(gradient, Double.NaN);
      }
      gradients.add(gradient);
    }
    return gradients;
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
}

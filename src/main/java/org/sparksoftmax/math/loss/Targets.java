package org.sparksoftmax.math.loss;

import java.io.Serializable;
import java.util.Arrays;
import org.sparksoftmax.math.block.ExampleBlock;

/**
 * The effective targets and weights of rows: labels or soft labels t, modified by class weights c
 * and label smoothing ε.
 *
 * <pre>w′ = w s,   t′ₖ = (1 − ε) cₖ tₖ / s + ε/K,   s = Σₖ cₖ tₖ</pre>
 *
 * A class weight scales the weight of a row; smoothing spreads its target over all classes. For a
 * label y, w′ = w c_y. Immutable.
 */
public final class Targets implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Unmodified targets and weights. */
  public static final Targets PLAIN = new Targets(0, null);

  private final double smoothing;

  /** cₖ; null if all are 1. */
  private final double[] classWeights;

  /** Folds, one of which is held out; null if none is. */
  private final CrossValidationFolds folds;

  private final int heldOut;

  /**
   * @param smoothing ε, in [0, 1)
   * @param classWeights c, one for each class; null if all are 1
   */
  public Targets(double smoothing, double[] classWeights) {
    this(smoothing, classWeights == null ? null : classWeights.clone(), null, -1);
  }

  private Targets(
      double smoothing, double[] classWeights, CrossValidationFolds folds, int heldOut) {
    this.smoothing = smoothing;
    this.classWeights = classWeights;
    this.folds = folds;
    this.heldOut = heldOut;
  }

  /** The same targets, with weight 0 for the rows of one fold. */
  public Targets without(CrossValidationFolds folds, int fold) {
    return new Targets(smoothing, classWeights, folds, fold);
  }

  /** Whether the weight of a row depends on its position in its block. */
  public boolean dependOnPositions() {
    return folds != null;
  }

  /** The largest class weight; w′ ≤ w times this value. */
  public double largestClassWeight() {
    return classWeights == null ? 1 : Arrays.stream(classWeights).max().orElse(1);
  }

  /** Whether the weight of a row may differ from its weight in the data. */
  public boolean changeWeights() {
    return classWeights != null || folds != null;
  }

  /** Whether the target of every row of {@code block} is simply its label. */
  public boolean areLabels(ExampleBlock block) {
    return smoothing == 0 && !block.hasTargets();
  }

  /** w′ of row {@code i}. */
  public double exampleWeight(ExampleBlock block, int i) {
    if (folds != null && folds.of(block, i) == heldOut) {
      return 0;
    }
    double weight = block.exampleWeight(i);
    if (classWeights == null) {
      return weight;
    }
    return weight * (block.hasTargets() ? share(block, i) : classWeights[block.label(i)]);
  }

  /** Σ w′ of all rows of {@code block}. */
  public double exampleWeightSum(ExampleBlock block) {
    double sum = 0;
    for (int i = 0; i < block.rows(); i++) {
      sum += exampleWeight(block, i);
    }
    return sum;
  }

  /**
   * t′ of row {@code i}.
   *
   * @param targets K entries; overwritten
   */
  public void into(ExampleBlock block, int i, double[] targets) {
    double spread = smoothing / targets.length;
    if (!block.hasTargets()) {
      Arrays.fill(targets, spread);
      targets[block.label(i)] += 1 - smoothing;
      return;
    }
    double share = classWeights == null ? 1 : share(block, i);
    for (int k = 0; k < targets.length; k++) {
      double target = block.target(i, k, targets.length);
      // Without class weights, the targets must not be rounded.
      double weighted =
          classWeights == null ? target : share > 0 ? target * classWeights[k] / share : 0;
      targets[k] = smoothing == 0 ? weighted : spread + (1 - smoothing) * weighted;
    }
  }

  private double share(ExampleBlock block, int i) {
    double share = 0;
    for (int k = 0; k < classWeights.length; k++) {
      share += classWeights[k] * block.target(i, k, classWeights.length);
    }
    return share;
  }
}

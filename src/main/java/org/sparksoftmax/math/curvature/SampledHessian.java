package org.sparksoftmax.math.curvature;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.kernel.F32Kernels;
import org.sparksoftmax.math.kernel.F32Matrix;
import org.sparksoftmax.math.kernel.Kernels;
import org.sparksoftmax.math.layout.FeatureScaling;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.linalg.Parts;
import org.sparksoftmax.math.loss.Targets;

/**
 * The Hessian of the objective on a sample of the rows, in float32, for Hessian-vector products:
 *
 * <pre>H V = Qᵀ X̃ + D∘V,   qᵢ = wᵢ (diag(pᵢ) − pᵢpᵢᵀ) V x̃ᵢ / Σ w</pre>
 *
 * (Böhning 1992). D is the L2 penalty plus a damping that keeps H positive definite where the
 * sample carries little information. For a feature in c rows of a sample of the share s of all
 * rows, the damping is (1 − s)/(1 + c) of what the feature would add to the diagonal if it were
 * independent of the probabilities, and all of it for c = 0.
 *
 * <p>All vectors are scaled: every feature is divided by its root mean square (λ included), so that
 * float32 can represent features of any magnitude. Not thread-safe.
 */
public final class SampledHessian {

  /** Smallest relative curvature that float32 resolves, with a safety margin. */
  private static final double MIN_CURVATURE = 1e-6;

  private final F32Kernels kernels = Kernels.f32();
  private final ParameterLayout layout;
  private final SampleMatrix x;
  private final boolean centred;

  /** Factor of each feature, the intercept last: θ = scale·θ̂. */
  private final double[] scale;

  /** The part of D that does not depend on θ; 1 in the padding. */
  private final float[] floor;

  /** The part of D that is proportional to the mean of p(1 − p) of the class. */
  private final float[] uncertainty;

  /** D; 1 in the padding. */
  private final float[] damping;

  /** w / Σ w. */
  private final float[] weights;

  /** −∞ in the padding of a row of logits, 0 elsewhere. */
  private final float[] bias;

  private final F32Matrix probabilities;
  private final float[] inverseDiagonal;

  /**
   * The sampled rows of a data set, plus all of its uncommon rows.
   *
   * @param some sampled rows, all of positive weight; together with {@code all} at least one row
   * @param share sampled share of the rows that are not uncommon, above 0 to 1
   * @param all all uncommon rows, of positive weight
   */
  public record Rows(List<ExampleBlock> some, double share, List<ExampleBlock> all) {

    private Stream<ExampleBlock> blocks() {
      return Stream.concat(some.stream(), all.stream());
    }

    /** The relative weight of each row, where a sampled row also represents the rows left out. */
    private float[] weights(Targets targets) {
      double[] weights =
          Stream.concat(
                  some.stream().map(block -> weights(block, targets, 1)),
                  all.stream().map(block -> weights(block, targets, share)))
              .flatMapToDouble(Arrays::stream)
              .toArray();
      double sum = 0;
      for (double weight : weights) {
        sum += weight;
      }
      float[] relative = new float[weights.length];
      for (int i = 0; i < relative.length; i++) {
        relative[i] = (float) (weights[i] / sum);
      }
      return relative;
    }

    private static double[] weights(ExampleBlock block, Targets targets, double factor) {
      return IntStream.range(0, block.rows())
          .mapToDouble(i -> factor * targets.exampleWeight(block, i))
          .toArray();
    }
  }

  /**
   * Copies a sample.
   *
   * @param sample the rows
   * @param unseen mean squares of the features, used for those that occur in no row of the sample
   * @param scaling the scaling of the features that θ refers to; sparse features are not centred,
   *     see {@link #isCentred}
   * @param penalty λ
   * @param targets determines the row weights
   */
  public SampledHessian(
      ParameterLayout layout,
      Rows sample,
      double[] unseen,
      FeatureScaling scaling,
      double penalty,
      Targets targets) {
    this.layout = layout;
    this.weights = sample.weights(targets);
    this.centred = scaling.isCentred() && layout.order() == WeightOrder.CLASS_MAJOR;
    int features = layout.features();
    double[] squares = meanSquares(sample, features, scaling);
    this.scale = new double[features + 1];
    double[] stored = new double[features + 1];
    double[] shift = new double[features + 1];
    for (int j = 0; j < features; j++) {
      double factor = scaling.factor(j);
      double square = squares[j] > 0 ? squares[j] : factor * factor * unseen[j];
      double total = square + layout.classes() * penalty;
      scale[j] = total > 0 ? 1 / Math.sqrt(total) : 0;
      stored[j] = factor * scale[j];
      shift[j] = centred ? factor * scale[j] * scaling.mean(j) : 0;
      squares[j] = square;
    }
    scale[features] = layout.intercept() ? 1 : 0;
    stored[features] = scale[features];
    squares[features] = 1;
    this.x =
        SampleMatrix.of(
            sample.blocks().map(ExampleBlock::features).toList(), stored, shift, layout.classes());
    int[] counts = x.counts();
    this.floor = new float[x.length()];
    this.uncertainty = new float[x.length()];
    Arrays.fill(floor, 1);
    for (int j = 0; j <= features; j++) {
      double square = scale[j] * scale[j] * squares[j];
      double least = MIN_CURVATURE * square / layout.classes();
      double penalized = j < features ? scale[j] * scale[j] * penalty : 0;
      double unsure = counts[j] == 0 ? 1 : (1 - sample.share()) / (1 + counts[j]);
      for (int k = 0; k < layout.classes(); k++) {
        // A feature with scale 0 contributes nothing.
        floor[x.index(k, j)] = scale[j] == 0 ? 1 : (float) (least + penalized);
        uncertainty[x.index(k, j)] = (float) (unsure * square);
      }
    }
    this.damping = floor.clone();
    int padded = F32Kernels.padded(x.columns());
    this.bias = new float[padded];
    Arrays.fill(bias, layout.classes(), padded, Float.NEGATIVE_INFINITY);
    this.probabilities =
        new F32Matrix(
            new float[Math.multiplyExact(x.rows(), padded)], 0, padded, x.rows(), x.columns());
    this.inverseDiagonal = new float[x.length()];
  }

  /** Whether the products use centred features, given that θ refers to centred ones. */
  public boolean isCentred() {
    return centred;
  }

  private double[] meanSquares(Rows sample, int features, FeatureScaling scaling) {
    double[] squares = new double[features + 1];
    int row = 0;
    for (ExampleBlock block : sample.blocks().toList()) {
      for (int i = 0; i < block.rows(); i++) {
        double weight = weights[row++];
        block
            .features()
            .forEachValue(
                i,
                (j, value) -> {
                  double scaled = scaling.factor(j) * (value - (centred ? scaling.mean(j) : 0));
                  squares[j] += weight * scaled * scaled;
                });
      }
    }
    return squares;
  }

  /** Number of rows of the sample. */
  public int rows() {
    return x.rows();
  }

  /** Number of features D. */
  public int features() {
    return layout.features();
  }

  /** Length of the scaled vectors, including padding. */
  public int length() {
    return x.length();
  }

  /** Evaluates the Hessian at θ. */
  public void moveTo(double[] parameters) {
    x.forEachStrip(
        scaledStep(parameters, 1),
        (first, z) -> {
          float[] max = new float[z.rows()];
          float[] sum = new float[z.rows()];
          kernels.exponentials(z, bias, max, sum);
          for (int i = 0; i < z.rows(); i++) {
            sum[i] = 1 / sum[i];
          }
          kernels.scaleRows(z, sum);
          for (int i = 0; i < z.rows(); i++) {
            System.arraycopy(
                z.array(),
                z.row(i),
                probabilities.array(),
                probabilities.row(first + i),
                probabilities.stride());
          }
        });
    updateDamping();
    float[] diagonal = diagonalOfSample();
    for (int e = 0; e < diagonal.length; e++) {
      inverseDiagonal[e] = 1 / (diagonal[e] + damping[e]);
    }
  }

  private void updateDamping() {
    float[] spread = new float[layout.classes()];
    for (int i = 0; i < x.rows(); i++) {
      for (int k = 0; k < spread.length; k++) {
        float p = probabilities.array()[probabilities.row(i) + k];
        spread[k] += weights[i] * p * (1 - p);
      }
    }
    for (int j = 0; j <= layout.features(); j++) {
      for (int k = 0; k < spread.length; k++) {
        int at = x.index(k, j);
        damping[at] = floor[at] + uncertainty[at] * spread[k];
      }
    }
  }

  private float[] diagonalOfSample() {
    float[] diagonal = new float[length()];
    x.multiplySquares(
        (first, z) -> {
          for (int i = 0; i < z.rows(); i++) {
            int from = probabilities.row(first + i);
            for (int k = 0; k < layout.classes(); k++) {
              float p = probabilities.array()[from + k];
              z.array()[z.row(i) + k] = weights[first + i] * p * (1 - p);
            }
          }
        },
        diagonal);
    return diagonal;
  }

  /** The inverse of each diagonal entry of the Hessian; not to be modified. */
  public float[] inverseDiagonal() {
    return inverseDiagonal;
  }

  /** Writes the product of the Hessian and {@code v} to {@code product}. */
  public void multiply(float[] v, float[] product) {
    x.multiply(
        v,
        (first, z) ->
            kernels.softmaxDerivative(
                z,
                new F32Matrix(
                    probabilities.array(),
                    probabilities.row(first),
                    probabilities.stride(),
                    z.rows(),
                    probabilities.columns()),
                weights,
                first),
        product);
    Parts.forEach(
        product.length,
        (from, to) -> {
          for (int e = from; e < to; e++) {
            product[e] += damping[e] * v[e];
          }
        });
  }

  /** A gradient, divided by {@code divisor}, in scaled form. */
  public float[] scaledGradient(double[] gradient, double divisor) {
    return scaled(gradient, divisor, this::gradientEntry);
  }

  /** The largest absolute entry of a gradient in scaled form. */
  public double scaledGradientMaximum(double[] gradient) {
    return scaledMaximum(gradient, this::gradientEntry);
  }

  /** A step, divided by {@code divisor}, in scaled form. */
  public float[] scaledStep(double[] step, double divisor) {
    return scaled(step, divisor, this::stepEntry);
  }

  /** The largest absolute entry of a step in scaled form. */
  public double scaledStepMaximum(double[] step) {
    return scaledMaximum(step, this::stepEntry);
  }

  private interface Scaling {
    double of(double value, int j);
  }

  private double gradientEntry(double value, int j) {
    return value * scale[j];
  }

  private double stepEntry(double value, int j) {
    return scale[j] == 0 ? 0 : value / scale[j];
  }

  private float[] scaled(double[] vector, double divisor, Scaling scaling) {
    float[] scaled = new float[length()];
    forEach((k, j, at) -> scaled[x.index(k, j)] = (float) scaling.of(vector[at] / divisor, j));
    return scaled;
  }

  private double scaledMaximum(double[] vector, Scaling scaling) {
    double[] max = new double[1];
    forEach((k, j, at) -> max[0] = Math.max(max[0], Math.abs(scaling.of(vector[at], j))));
    return max[0];
  }

  /** Writes the scaled step, times {@code factor}, to {@code step} on the scale of θ. */
  public void unscaleStep(float[] scaled, double factor, double[] step) {
    forEach((k, j, at) -> step[at] = factor * scale[j] * scaled[x.index(k, j)]);
  }

  private interface ParameterConsumer {

    /**
     * Receives parameter {@code at} of θ, for class {@code k} and feature {@code j}, D for the
     * intercept.
     */
    void accept(int k, int j, int at);
  }

  private void forEach(ParameterConsumer consumer) {
    int classes = layout.classes();
    int features = layout.features();
    for (int e = 0; e < layout.weightCount(); e++) {
      switch (layout.order()) {
        case CLASS_MAJOR -> consumer.accept(e / features, e % features, e);
        case FEATURE_MAJOR -> consumer.accept(e % classes, e / classes, e);
      }
    }
    for (int k = 0; layout.intercept() && k < classes; k++) {
      consumer.accept(k, features, layout.interceptIndex(k));
    }
  }
}

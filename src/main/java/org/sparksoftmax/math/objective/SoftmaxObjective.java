package org.sparksoftmax.math.objective;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.sparksoftmax.math.block.Arithmetic;
import org.sparksoftmax.math.block.ColumnMagnitudes;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.layout.FeatureScaling;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.linalg.DotProduct;
import org.sparksoftmax.math.linalg.Parts;
import org.sparksoftmax.math.loss.Targets;
import org.sparksoftmax.math.regularize.L1Penalty;
import org.sparksoftmax.math.regularize.Regularizer;

/**
 * The regularised mean loss of a softmax model, linear or a network, over blocks of examples.
 *
 * <p>The penalised parameters θ̂ refer to features that are multiplied or standardised, while the
 * stored data stays unchanged: see {@link FeatureScaling}. An optimiser works on φ, coordinates of
 * θ̂ in which columns of any units are comparable: see {@link Coordinates}. {@link BlockSums}
 * receives θ for the features as stored.
 */
public final class SoftmaxObjective implements Objective {

  private final ObjectiveSpec spec;
  private final L1Penalty l1;

  private final BlockSums blocks;
  private final Arithmetic arithmetic;

  /** See {@link #largestCurvature}; NaN before it is known. */
  private double largestCurvature = Double.NaN;

  /** Memory of θ̂ and of θ for the features as stored, for the next evaluation. */
  private double[] penalizedBuffer = {};

  private double[] storedBuffer = {};

  /**
   * The last point of this objective or of the one in float64, because what depends on it is
   * usually asked for next; null if there is none.
   */
  private final AtomicReference<Point> last;

  /**
   * A point.
   *
   * @param coordinates φ
   * @param stored θ for the features as stored
   */
  private record Point(double[] coordinates, double[] stored) {}

  /** The objective over {@code blocks}, in the arithmetic of their features. */
  public SoftmaxObjective(ObjectiveSpec spec, BlockSums blocks) {
    this(spec, blocks, blocks.arithmetic(), new AtomicReference<>());
  }

  private SoftmaxObjective(
      ObjectiveSpec spec, BlockSums blocks, Arithmetic arithmetic, AtomicReference<Point> last) {
    this.spec = spec;
    this.l1 = spec.coordinates().penalty(spec.layout(), spec.regularizer().l1());
    this.blocks = blocks;
    this.arithmetic = arithmetic;
    this.last = last;
  }

  /** The objective over blocks in memory; targets are labels, features are multiplied. */
  public static SoftmaxObjective over(
      List<ExampleBlock> blocks,
      ParameterLayout layout,
      Regularizer regularizer,
      double featureMultiplier) {
    return over(blocks, layout, regularizer, FeatureScaling.of(featureMultiplier), Targets.PLAIN);
  }

  /** The objective over blocks in memory, without dropout. */
  public static SoftmaxObjective over(
      List<ExampleBlock> blocks,
      ParameterLayout layout,
      Regularizer regularizer,
      FeatureScaling scaling,
      Targets targets) {
    return over(
        blocks,
        new ObjectiveSpec(layout, regularizer, scaling, targets, 0),
        ColumnMagnitudes.of(blocks, layout.features()));
  }

  /**
   * The objective over blocks in memory.
   *
   * @param magnitudes of these blocks, or of more
   */
  public static SoftmaxObjective over(
      List<ExampleBlock> blocks, ObjectiveSpec spec, ColumnMagnitudes magnitudes) {
    ObjectiveSpec complete =
        spec.rounding() == null
            ? spec.withRounding(Rounding.of(blocks, spec.layout().features()))
            : spec;
    return new SoftmaxObjective(
        complete, new LocalSums(blocks, magnitudes, spec.targets().largestClassWeight()));
  }

  @Override
  public double noise(double[] parameters, double value) {
    return spec.rounding()
        .noise(spec.storedLayout(), storedParameters(parameters), value, arithmetic);
  }

  /**
   * θ for the features as stored. If φ is the last point, it is the array that {@link BlockSums}
   * received, which the next evaluation overwrites.
   *
   * @param coordinates φ
   */
  public double[] storedParameters(double[] coordinates) {
    Point point = last.get();
    return point != null && point.coordinates() == coordinates
        ? point.stored()
        : spec.storedParameters(coordinates);
  }

  /**
   * ½ of the mean squared length of a row, for a row of softmax has diag(p) − ppᵀ ≤ ½ (Böhning
   * 1992), and the penalty; not known of networks.
   */
  @Override
  public double largestCurvature() {
    if (Double.isNaN(largestCurvature)) {
      largestCurvature = layout().isLinear() ? computeLargestCurvature() : Double.POSITIVE_INFINITY;
    }
    return largestCurvature;
  }

  private double computeLargestCurvature() {
    double[] sizes = spec.rounding().sizes();
    boolean steep = spec.scaling().addsConstants(layout()) && !spec.coordinates().hasDirection();
    double length = spec.storedLayout().intercept() ? 1 : 0;
    double largest = 0;
    for (int j = 0; j < sizes.length; j++) {
      double u = spec.coordinates().factor(j);
      double size = spec.scaling().factor(j) * u * sizes[j];
      length += size * size;
      if (steep) {
        double offset = spec.scaling().factor(j) * u * spec.scaling().mean(j);
        length += offset * offset;
      }
      largest = Math.max(largest, u);
    }
    return length / 2 + spec.regularizer().strongConvexity() * largest * largest;
  }

  public ObjectiveSpec spec() {
    return spec;
  }

  @Override
  public Optional<Objective> inFloat64() {
    return arithmetic == Arithmetic.F64
        ? Optional.empty()
        : Optional.of(new SoftmaxObjective(spec, blocks, Arithmetic.F64, last));
  }

  @Override
  public LocalDescent.Result descend(LocalDescent descent, LocalDescent.Iterate from) {
    return blocks.descend(this, descent, from);
  }

  @Override
  public Optional<Examples> examples() {
    return blocks.rows().map(rows -> new Examples(rows, spec, arithmetic));
  }

  /** The layout of θ̂ and φ. */
  public ParameterLayout layout() {
    return spec.layout();
  }

  @Override
  public int dimension() {
    return layout().dimension();
  }

  @Override
  public L1Penalty l1() {
    return l1;
  }

  @Override
  public LossAndGradient evaluate(double[] parameters) {
    return evaluate(parameters, MiniBatch.WHOLE);
  }

  @Override
  public LossAndGradient evaluate(double[] parameters, MiniBatch batch) {
    FeatureScaling scaling = spec.scaling();
    allocate();
    double[] penalized = spec.coordinates().parametersInto(layout(), parameters, penalizedBuffer);
    double[] stored = scaling.rawParametersInto(layout(), penalized, storedBuffer);
    last.set(new Point(parameters, stored));
    BlockSums.Sums sums =
        blocks.sum(
            new BlockSums.Request(
                spec.storedLayout(),
                stored,
                spec.targets(),
                batch,
                batch.dropout(spec.dropoutRate()),
                arithmetic));
    double total = sums.weightSum();
    if (!(total > 0) && batch.isWhole()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Cannot take a mean over examples of total weight %s (must be > 0)",
              total));
    }
    double[] gradient = scaling.chainRule(layout(), sums.gradientSum());
    // A mini-batch may consist of rows of weight 0.
    double divisor = total == 0 ? 1 : total;
    Parts.forEach(
        gradient.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            gradient[i] /= divisor;
          }
          spec.regularizer().addGradient(penalized, gradient, from, to);
        });
    spec.coordinates().chainRuleInPlace(layout(), gradient);
    double[] least = l1().leastSubgradient(parameters, gradient);
    return new LossAndGradient(
        sums.lossSum() / divisor,
        spec.regularizer().value(penalized),
        gradient,
        Math.sqrt(DotProduct.of(least, least)));
  }

  /** Allocates what the first evaluation needs. */
  private void allocate() {
    if (!spec.coordinates().isIdentity() && penalizedBuffer.length == 0) {
      penalizedBuffer = new double[dimension()];
    }
    if (!spec.scaling().isIdentity() && storedBuffer.length == 0) {
      storedBuffer = new double[spec.storedLayout().dimension()];
    }
  }
}

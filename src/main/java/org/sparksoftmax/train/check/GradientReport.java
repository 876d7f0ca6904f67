package org.sparksoftmax.train.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.data.job.JobDescription;
import org.sparksoftmax.math.block.ColumnMagnitudes;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.layout.FeatureScaling;
import org.sparksoftmax.math.layout.LayerLayout;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.loss.TwoStepComparison;
import org.sparksoftmax.math.objective.GradientCheck;
import org.sparksoftmax.math.objective.LossAndGradient;
import org.sparksoftmax.math.objective.MiniBatch;
import org.sparksoftmax.math.objective.Objective;
import org.sparksoftmax.math.objective.ObjectiveSpec;
import org.sparksoftmax.math.objective.SoftmaxObjective;
import org.sparksoftmax.math.regularize.L2Regularizer;
import org.sparksoftmax.train.TrainingProblem;

/**
 * The result of a gradient check on some rows of the user's data, at random parameters.
 *
 * @param rows the number of rows used
 * @param lossAtSmallWeights mean loss at small weights, about ln K
 * @param entries the checked entries, the largest error first
 * @param names descriptions of {@code entries}
 * @param twoStep the comparison of the fused and the two-step implementation at growing logits
 */
public record GradientReport(
    int rows,
    int classes,
    int dimension,
    double lossAtSmallWeights,
    List<GradientCheck.Entry> entries,
    List<String> names,
    List<TwoStepComparison.Result> twoStep) {

  /** Largest relative error of a correct gradient in float64. */
  public static final double TOLERANCE = 1e-6;

  private static final int MAX_ROWS = 500;
  private static final int MAX_ENTRIES = 100;

  /** Standard deviation of the biases of a network. */
  private static final double BIASES = 0.1;

  private static final double[] LOGIT_SIZES = {1, 10, 100, 1000};

  /** Whether all entries agree and the fused implementation never failed. */
  public boolean passed() {
    return entries.stream().allMatch(entry -> entry.relativeError() < TOLERANCE)
        && twoStep.stream().allMatch(result -> result.brokenFusedRows() == 0);
  }

  /** Checks the gradient on the first rows of {@code data}. */
  public static GradientReport of(TrainingConfig config, TrainingData data, long seed) {
    // In float64 for any storage, because differences of float32 losses are too noisy.
    List<ExampleBlock> blocks = firstRows(data).stream().map(ExampleBlock::inF64).toList();
    TrainingProblem problem = TrainingProblem.of(config, data);
    ParameterLayout layout = problem.layout();
    double[] scales = scales(blocks, layout.features(), problem.scaling());
    Objective objective = objective(config, problem, blocks);
    Random random = new Random(seed);
    ParameterNames names = ParameterNames.of(layout, data);
    double[] small = randomParameters(layout, names, scales, 1e-3, random);
    double[] parameters =
        layout.isLinear()
            ? randomParameters(layout, names, scales, 1, random)
            : networkParameters(problem, seed, random);
    int[] entries = entries(layout, random);
    double[] entryScales = new double[entries.length];
    List<String> entryNames = new ArrayList<>();
    for (int e = 0; e < entries.length; e++) {
      entryScales[e] = scale(names.feature(entries[e]), scales);
    }
    List<GradientCheck.Entry> checked =
        GradientCheck.check(objective, parameters, entries, entryScales);
    checked.forEach(entry -> entryNames.add(names.of(entry.index())));
    List<TwoStepComparison.Result> twoStep = new ArrayList<>();
    for (double size : LOGIT_SIZES) {
      twoStep.add(TwoStepComparison.at(size, layout.classes(), seed));
    }
    return new GradientReport(
        blocks.stream().mapToInt(ExampleBlock::rows).sum(),
        layout.classes(),
        layout.dimension(),
        objective.evaluate(small).meanLoss(),
        checked,
        entryNames,
        twoStep);
  }

  /**
   * Returns the objective. With dropout, it is that of one step, so that all evaluations drop the
   * same units.
   */
  private static Objective objective(
      TrainingConfig config, TrainingProblem problem, List<ExampleBlock> blocks) {
    ParameterLayout layout = problem.layout();
    // The L1 penalty is not differentiable.
    L2Regularizer penalty = new L2Regularizer(problem.penalty().l2(), layout.weightCount());
    SoftmaxObjective whole =
        new ObjectiveSpec(
                layout, penalty, problem.scaling(), problem.targets(), problem.network().dropout())
            .over(blocks, ColumnMagnitudes.of(blocks, layout.features()));
    MiniBatch step = new MiniBatch(1, config.optimizer().miniBatches().seed(), 0);
    return new Objective() {
      @Override
      public int dimension() {
        return whole.dimension();
      }

      @Override
      public LossAndGradient evaluate(double[] parameters) {
        return whole.evaluate(parameters, step);
      }
    };
  }

  private static List<ExampleBlock> firstRows(TrainingData data) {
    List<ExampleBlock> blocks = new ArrayList<>();
    int rows = 0;
    for (int p = 0; p < data.train().partitions() && rows < MAX_ROWS; p++) {
      int[] partition = {p};
      int wanted = MAX_ROWS - rows;
      for (ExampleBlock block : firstBlocks(data, partition, wanted)) {
        int take = Math.min(block.rows(), MAX_ROWS - rows);
        if (take > 0) {
          blocks.add(block.head(take));
          rows += take;
        }
      }
    }
    return blocks;
  }

  private static List<ExampleBlock> firstBlocks(TrainingData data, int[] partition, int rows) {
    JavaRDD<ExampleBlock> firstRows =
        data.train()
            .blocks()
            .mapPartitionsWithIndex(
                (index, blocks) -> {
                  List<ExampleBlock> first = new ArrayList<>();
                  int count = 0;
                  while (index == partition[0] && blocks.hasNext() && count < rows) {
                    ExampleBlock block = blocks.next();
                    first.add(block.head(Math.min(block.rows(), rows)));
                    count += block.rows();
                  }
                  return first.iterator();
                },
                true);
    return JobDescription.during(data.context(), "first rows", firstRows::collect);
  }

  /** The root mean square of each feature. */
  private static double[] scales(List<ExampleBlock> blocks, int features, FeatureScaling scaling) {
    double[] squares = new double[features];
    double[] row = new double[features];
    long rows = 0;
    for (ExampleBlock block : blocks) {
      for (int i = 0; i < block.rows(); i++) {
        block.features().rowInto(i, row);
        for (int j = 0; j < features; j++) {
          double scaled = scaling.factor(j) * (row[j] - scaling.mean(j));
          squares[j] += scaled * scaled;
        }
      }
      rows += block.rows();
    }
    for (int j = 0; j < features; j++) {
      squares[j] = Math.sqrt(squares[j] / rows);
    }
    return squares;
  }

  /** Random weights scaled by their features, so that no feature dominates the logits. */
  private static double[] randomParameters(
      ParameterLayout layout, ParameterNames names, double[] scales, double size, Random random) {
    int used = (int) Arrays.stream(scales).filter(scale -> scale > 0).count();
    double each = size / Math.sqrt(Math.max(1, used));
    double[] parameters = new double[layout.dimension()];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = each * random.nextGaussian() / scale(names.feature(i), scales);
    }
    return parameters;
  }

  private static double scale(OptionalInt feature, double[] scales) {
    return feature.isPresent() && scales[feature.getAsInt()] > 0 ? scales[feature.getAsInt()] : 1;
  }

  /** Initial parameters of training, with non-zero biases. */
  private static double[] networkParameters(TrainingProblem problem, long seed, Random random) {
    double[] parameters = problem.start(seed);
    for (int i = problem.layout().weightCount(); i < parameters.length; i++) {
      parameters[i] = BIASES * random.nextGaussian();
    }
    return parameters;
  }

  /**
   * Chooses the entries to check: all if they are few, else the last entry of θ (a bias if there
   * are any) and distinct random entries, the same number for each layer.
   */
  private static int[] entries(ParameterLayout layout, Random random) {
    int dimension = layout.dimension();
    if (dimension <= MAX_ENTRIES) {
      return IntStream.range(0, dimension).toArray();
    }
    Set<Integer> chosen = new TreeSet<>(Set.of(dimension - 1));
    int share = Math.max(1, MAX_ENTRIES / layout.depth());
    for (int l = 0; l < layout.depth(); l++) {
      LayerLayout layer = layout.layer(l);
      int most = chosen.size() + Math.min(share - (l == 0 ? 1 : 0), layer.weightCount());
      while (chosen.size() < most) {
        // About every fourth entry is a bias.
        boolean bias = layer.hasBiases() && !layout.isLinear() && random.nextInt(4) == 0;
        int offset = random.nextInt(bias ? layer.outputs() : layer.weightCount());
        chosen.add((bias ? layer.biases() : layer.weights()) + offset);
      }
    }
    return chosen.stream().mapToInt(i -> i).toArray();
  }
}

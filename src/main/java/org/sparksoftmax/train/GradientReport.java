package org.sparksoftmax.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.linalg.ExampleBlock;
import org.sparksoftmax.loss.TwoStepComparison;
import org.sparksoftmax.model.FeatureScaling;
import org.sparksoftmax.model.ParameterLayout;
import org.sparksoftmax.objective.GradientCheck;
import org.sparksoftmax.objective.LocalObjective;
import org.sparksoftmax.regularize.L2Regularizer;

/**
 * A check of the gradient on some rows of the user's own data, at random parameters.
 *
 * @param rows rows that were used
 * @param lossAtSmallWeights mean loss where all weights are small; ln K is to be expected
 * @param entries the entries checked, the largest error first
 * @param names class and feature of each of {@code entries}
 * @param twoStep the fused form against the two-step form at growing logits
 */
public record GradientReport(
    int rows,
    int classes,
    int dimension,
    double lossAtSmallWeights,
    List<GradientCheck.Entry> entries,
    List<String> names,
    List<TwoStepComparison.Result> twoStep) {

  /** Largest relative error of a right gradient in float64. */
  public static final double TOLERANCE = 1e-6;

  private static final int MAX_ROWS = 500;
  private static final int MAX_ENTRIES = 100;
  private static final double[] LOGIT_SIZES = {1, 10, 100, 1000};

  /** Whether all entries agree and the fused form never broke. */
  public boolean passed() {
    return entries.stream().allMatch(entry -> entry.relativeError() < TOLERANCE)
        && twoStep.stream().allMatch(result -> result.brokenFusedRows() == 0);
  }

  /** Checks on the first rows of {@code data}. */
  public static GradientReport of(TrainingConfig config, TrainingData data, long seed) {
    // In float64, whatever the storage: differences of float32 losses are too noisy.
    List<ExampleBlock> blocks = firstRows(data).stream().map(ExampleBlock::inF64).toList();
    TrainingProblem problem = TrainingProblem.of(config, data);
    ParameterLayout layout = problem.layout();
    double[] scales = scales(blocks, layout.features(), problem.scaling());
    LocalObjective objective =
        new LocalObjective(
            blocks,
            layout,
            // An L1 penalty has no derivative to be checked.
            new L2Regularizer(config.regularization().l2(), layout.weightCount()),
            problem.scaling(),
            problem.targets());
    Random random = new Random(seed);
    double norm =
        Math.sqrt(IntStream.range(0, scales.length).mapToDouble(j -> scales[j] * scales[j]).sum());
    double unit = norm > 0 ? 1 / norm : 1;
    double[] small = randomParameters(layout, 1e-3 * unit, random);
    double[] parameters = randomParameters(layout, unit, random);
    int[] entries = entries(layout.dimension(), random);
    double[] entryScales = new double[entries.length];
    List<String> entryNames = new ArrayList<>();
    Names names = Names.of(layout, data);
    for (int e = 0; e < entries.length; e++) {
      double scale = names.isIntercept(entries[e]) ? 1 : scales[names.feature(entries[e])];
      entryScales[e] = scale > 0 ? scale : 1;
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
    return data.train()
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
            true)
        .collect();
  }

  /** Root mean square of each feature. */
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

  private static double[] randomParameters(ParameterLayout layout, double scale, Random random) {
    double[] parameters = new double[layout.dimension()];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = scale * random.nextGaussian();
    }
    return parameters;
  }

  /**
   * All entries if they are few, else distinct random ones, among them the last (an intercept, if
   * there is any).
   */
  private static int[] entries(int dimension, Random random) {
    if (dimension <= MAX_ENTRIES) {
      return IntStream.range(0, dimension).toArray();
    }
    return IntStream.concat(
            IntStream.of(dimension - 1),
            random.ints(0, dimension - 1).distinct().limit(MAX_ENTRIES - 1))
        .toArray();
  }

  /** Class and feature of each position in θ. */
  private record Names(ParameterLayout layout, TrainingData data, List<String> features) {

    static Names of(ParameterLayout layout, TrainingData data) {
      return new Names(layout, data, data.schema().featureNames());
    }

    boolean isIntercept(int index) {
      return index >= layout.weightCount();
    }

    int feature(int index) {
      return switch (layout.order()) {
        case CLASS_MAJOR -> index % layout.features();
        case FEATURE_MAJOR -> index / layout.classes();
      };
    }

    String of(int index) {
      if (isIntercept(index)) {
        return "class %s, intercept".formatted(data.classes().label(index - layout.weightCount()));
      }
      int k =
          switch (layout.order()) {
            case CLASS_MAJOR -> index / layout.features();
            case FEATURE_MAJOR -> index % layout.classes();
          };
      return "class %s, feature %s"
          .formatted(data.classes().label(k), features.get(feature(index)));
    }
  }
}

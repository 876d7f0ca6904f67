package org.sparksoftmax.train.pass;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.sparksoftmax.data.block.DataSet;
import org.sparksoftmax.data.job.JobDescription;
import org.sparksoftmax.math.block.ColumnMagnitudes;
import org.sparksoftmax.math.block.ColumnSquares;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.curvature.SampledHessian;
import org.sparksoftmax.math.layout.FeatureScaling;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.linalg.Hashing;
import org.sparksoftmax.math.loss.Targets;

/**
 * A sample of the rows, collected on the driver. It depends only on the rows and their positions in
 * the data, so it is the same on any cluster.
 *
 * <p>It contains all {@link UncommonRows}.
 */
public final class RowSample {

  private static final double SHARE = 0.1;

  /** The minimum sample size if the data is large enough. A smaller sample would save little. */
  private static final int MIN_ROWS = 5000;

  /**
   * The number of multiply-adds, in a product with the samples of all runs, whose cost is
   * negligible.
   */
  private static final double FREE_WORK = 1 << 26;

  /** The minimum number of rows per feature in a reduced sample. */
  private static final double LEAST_ROWS = 2;

  /** The limit of the sample on the driver, by the values of an average row and its K floats. */
  private static final long MAX_BYTES = 256L << 20;

  private final DataSet data;
  private final ParameterLayout layout;
  private final Targets targets;
  private final List<ExampleBlock> blocks;

  /** The uncommon rows, which {@code blocks} does not contain. */
  private final List<ExampleBlock> uncommon;

  /** The fraction of the other rows that the sample contains. */
  private final double share;

  /** The mean squares of the features; computed on first use. */
  private double[] meanSquares;

  private RowSample(
      DataSet data,
      ParameterLayout layout,
      Targets targets,
      List<ExampleBlock> blocks,
      List<ExampleBlock> uncommon,
      double share) {
    this.data = data;
    this.layout = layout;
    this.targets = targets;
    this.blocks = blocks;
    this.uncommon = uncommon;
    this.share = share;
  }

  /** The approximate number of rows in a sample of {@code data}, if the data is large enough. */
  public static double wantedRows(DataSet data, ParameterLayout layout) {
    double rowBytes =
        Float.BYTES * (2.0 * layout.classes() + 2.0 * data.storedValues() / data.rows());
    double rows = Math.max(SHARE * data.rows(), MIN_ROWS);
    if (layout.order() == WeightOrder.CLASS_MAJOR && rows < layout.dimension()) {
      // These rows cannot determine the curvature in all directions. Half of them cost a few more
      // iterations, but a product takes half the time.
      rows = Math.max(rows / 2, least(rows, layout));
    }
    return Math.min(rows, MAX_BYTES / rowBytes);
  }

  /** How far a sample of so many rows may be reduced. */
  private static double least(double rows, ParameterLayout layout) {
    return Math.min(rows, LEAST_ROWS * layout.features());
  }

  /**
   * Takes a sample of {@code data} if it has rows of positive weight, in one Spark job.
   *
   * @param targets determine the weights of the rows
   */
  public static Optional<RowSample> of(DataSet data, ParameterLayout layout, Targets targets) {
    return of(data, layout, targets, 1);
  }

  /**
   * Takes a sample for one of several runs that share their passes. A shared pass costs each run
   * less, so a large sample would save less than it costs the driver. Small samples, whose cost is
   * negligible, are not reduced.
   */
  public static Optional<RowSample> of(
      DataSet data, ParameterLayout layout, Targets targets, int runs) {
    double rows = wantedRows(data, layout);
    double work = rows * runs * layout.classes() * data.storedValues() / data.rows();
    double fewer = rows / Math.max(1, Math.min(Math.sqrt(runs), work / FREE_WORK));
    double share = Math.min(1, Math.max(least(rows, layout), fewer) / data.rows());
    List<ExampleBlock> blocks =
        collect(
            data,
            "curvature sample",
            block ->
                i ->
                    Hashing.toUnit(Hashing.mix(block.order(), i)) < share
                        && targets.exampleWeight(block, i) > 0);
    if (blocks.isEmpty()) {
      return Optional.empty();
    }
    Optional<UncommonRows> uncommon =
        share < 1 ? UncommonRows.of(data, blocks, layout.classes()) : Optional.empty();
    if (uncommon.isEmpty()) {
      return Optional.of(new RowSample(data, layout, targets, blocks, List.of(), share));
    }
    UncommonRows those = uncommon.get();
    List<ExampleBlock> all =
        collect(
            data,
            "uncommon rows",
            block -> i -> those.contains(block, i) && targets.exampleWeight(block, i) > 0);
    List<ExampleBlock> others =
        blocks.stream().flatMap(block -> select(block, i -> !those.contains(block, i))).toList();
    return Optional.of(new RowSample(data, layout, targets, others, all, share));
  }

  /**
   * The Hessian of the sample. Takes one more Spark job if a feature does not occur in the sample.
   */
  public SampledHessian hessian(FeatureScaling scaling, double penalty) {
    return new SampledHessian(
        layout,
        new SampledHessian.Rows(blocks, share, uncommon),
        unseen(scaling),
        scaling,
        penalty,
        targets);
  }

  /**
   * The mean squares of the features, computed over all rows if a feature does not occur in the
   * sample.
   */
  private double[] unseen(FeatureScaling scaling) {
    if (scaling.isStandardizing()) {
      return IntStream.range(0, layout.features())
          .mapToDouble(j -> scaling.factor(j) > 0 ? Math.pow(scaling.factor(j), -2) : 0)
          .toArray();
    }
    if (meanSquares == null) {
      ColumnSquares seen = new ColumnSquares(data.inventory().magnitudes(), data.rows());
      Stream.concat(blocks.stream(), uncommon.stream())
          .forEach(block -> seen.add(block.features()));
      double[] means = seen.means();
      meanSquares =
          Arrays.stream(means).allMatch(mean -> mean > 0) ? means : meanSquares(data, layout);
    }
    return meanSquares;
  }

  /** Computes the mean square of every feature as stored, in one Spark job. */
  public static double[] meanSquares(DataSet data, ParameterLayout layout) {
    ColumnMagnitudes magnitudes = data.inventory().magnitudes();
    long rows = data.rows();
    return JobDescription.during(
            data.context(),
            "sizes of the features",
            () ->
                data.fold(
                    blocks -> {
                      ColumnSquares ofPartition = new ColumnSquares(magnitudes, rows);
                      blocks.forEachRemaining(block -> ofPartition.add(block.features()));
                      return ofPartition;
                    },
                    ColumnSquares::merge))
        .means();
  }

  /** Selects rows of a block. */
  private interface RowFilter extends Serializable {
    public IntPredicate of(ExampleBlock block);
  }

  /** Collects the rows that {@code filter} selects in data order, in one Spark job. */
  private static List<ExampleBlock> collect(DataSet data, String job, RowFilter filter) {
    return JobDescription.during(
            data.context(),
            job,
            () ->
                data.foldEach(
                    blocks -> {
                      List<ExampleBlock> chosen = new ArrayList<>();
                      blocks.forEachRemaining(
                          block -> select(block, filter.of(block)).forEach(chosen::add));
                      return chosen;
                    }))
        .stream()
        .flatMap(List::stream)
        .sorted(Comparator.comparingLong(ExampleBlock::order))
        .toList();
  }

  private static Stream<ExampleBlock> select(ExampleBlock block, IntPredicate wanted) {
    int[] chosen = IntStream.range(0, block.rows()).filter(wanted).toArray();
    return chosen.length > 0 ? Stream.of(block.select(chosen)) : Stream.empty();
  }
}

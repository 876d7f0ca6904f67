package org.sparksoftmax.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sparksoftmax.data.DataSet;
import org.sparksoftmax.linalg.ColumnMagnitudes;
import org.sparksoftmax.linalg.ColumnSquares;
import org.sparksoftmax.linalg.ExampleBlock;
import org.sparksoftmax.linalg.Hashing;
import org.sparksoftmax.loss.Targets;
import org.sparksoftmax.model.FeatureScaling;
import org.sparksoftmax.model.ParameterLayout;
import org.sparksoftmax.objective.SampledHessian;

/**
 * A sample of the rows, brought to the driver. Which rows are taken depends on their place in the
 * data alone, so the result is the same on any cluster.
 */
final class RowSample {

  private static final double SHARE = 0.1;

  /** So many rows at least, of data that has them: a smaller share would save little. */
  private static final int MIN_ROWS = 5000;

  /** What the sample may take on the driver, by the values of an average row and its K floats. */
  private static final long MAX_BYTES = 256L << 20;

  private RowSample() {}

  /** About how many rows a sample of {@code data} has, of data that has them. */
  static double wantedRows(DataSet data, ParameterLayout layout) {
    double rowBytes =
        Float.BYTES * (2.0 * layout.classes() + 2.0 * data.storedValues() / data.rows());
    return Math.min(Math.max(SHARE * data.rows(), MIN_ROWS), MAX_BYTES / rowBytes);
  }

  /**
   * The Hessian on a sample of {@code data}, if it has rows of positive weight: one or two Spark
   * jobs.
   */
  static Optional<SampledHessian> hessian(
      DataSet data,
      ParameterLayout layout,
      FeatureScaling scaling,
      double penalty,
      Targets targets) {
    double share = wantedRows(data, layout) / data.rows();
    List<ExampleBlock> sample =
        new ArrayList<>(
            data.blocks().mapPartitions(blocks -> sample(blocks, share, targets)).collect());
    sample.sort(Comparator.comparingLong(ExampleBlock::order));
    return sample.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new SampledHessian(
                layout,
                sample,
                Math.min(1, share),
                unseen(data, layout, scaling, sample),
                scaling,
                penalty,
                targets));
  }

  /** Mean squares of the features, of all rows if the sample does not show every feature. */
  private static double[] unseen(
      DataSet data, ParameterLayout layout, FeatureScaling scaling, List<ExampleBlock> sample) {
    if (scaling.isStandardizing()) {
      return IntStream.range(0, layout.features())
          .mapToDouble(j -> scaling.factor(j) > 0 ? Math.pow(scaling.factor(j), -2) : 0)
          .toArray();
    }
    ColumnSquares seen = new ColumnSquares(data.inventory().magnitudes(), data.rows());
    sample.forEach(block -> seen.add(block.features()));
    double[] means = seen.means();
    return Arrays.stream(means).allMatch(mean -> mean > 0) ? means : meanSquares(data, layout);
  }

  /** The mean square of every feature, as stored: one Spark job. */
  static double[] meanSquares(DataSet data, ParameterLayout layout) {
    ColumnMagnitudes magnitudes = data.inventory().magnitudes();
    long rows = data.rows();
    return data.blocks()
        .mapPartitions(
            blocks -> {
              ColumnSquares ofPartition = new ColumnSquares(magnitudes, rows);
              blocks.forEachRemaining(block -> ofPartition.add(block.features()));
              return List.of(ofPartition).iterator();
            })
        .treeReduce(ColumnSquares::merge, DataSet.treeDepth(data.partitions()))
        .means();
  }

  private static Iterator<ExampleBlock> sample(
      Iterator<ExampleBlock> blocks, double share, Targets targets) {
    List<ExampleBlock> sampled = new ArrayList<>();
    while (blocks.hasNext()) {
      ExampleBlock block = blocks.next();
      int[] chosen =
          IntStream.range(0, block.rows())
              .filter(i -> Hashing.toUnit(Hashing.mix(block.order(), i)) < share)
              .filter(i -> targets.exampleWeight(block, i) > 0)
              .toArray();
      if (chosen.length > 0) {
        sampled.add(block.select(chosen));
      }
    }
    return sampled.iterator();
  }
}

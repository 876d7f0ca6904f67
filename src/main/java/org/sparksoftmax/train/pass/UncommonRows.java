package org.sparksoftmax.train.pass;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sparksoftmax.data.block.DataSet;
import org.sparksoftmax.math.block.ColumnMagnitudes;
import org.sparksoftmax.math.block.ColumnSquares;
import org.sparksoftmax.math.block.ExampleBlock;

/**
 * The few rows that a sample cannot represent: those with outliers that dominate the curvature of a
 * column, and those of classes that are rare in the sample. If the sample misses them, the steps
 * along such a column and for such a class are far too large.
 */
public final class UncommonRows implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * A value is an outlier if its square exceeds this fraction of the number of rows of the sample
   * times the mean square of its column. Without outliers, the mean square of a column in the
   * sample has a relative error of at most one half, however heavy the tails of the column.
   */
  private static final double FAR_OUT = 0.25;

  /** A class with fewer rows in the sample is rare. */
  private static final int FEW = 16;

  /** The absolute value above which values of each column are outliers. */
  private final double[] bounds;

  private final boolean[] rareClasses;

  private UncommonRows(double[] bounds, boolean[] rareClasses) {
    this.bounds = bounds;
    this.rareClasses = rareClasses;
  }

  /**
   * Determines the uncommon rows from a sample; empty if there are certainly none.
   *
   * @param sample at least one row of {@code data}
   */
  public static Optional<UncommonRows> of(DataSet data, List<ExampleBlock> sample, int classes) {
    double rows = sample.stream().mapToLong(ExampleBlock::rows).sum();
    double[] bounds = bounds(data, sample, rows);
    boolean[] rare = rareClasses(sample, classes, rows * rows / data.rows());
    boolean any =
        Arrays.stream(bounds).anyMatch(Double::isFinite)
            || IntStream.range(0, classes).anyMatch(k -> rare[k]);
    return any ? Optional.of(new UncommonRows(bounds, rare)) : Optional.empty();
  }

  /** Whether row {@code i} of {@code block} is uncommon. */
  public boolean contains(ExampleBlock block, int i) {
    if (rareClasses[block.label(i)]) {
      return true;
    }
    boolean[] beyond = new boolean[1];
    block.features().forEachValue(i, (j, value) -> beyond[0] |= Math.abs(value) > bounds[j]);
    return beyond[0];
  }

  /**
   * The bounds on the columns, infinite for those that certainly have no outliers. If many columns
   * may have outliers, the bounds are raised so that, by Markov's inequality, at most as many rows
   * exceed them as the sample has.
   */
  private static double[] bounds(DataSet data, List<ExampleBlock> sample, double rows) {
    ColumnMagnitudes magnitudes = data.inventory().magnitudes();
    ColumnSquares seen = new ColumnSquares(magnitudes, data.rows());
    sample.forEach(block -> seen.add(block.features()));
    double[] means = seen.means();
    double factor = FAR_OUT * rows;
    double columns = withValuesBeyond(factor, means, magnitudes).count();
    double fewer = Math.max(factor, columns * data.rows() / rows);
    double[] bounds = new double[means.length];
    Arrays.fill(bounds, Double.POSITIVE_INFINITY);
    withValuesBeyond(fewer, means, magnitudes)
        .forEach(j -> bounds[j] = Math.sqrt(fewer) * Math.sqrt(means[j]));
    return bounds;
  }

  private static IntStream withValuesBeyond(
      double factor, double[] means, ColumnMagnitudes magnitudes) {
    return IntStream.range(0, means.length)
        .filter(
            j ->
                magnitudes.exponent(j) > Double.MIN_EXPONENT
                    && Math.scalb(1.0, magnitudes.exponent(j) - 1)
                        > Math.sqrt(factor) * Math.sqrt(means[j]));
  }

  /** The rare classes; none if their rows in the sample exceed {@code most}. */
  private static boolean[] rareClasses(List<ExampleBlock> sample, int classes, double most) {
    int[] counts = new int[classes];
    for (ExampleBlock block : sample) {
      for (int i = 0; i < block.rows(); i++) {
        counts[block.label(i)]++;
      }
    }
    boolean[] rare = new boolean[classes];
    int ofRare = 0;
    for (int k = 0; k < classes; k++) {
      rare[k] = counts[k] < FEW;
      ofRare += rare[k] ? counts[k] : 0;
    }
    return ofRare <= most ? rare : new boolean[classes];
  }
}

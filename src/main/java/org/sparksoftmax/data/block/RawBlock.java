package org.sparksoftmax.data.block;

import java.io.Serializable;
import org.sparksoftmax.data.column.TargetColumns;
import org.sparksoftmax.data.row.RawSummary;
import org.sparksoftmax.data.row.SplitRole;
import org.sparksoftmax.math.block.FeatureBlock;

/**
 * Rows of one split, with labels and categories numbered within the split.
 *
 * @param order sort key of the blocks: the number of the split, then the number of the block within
 *     its split and role
 * @param features the numeric values; categorical columns are 0 here
 * @param labels number of each row's label in the split's {@link RawSummary#labels}, −1 if it has
 *     none
 * @param exampleWeights null if all are 1
 * @param targets the target probabilities in the order of {@link TargetColumns#classes}, row-major;
 *     null if rows have labels only
 * @param categories number of each categorical cell in {@link RawSummary#categories}, row-major;
 *     null if there are none
 * @param cells all cells of each row; null unless {@link RawOptions#keepCells}
 * @param firstRow position of the first row among all rows of the split, from 0
 */
public record RawBlock(
    SplitRole role,
    long order,
    FeatureBlock features,
    int[] labels,
    double[] exampleWeights,
    double[] targets,
    int[] categories,
    Object[][] cells,
    long firstRow)
    implements Serializable {

  /** The {@link #order} of the block with index {@code number} in its split and role. */
  static long order(int split, int number) {
    return ((long) split << 32) | number;
  }

  /** The split of the block with this {@code order}. */
  static int split(long order) {
    return (int) (order >>> 32);
  }

  public int rows() {
    return labels.length;
  }
}

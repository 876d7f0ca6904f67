package org.sparksoftmax.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sparksoftmax.data.block.BlockPlan;
import org.sparksoftmax.data.block.RawBlock;
import org.sparksoftmax.data.block.RawPartition;
import org.sparksoftmax.math.block.FeatureBlock;

/** Puts the good and the bad rows of a partition back into their order. */
final class PredictionRows implements Serializable {
  private static final long serialVersionUID = 1L;

  private final BlockPlan plan;

  /** The number of columns of the input; 0 if it has none. */
  private final int columns;

  private final long[] offsets;

  /**
   * @param columns the number of columns that are kept; without, the number of the row is kept
   * @param offsets the number of rows before each split
   */
  PredictionRows(BlockPlan plan, Optional<Integer> columns, long[] offsets) {
    this.plan = plan;
    this.columns = columns.orElse(0);
    this.offsets = offsets;
  }

  /** All rows of a partition, in input order. */
  List<PredictionInput.Batch> of(RawPartition partition) {
    int[][] maps = plan.categoryMaps(partition.summary());
    Merge merge = new Merge(partition);
    List<PredictionInput.Batch> batches = new ArrayList<>();
    for (RawBlock block : partition.blocks()) {
      for (int i = 0; i < block.rows(); i++) {
        merge.addRejectedBehind(block.firstRow() + i);
        merge.add(columns > 0 ? block.cells()[i] : null, null);
      }
      batches.add(merge.batch(plan.features(block, maps)));
    }
    merge.addRejectedBehind(Long.MAX_VALUE);
    if (!merge.kept.isEmpty()) {
      batches.add(merge.batch(null));
    }
    return batches;
  }

  /** The rows of one batch after the other. */
  private final class Merge {
    private final RawPartition partition;
    private final List<Object[]> kept = new ArrayList<>();
    private final List<String> reasons = new ArrayList<>();
    private int rejected;

    /** The number of the next row among all rows of the input, from 1. */
    private long number;

    Merge(RawPartition partition) {
      this.partition = partition;
      this.number = offsets[partition.summary().split] + 1;
    }

    /** Adds the bad rows that come before the next row if {@code good} good rows came before. */
    void addRejectedBehind(long good) {
      long[] before = partition.rowsBeforeRejected();
      while (rejected < before.length && before[rejected] <= good) {
        Object[] cells = partition.rejectedCells()[rejected];
        add(
            cells == null && columns > 0 ? new Object[columns] : cells,
            partition.rejected()[rejected].message());
        rejected++;
      }
    }

    void add(Object[] cells, String reason) {
      kept.add(columns > 0 ? cells : new Object[] {number});
      reasons.add(reason);
      number++;
    }

    PredictionInput.Batch batch(FeatureBlock features) {
      PredictionInput.Batch batch =
          new PredictionInput.Batch(
              features, kept.toArray(Object[][]::new), reasons.toArray(String[]::new));
      kept.clear();
      reasons.clear();
      return batch;
    }
  }
}

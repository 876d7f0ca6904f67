package org.sparksoftmax.data.block;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.sparksoftmax.data.job.JobDescription;
import org.sparksoftmax.data.job.PartitionJob;
import org.sparksoftmax.data.row.SplitRole;
import org.sparksoftmax.math.block.FeatureBlock;

/**
 * The means of the values of each column over the training rows, and whether values are missing.
 * Sums have twice the precision of a double, so that their order does not show in the means (Knuth,
 * "The Art of Computer Programming", volume 2, section 4.2.2, theorem B).
 */
public final class ColumnMeans implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int split;
  private final double[] sums;

  /** The rounding errors of the sums. */
  private final double[] errors;

  private final long[] present;
  private final long[] missing;

  private ColumnMeans(int split, int columns) {
    this.split = split;
    this.sums = new double[columns];
    this.errors = new double[columns];
    this.present = new long[columns];
    this.missing = new long[columns];
  }

  /**
   * Computes the means, in one Spark job.
   *
   * @param columns the number of values of a row
   */
  public static ColumnMeans of(RawData raw, int columns) {
    List<ColumnMeans> parts =
        new ArrayList<>(
            JobDescription.during(
                raw.partitions().context(),
                "means of the columns",
                () -> PartitionJob.collectAll(raw.partitions(), read -> ofEach(read, columns))));
    parts.sort(Comparator.comparingInt(part -> part.split));
    ColumnMeans all = new ColumnMeans(0, columns);
    parts.forEach(all::add);
    return all;
  }

  /** The mean of the values that are not missing; 0 if all are. */
  public double mean(int column) {
    return present[column] == 0 ? 0 : (sums[column] + errors[column]) / present[column];
  }

  /** Whether the column is missing in all training rows. */
  public boolean isAbsent(int column) {
    return present[column] == 0 && missing[column] > 0;
  }

  /** Whether a training row has no value for the column. */
  public boolean anyMissing(int column) {
    return missing[column] > 0;
  }

  private static List<ColumnMeans> ofEach(Iterator<RawPartition> partitions, int columns) {
    List<ColumnMeans> means = new ArrayList<>();
    partitions.forEachRemaining(
        partition -> {
          ColumnMeans ofPart = new ColumnMeans(partition.summary().split, columns);
          for (RawBlock block : partition.blocks()) {
            if (block.role() == SplitRole.TRAIN) {
              ofPart.add(block.features());
            }
          }
          means.add(ofPart);
        });
    return means;
  }

  private void add(FeatureBlock block) {
    for (int i = 0; i < block.rows(); i++) {
      block.forEachValue(
          i,
          (column, value) -> {
            if (Double.isNaN(value)) {
              missing[column]++;
            } else {
              add(column, value);
              present[column]++;
            }
          });
    }
  }

  private void add(ColumnMeans other) {
    for (int column = 0; column < sums.length; column++) {
      add(column, other.sums[column]);
      errors[column] += other.errors[column];
      present[column] += other.present[column];
      missing[column] += other.missing[column];
    }
  }

  private void add(int column, double value) {
    double before = sums[column];
    double sum = before + value;
    double part = sum - before;
    errors[column] += (before - (sum - part)) + (value - part);
    sums[column] = sum;
  }
}

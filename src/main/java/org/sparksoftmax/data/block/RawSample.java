package org.sparksoftmax.data.block;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.sparksoftmax.data.job.JobDescription;
import org.sparksoftmax.data.job.PartitionJob;
import org.sparksoftmax.data.row.SplitRole;
import org.sparksoftmax.math.block.FeatureBlock;
import org.sparksoftmax.math.linalg.Hashing;
import org.sparksoftmax.model.FeatureSchema;
import scala.Tuple2;

/**
 * A sample of the numeric values of the training rows, on the driver: about {@value #ROWS} rows, or
 * all rows of a smaller data set. The choice of rows depends only on their position in the data.
 */
public final class RawSample {

  private static final int ROWS = 1024;
  private static final int LEAST_ROWS = 64;

  /** The maximum number of values, unless {@value #LEAST_ROWS} rows have more. */
  private static final double VALUES = 1 << 20;

  private final int rows;
  private final double[][] values;
  private final double[] shares;

  private RawSample(int rows, double[][] values, double[] shares) {
    this.rows = rows;
    this.values = values;
    this.shares = shares;
  }

  /** Takes a sample, in one Spark job. */
  public static RawSample of(RawData raw, FeatureSchema schema) {
    long all = raw.rows(SplitRole.TRAIN);
    double wanted =
        Math.max(LEAST_ROWS, Math.min(ROWS, VALUES * all / Math.max(1, raw.storedValues())));
    double share = all <= wanted ? 1 : wanted / all;
    List<Tuple2<Long, FeatureBlock>> parts =
        new ArrayList<>(
            JobDescription.during(
                raw.partitions().context(),
                "sample of the features",
                () -> PartitionJob.collectAll(raw.partitions(), read -> chosen(read, share))));
    parts.sort(Comparator.comparingLong(Tuple2::_1));
    List<FeatureBlock> blocks = parts.stream().map(Tuple2::_2).toList();
    return new RawSample(
        blocks.stream().mapToInt(FeatureBlock::rows).sum(),
        values(blocks, schema),
        shares(raw, blocks, schema));
  }

  private static List<Tuple2<Long, FeatureBlock>> chosen(
      Iterator<RawPartition> partitions, double share) {
    List<Tuple2<Long, FeatureBlock>> parts = new ArrayList<>();
    partitions.forEachRemaining(
        partition -> {
          for (RawBlock block : partition.blocks()) {
            if (block.role() == SplitRole.TRAIN) {
              addChosen(block, share, parts);
            }
          }
        });
    return parts;
  }

  private static void addChosen(
      RawBlock block, double share, List<Tuple2<Long, FeatureBlock>> parts) {
    int[] rows =
        IntStream.range(0, block.rows())
            .filter(i -> share == 1 || Hashing.toUnit(Hashing.mix(block.order(), i)) < share)
            .toArray();
    if (rows.length > 0) {
      parts.add(new Tuple2<>(block.order(), block.features().select(rows)));
    }
  }

  /** The number of rows. */
  int rows() {
    return rows;
  }

  /**
   * The stored values of feature {@code j}, in no particular order, with replacements of missing
   * ones; null if it is a category or indicator. Callers may modify the array.
   */
  double[] values(int j) {
    return values[j];
  }

  /** The fraction of rows in which category or indicator {@code j} is 1; 0 for a number. */
  double share(int j) {
    return shares[j];
  }

  /** The feature of each column, −1 for categorical columns; null if the data has no columns. */
  private static int[] numericFeatures(FeatureSchema schema) {
    if (schema.columns().isEmpty()) {
      return null;
    }
    int[] features = new int[schema.columns().size()];
    int at = 0;
    for (int column = 0; column < features.length; column++) {
      FeatureSchema.InputColumn input = schema.columns().get(column);
      features[column] = input.isCategorical() ? -1 : at;
      at += input.width();
    }
    return features;
  }

  private static double[][] values(List<FeatureBlock> blocks, FeatureSchema schema) {
    int[] numeric = numericFeatures(schema);
    int[] counts = new int[schema.features()];
    forEach(blocks, schema, numeric, (j, value) -> counts[j]++);
    double[][] values = new double[schema.features()][];
    if (numeric == null) {
      Arrays.setAll(values, j -> new double[counts[j]]);
    } else {
      Arrays.stream(numeric).filter(j -> j >= 0).forEach(j -> values[j] = new double[counts[j]]);
    }
    Arrays.fill(counts, 0);
    forEach(blocks, schema, numeric, (j, value) -> values[j][counts[j]++] = value);
    return values;
  }

  private static void forEach(
      List<FeatureBlock> blocks,
      FeatureSchema schema,
      int[] numeric,
      FeatureBlock.ValueConsumer consumer) {
    for (FeatureBlock block : blocks) {
      for (int i = 0; i < block.rows(); i++) {
        block.forEachValue(
            i,
            (column, value) -> {
              int j = numeric == null ? column : numeric[column];
              if (j >= 0 && j < schema.features()) {
                consumer.accept(j, Double.isNaN(value) ? fill(schema, column) : value);
              }
            });
      }
    }
  }

  private static double fill(FeatureSchema schema, int column) {
    return schema.columns().get(column).imputation().orElseThrow().fill();
  }

  private static double[] shares(RawData raw, List<FeatureBlock> blocks, FeatureSchema schema) {
    double[] shares = new double[schema.features()];
    double all = raw.rows(SplitRole.TRAIN);
    double[] missing =
        schema.acceptsMissing() ? missingShares(blocks, schema.columns().size()) : null;
    int at = 0;
    int c = 0;
    for (int i = 0; i < schema.columns().size(); i++) {
      FeatureSchema.InputColumn column = schema.columns().get(i);
      if (column.isCategorical()) {
        Map<String, Long> rows = raw.categoryRows(SplitRole.TRAIN, c++);
        for (int k = 0; k < column.categories().size(); k++) {
          shares[at + k] = rows.getOrDefault(column.categories().get(k), 0L) / all;
        }
      } else if (column.hasIndicator()) {
        shares[at + 1] = missing[i];
      }
      at += column.width();
    }
    return shares;
  }

  /** The fraction of the sample's rows in which each column is missing. */
  private static double[] missingShares(List<FeatureBlock> blocks, int columns) {
    double[] shares = new double[columns];
    double rows = blocks.stream().mapToInt(FeatureBlock::rows).sum();
    for (FeatureBlock block : blocks) {
      for (int i = 0; i < block.rows(); i++) {
        block.forEachValue(i, (column, value) -> shares[column] += Double.isNaN(value) ? 1 : 0);
      }
    }
    return Arrays.stream(shares).map(count -> count / rows).toArray();
  }
}

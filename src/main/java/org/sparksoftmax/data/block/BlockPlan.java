package org.sparksoftmax.data.block;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import org.sparksoftmax.config.Storage;
import org.sparksoftmax.data.row.RawSummary;
import org.sparksoftmax.data.row.SplitRole;
import org.sparksoftmax.math.block.Arithmetic;
import org.sparksoftmax.math.block.CsrBlock;
import org.sparksoftmax.math.block.DenseBlock;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.block.FeatureBlock;
import org.sparksoftmax.math.block.Values;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.FeatureUnits;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.Imputation;

/**
 * Converts raw blocks to their final form, given the classes, categories and features of the data
 * set.
 */
public final class BlockPlan implements Serializable {

  /** The number of multiply-adds that justify another task, about ten milliseconds of work. */
  private static final double WORK_PER_PARTITION = 1 << 27;

  /** The number of multiply-adds that justify sending one entry of a partial gradient. */
  private static final double WORK_PER_GRADIENT_ENTRY = 128;

  /** The cost of a sparse multiply-add, with its random memory access, relative to a dense one. */
  private static final double SPARSE_COST = 8;

  private static final int MAX_AUTO_PARTITIONS = 512;

  private static final long serialVersionUID = 1L;

  private final String[] classes;
  private final int features;
  private final boolean sparse;
  private final Storage storage;
  private final FeatureUnits units;

  /** The number of features of each input column; null if each is one value, never missing. */
  private final int[] columnWidths;

  /** What replaces a missing value of each input column; NaN if nothing. */
  private final double[] fills;

  /** The categories of each categorical column, in order of the columns. */
  private final String[][] categories;

  private final int[] categorical;

  /**
   * @param sparse whether to build CSR blocks
   * @param storage the type of every block's values; not AUTO
   * @param units the units of the values in the blocks
   */
  public BlockPlan(
      LabelIndex classes,
      FeatureSchema schema,
      int[] categorical,
      boolean sparse,
      Storage storage,
      FeatureUnits units) {
    this.classes = classes.labels().toArray(String[]::new);
    this.features = schema.features();
    this.sparse = sparse;
    this.storage = storage;
    this.units = units;
    this.categorical = categorical;
    List<FeatureSchema.InputColumn> columns = schema.columns();
    this.columnWidths =
        categorical.length == 0 && !schema.acceptsMissing()
            ? null
            : columns.stream().mapToInt(FeatureSchema.InputColumn::width).toArray();
    this.fills =
        columns.stream()
            .mapToDouble(column -> column.imputation().map(Imputation::fill).orElse(Double.NaN))
            .toArray();
    this.categories = new String[categorical.length][];
    for (int c = 0; c < categorical.length; c++) {
      categories[c] = columns.get(categorical[c]).categories().toArray(String[]::new);
    }
  }

  boolean sparse() {
    return sparse;
  }

  /** The weight order of the final blocks. */
  WeightOrder order() {
    return sparse ? WeightOrder.FEATURE_MAJOR : WeightOrder.CLASS_MAJOR;
  }

  /** The type in which products over the final blocks are computed. */
  Arithmetic arithmetic() {
    return storage == Storage.F64 ? Arithmetic.F64 : Arithmetic.F32;
  }

  /** The final blocks of {@code role}, in order. */
  List<ExampleBlock> assemble(RawPartition partition, SplitRole role) {
    return assemble(partition, role, order -> true);
  }

  /** The final blocks of {@code role} whose order is selected, in order. */
  List<ExampleBlock> assemble(RawPartition partition, SplitRole role, LongPredicate selected) {
    int[] labelMap = mapping(partition.summary().labels, classes);
    int[][] categoryMaps = categoryMaps(partition.summary());
    List<ExampleBlock> assembled = new ArrayList<>();
    for (RawBlock raw : partition.blocks()) {
      if (raw.role() == role && selected.test(raw.order())) {
        Values targets = targets(raw);
        int[] labels =
            targets == null
                ? labels(raw, labelMap)
                : ExampleBlock.largestTargets(targets, raw.rows());
        ExampleBlock block =
            new ExampleBlock(
                raw.order(), features(raw, categoryMaps), labels, raw.exampleWeights(), targets);
        block.contentHash(); // computed now, so that it is cached with the block
        assembled.add(block);
      }
    }
    return assembled;
  }

  /**
   * The number of partitions that the arithmetic of one evaluation justifies, reduced if sending so
   * many partial gradients would cost more than it saves. A power of two, to load all cores evenly.
   */
  int partitions(List<RawSummary.BlockSize> sizes) {
    double work = (double) storedValues(sizes) * classes.length * (sparse ? SPARSE_COST : 1);
    double worthComputing = work / WORK_PER_PARTITION;
    double worthSending = work / (WORK_PER_GRADIENT_ENTRY * features * classes.length);
    double most = Math.min(worthComputing, Math.max(2, worthSending));
    int partitions = 1;
    while (partitions < MAX_AUTO_PARTITIONS && partitions < most) {
      partitions *= 2;
    }
    return partitions;
  }

  /** The number of stored values of the final blocks: cells, or non-zeros. */
  long storedValues(List<RawSummary.BlockSize> sizes) {
    return sizes.stream()
        .mapToLong(size -> sparse ? size.storedValues() : (long) size.rows() * features)
        .sum();
  }

  private static int[] labels(RawBlock raw, int[] labelMap) {
    int[] labels = new int[raw.rows()];
    for (int i = 0; i < labels.length; i++) {
      int number = raw.labels()[i];
      labels[i] = number < 0 ? ExampleBlock.UNKNOWN_LABEL : labelMap[number];
    }
    return labels;
  }

  /** The target probabilities, in the arithmetic of the products; null if there are none. */
  private Values targets(RawBlock raw) {
    if (raw.targets() == null) {
      return null;
    }
    Storage type = arithmetic() == Arithmetic.F64 ? Storage.F64 : Storage.F32;
    return ValuePacker.pack(raw.targets(), raw.targets().length, type);
  }

  /** The final form of the features of one raw block. */
  public FeatureBlock features(RawBlock raw, int[][] categoryMaps) {
    FeatureBlock block =
        columnWidths == null && sparse == raw.features() instanceof CsrBlock
            ? raw.features()
            : rebuilt(raw, categoryMaps);
    if (block instanceof CsrBlock csr) {
      block = csr.withFeatures(features, csr.values());
    }
    if (units.isCentred() && storage == Storage.F32 && block instanceof DenseBlock dense) {
      return dense.withValues(ValuePacker.minus(dense, units.centres()));
    }
    FeatureBlock stored = units.isCentred() ? block.minus(units.centres()) : block;
    return stored.withValues(ValuePacker.convert(stored.values(), storage));
  }

  /**
   * For each categorical column, maps numbers of categories to features within the column; −1 for
   * unknown categories.
   */
  public int[][] categoryMaps(RawSummary summary) {
    int[][] maps = new int[categorical.length][];
    for (int c = 0; c < maps.length; c++) {
      maps[c] = mapping(summary.categories.get(c), categories[c]);
    }
    return maps;
  }

  private FeatureBlock rebuilt(RawBlock raw, int[][] categoryMaps) {
    FeatureBlock block = raw.features();
    int width = block.features();
    double[] row = new double[width];
    double[] expanded = new double[features];
    FeatureRows rows = new FeatureRows(features, sparse);
    for (int i = 0; i < raw.rows(); i++) {
      block.rowInto(i, row);
      if (columnWidths == null) {
        rows.add(row);
      } else {
        expand(row, raw.categories(), i * categorical.length, categoryMaps, expanded);
        rows.add(expanded);
      }
    }
    return rows.build();
  }

  private void expand(
      double[] row, int[] numbers, int firstNumber, int[][] categoryMaps, double[] expanded) {
    Arrays.fill(expanded, 0);
    int at = 0;
    int c = 0;
    for (int column = 0; column < columnWidths.length; column++) {
      if (c < categorical.length && categorical[c] == column) {
        int category = categoryMaps[c][numbers[firstNumber + c]];
        if (category >= 0) {
          expanded[at + category] = 1.0;
        }
        c++;
      } else {
        boolean missing = Double.isNaN(row[column]);
        expanded[at] = missing ? fills[column] : row[column];
        if (missing && columnWidths[column] > 1) { // the indicator
          expanded[at + 1] = 1.0;
        }
      }
      at += columnWidths[column];
    }
  }

  private static int[] mapping(Map<String, Integer> numbers, String[] known) {
    Map<String, Integer> positions = new HashMap<>();
    for (int k = 0; k < known.length; k++) {
      positions.put(known[k], k);
    }
    int[] map = new int[numbers.size()];
    numbers.forEach((text, number) -> map[number] = positions.getOrDefault(text, -1));
    return map;
  }
}

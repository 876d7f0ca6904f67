package org.sparksoftmax.data.block;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sparksoftmax.data.row.Doubles;
import org.sparksoftmax.data.row.Ints;
import org.sparksoftmax.data.row.RawSummary;
import org.sparksoftmax.data.row.SplitRole;
import org.sparksoftmax.math.block.CsrBlock;
import org.sparksoftmax.math.block.DenseBlock;
import org.sparksoftmax.math.block.FeatureBlock;
import org.sparksoftmax.math.block.U8Values;
import org.sparksoftmax.math.block.Values;

/** The rows of one role that are not yet in a block. */
final class RowBuffer {

  /**
   * The number of stored values at which a block is closed. Gradients are summed in float32 within
   * a block, so it has enough rows to make its final step cheap, but few enough for accuracy.
   */
  private static final int BLOCK_VALUES = 1 << 22;

  private static final int BLOCK_ROWS = 1024;

  /**
   * The minimum number of rows of a sparse block. With fewer, its final step would cost more than
   * the rows.
   */
  private static final int SPARSE_BLOCK_ROWS = 4096;

  private static final int FEW_VALUES = 1 << 17;

  /** The representation of the rows of a block. */
  enum Form {
    DENSE,
    BYTES,
    SPARSE
  }

  private final SplitRole role;
  private final int split;
  private final RawOptions options;
  private final RawSummary summary;
  private final List<RawBlock> blocks;
  private Form form;

  /** The number of features of a row; 0 if sparse. */
  private int features;

  private final Doubles values = new Doubles();
  private byte[] bytes = new byte[0];
  private int valueCount;
  private final Ints columns = new Ints();
  private final Ints rowPointers = new Ints();
  private final Ints labels = new Ints();
  private final Doubles weights = new Doubles();
  private final Doubles targets = new Doubles();
  private boolean weighted;
  private final Ints categories = new Ints();
  private ArrayList<Object[]> cells = new ArrayList<>();
  private int rows;
  private long allRows;

  /** The number of rows of each label, by its number in the split. */
  private long[] rowsOfLabels = new long[16];

  private int closedBlocks;
  private long firstRow;

  /**
   * @param summary the summary in which rows and blocks are counted
   * @param blocks the list to which closed blocks are added
   */
  RowBuffer(
      SplitRole role, int split, RawOptions options, RawSummary summary, List<RawBlock> blocks) {
    this.role = role;
    this.split = split;
    this.options = options;
    this.summary = summary;
    this.blocks = blocks;
  }

  /** Begins a row. Closes the block if its rows have another form. */
  void begin(Form form, int features) {
    if (this.form != form || this.features != features) {
      close();
      this.form = form;
      this.features = features;
    }
  }

  void addColumns(int[] row, int count) {
    columns.add(row, count);
  }

  void addCategory(int column, String category) {
    categories.add(summary.countCategory(role, column, category));
  }

  void addValues(double[] row, int count) {
    values.add(row, count);
    valueCount += count;
  }

  void addBytes(byte[] row, int from, int count) {
    if (valueCount + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(valueCount + count, bytes.length * 2));
    }
    System.arraycopy(row, from, bytes, valueCount, count);
    valueCount += count;
  }

  /**
   * Ends a row.
   *
   * @param rowTargets the target probabilities of the row; null if it has none
   * @param rowCells the cells of the row, if the options require them
   * @param number the index of the row in the split, from 0
   */
  void endRow(
      String label, double exampleWeight, double[] rowTargets, Object[] rowCells, long number) {
    if (rows == 0) {
      firstRow = number;
      rowPointers.add(0);
    }
    labels.add(label == null ? -1 : count(label));
    weights.add(exampleWeight);
    weighted |= exampleWeight != 1.0;
    summary.anyPositiveWeight |= role == SplitRole.TRAIN && exampleWeight > 0;
    if (options.keepCells()) {
      cells.add(rowCells);
    }
    if (rowTargets != null) {
      targets.add(rowTargets, rowTargets.length);
    }
    rows++;
    allRows++;
    rowPointers.add(valueCount);
    if (Math.max(valueCount, targets.size()) >= BLOCK_VALUES || rows >= mostRows()) {
      close();
    }
  }

  /** Counts a row of a label; returns the label's number. */
  private int count(String label) {
    int number = summary.numberOf(label);
    if (number >= rowsOfLabels.length) {
      rowsOfLabels = Arrays.copyOf(rowsOfLabels, 2 * (number + 1));
    }
    rowsOfLabels[number]++;
    return number;
  }

  private int mostRows() {
    return form == Form.SPARSE && valueCount < FEW_VALUES ? SPARSE_BLOCK_ROWS : BLOCK_ROWS;
  }

  /** Closes the last block, and adds the rows to the summary. */
  void finish() {
    close();
    summary.count(role, allRows, rowsOfLabels);
  }

  private void close() {
    if (rows == 0) {
      return;
    }
    Values packed =
        form == Form.BYTES
            ? new U8Values(Arrays.copyOf(bytes, valueCount))
            : ValuePacker.packExactly(values.array(), valueCount, options.storage());
    summary.allU8 &= packed instanceof U8Values;
    long order = RawBlock.order(split, closedBlocks++);
    blocks.add(
        new RawBlock(
            role,
            order,
            featureBlock(packed),
            labels.copy(),
            weighted ? weights.copy() : null,
            targets.size() == 0 ? null : targets.copy(),
            categories.isEmpty() ? null : categories.copy(),
            options.keepCells() ? cells.toArray(Object[][]::new) : null,
            firstRow));
    summary.blocks.add(new RawSummary.BlockSize(role, order, rows, valueCount));
    clear();
  }

  private void clear() {
    List.of(columns, rowPointers, labels, categories).forEach(Ints::clear);
    List.of(values, weights, targets).forEach(Doubles::clear);
    valueCount = 0;
    rows = 0;
    weighted = false;
    cells = new ArrayList<>();
  }

  private FeatureBlock featureBlock(Values packed) {
    return form == Form.SPARSE
        ? new CsrBlock(summary.features, rowPointers.copy(), columns.copy(), packed)
        : new DenseBlock(rows, features, packed);
  }
}

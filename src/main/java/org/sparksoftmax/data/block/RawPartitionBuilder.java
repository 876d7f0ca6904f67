package org.sparksoftmax.data.block;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import org.sparksoftmax.config.Storage;
import org.sparksoftmax.data.row.BadRow;
import org.sparksoftmax.data.row.Doubles;
import org.sparksoftmax.data.row.Ints;
import org.sparksoftmax.data.row.RawSummary;
import org.sparksoftmax.data.row.RejectedRow;
import org.sparksoftmax.data.row.RejectedRows;
import org.sparksoftmax.data.row.RowSink;
import org.sparksoftmax.data.row.SplitRole;
import org.sparksoftmax.math.block.CsrBlock;
import org.sparksoftmax.math.block.DenseBlock;
import org.sparksoftmax.math.block.FeatureBlock;
import org.sparksoftmax.math.block.U8Values;
import org.sparksoftmax.math.block.Values;
import org.sparksoftmax.math.kernel.Kernels;

/** Packs the rows of one split into blocks. */
public final class RawPartitionBuilder implements RowSink {

  /**
   * A block is closed at this many stored values. Gradients are summed in float32 within a block:
   * enough rows to make its last step cheap, few enough to stay exact.
   */
  private static final int BLOCK_VALUES = 1 << 22;

  private static final int BLOCK_ROWS = 1024;

  /** Rows of a sparse block with so few values that its last step would cost more than they do. */
  private static final int SPARSE_BLOCK_ROWS = 4096;

  private static final int FEW_VALUES = 1 << 17;

  private final int split;
  private final RawOptions options;
  private final RawSummary summary;
  private final ArrayList<RawBlock> blocks = new ArrayList<>();
  private final EnumMap<SplitRole, Buffer> buffers = new EnumMap<>(SplitRole.class);
  private final RejectedRows rejected;
  private long rowsRead;
  private Object[] nextCells;
  private double[] nextTargets;

  /** Of the row that follows, where rows say it themselves; else null. */
  private SplitRole nextRole;

  public RawPartitionBuilder(int split, RawOptions options) {
    this.split = split;
    this.options = options;
    this.rejected = new RejectedRows(options.rules());
    this.summary = new RawSummary(split, options.categorical().length);
    Kernels.warmUp();
  }

  @Override
  public boolean wantsCells() {
    return options.keepCells();
  }

  @Override
  public void cells(Object[] cells) {
    nextCells = cells.clone();
  }

  @Override
  public void targets(double[] targets) {
    nextTargets = targets; // the reader's, until the row has come
  }

  @Override
  public void dense(String label, double exampleWeight, double[] values, String[] symbols)
      throws BadRow {
    options.rules().requireDeclared(label);
    for (int j = 0; j < values.length; j++) {
      ValuePacker.requireStorable(values[j], options.storage());
    }
    if (summary.anySparseRow && options.categorical().length == 0) {
      putNonZeros(label, exampleWeight, values); // or each change of form would begin a block
      return;
    }
    if (summary.features == 0) {
      summary.features = values.length;
    }
    SplitRole role = role();
    Buffer buffer = bufferFor(role, Form.DENSE, values.length);
    buffer.addValues(values, values.length);
    for (int c = 0; c < options.categorical().length; c++) {
      String category = symbols[options.categorical()[c]];
      buffer.categories.add(summary.countCategory(role, c, category));
    }
    buffer.endRow(role, label, exampleWeight);
  }

  private void putNonZeros(String label, double exampleWeight, double[] values) throws BadRow {
    int[] columns = new int[values.length];
    double[] nonZeros = new double[values.length];
    int count = 0;
    for (int j = 0; j < values.length; j++) {
      if (values[j] != 0) {
        columns[count] = j;
        nonZeros[count++] = values[j];
      }
    }
    sparse(label, exampleWeight, columns, nonZeros, count);
  }

  @Override
  public void bytes(String label, byte[] values, int from, int count) throws BadRow {
    if (options.storage() == Storage.F32 || options.storage() == Storage.F64) {
      RowSink.super.bytes(label, values, from, count);
      return;
    }
    options.rules().requireDeclared(label);
    if (summary.features == 0) {
      summary.features = count;
    }
    SplitRole role = role();
    Buffer buffer = bufferFor(role, Form.BYTES, count);
    buffer.addBytes(values, from, count);
    buffer.endRow(role, label, 1.0);
  }

  @Override
  public void sparse(String label, double exampleWeight, int[] columns, double[] values, int count)
      throws BadRow {
    int known = count;
    while (options.knownFeatures() > 0
        && known > 0
        && columns[known - 1] >= options.knownFeatures()) {
      known--;
    }
    options.rules().requireDeclared(label);
    for (int i = 0; i < known; i++) {
      ValuePacker.requireStorable(values[i], options.storage());
    }
    summary.unknownFeatureValues += count - known;
    summary.anySparseRow = true;
    if (known > 0) {
      summary.features = Math.max(summary.features, columns[known - 1] + 1);
    }
    SplitRole role = role();
    Buffer buffer = bufferFor(role, Form.SPARSE, 0);
    buffer.columns.add(columns, known);
    buffer.addValues(values, known);
    buffer.endRow(role, label, exampleWeight);
  }

  /** The role of the row that follows, in place of what the options say. */
  public void nextRole(SplitRole role) {
    nextRole = role;
  }

  /** The size of the vectors that sparse rows stand for: D, though their last values be 0. */
  public void sparseWidth(int features) {
    summary.features = Math.max(summary.features, features);
  }

  private SplitRole role() {
    return nextRole != null ? nextRole : options.holdOut().role(split, rowsRead);
  }

  @Override
  public boolean wantsRejectedText() {
    return options.rules().quarantines();
  }

  @Override
  public boolean reject(RejectedRow row) {
    return rejected.add(row, rowsRead);
  }

  public boolean hasRejected() {
    return !rejected.isEmpty();
  }

  /**
   * Closes the last blocks and returns everything, or only what is wrong where a bad row is an
   * error.
   *
   * @param rowsBefore lines or records of the file before the split; 0 if no row was rejected
   */
  public RawPartition build(long rowsBefore) {
    rejected.placeBehind(rowsBefore);
    rejected.summarize(summary);
    if (summary.error != null) {
      return failed(summary.error);
    }
    buffers.values().forEach(Buffer::close);
    return new RawPartition(blocks, summary, rejected.kept(), rejected.rowsBefore());
  }

  /** Returns only what is wrong. */
  public RawPartition failed(String error) {
    RawSummary onlyError = new RawSummary(split, 0);
    onlyError.error = error;
    return new RawPartition(new ArrayList<>(), onlyError, new RejectedRow[0], new long[0]);
  }

  private Buffer bufferFor(SplitRole role, Form form, int features) {
    Buffer buffer = buffers.computeIfAbsent(role, r -> new Buffer(r, form, features));
    if (buffer.form != form || buffer.features != features) {
      buffer.close();
      buffer.form = form;
      buffer.features = features;
    }
    return buffer;
  }

  /** What the rows of a block are given as. */
  private enum Form {
    DENSE,
    BYTES,
    SPARSE
  }

  /** The rows of one role that are not yet in a block. */
  private final class Buffer {
    private final SplitRole role;
    private Form form;

    /** Features of a row; 0 if sparse. */
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
    private int closedBlocks;
    private long firstRow;

    Buffer(SplitRole role, Form form, int features) {
      this.role = role;
      this.form = form;
      this.features = features;
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

    void endRow(SplitRole role, String label, double exampleWeight) {
      if (rows == 0) {
        firstRow = rowsRead;
        rowPointers.add(0);
      }
      labels.add(label == null ? -1 : summary.countLabel(role, label));
      weights.add(exampleWeight);
      weighted |= exampleWeight != 1.0;
      summary.anyPositiveWeight |= role == SplitRole.TRAIN && exampleWeight > 0;
      if (options.keepCells()) {
        cells.add(nextCells);
      }
      if (nextTargets != null) {
        targets.add(nextTargets, nextTargets.length);
      }
      rows++;
      rowPointers.add(valueCount);
      rowsRead++;
      summary.rows.merge(role, 1L, Long::sum);
      if (Math.max(valueCount, targets.size()) >= BLOCK_VALUES || rows >= mostRows()) {
        close();
      }
    }

    private int mostRows() {
      return form == Form.SPARSE && valueCount < FEW_VALUES ? SPARSE_BLOCK_ROWS : BLOCK_ROWS;
    }

    void close() {
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
}

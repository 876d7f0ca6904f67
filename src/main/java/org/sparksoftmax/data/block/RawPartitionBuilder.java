package org.sparksoftmax.data.block;

import java.util.ArrayList;
import java.util.EnumMap;
import org.sparksoftmax.config.Storage;
import org.sparksoftmax.data.block.RowBuffer.Form;
import org.sparksoftmax.data.row.BadRow;
import org.sparksoftmax.data.row.RawSummary;
import org.sparksoftmax.data.row.RejectedRow;
import org.sparksoftmax.data.row.RejectedRows;
import org.sparksoftmax.data.row.RowSink;
import org.sparksoftmax.data.row.SplitRole;
import org.sparksoftmax.math.kernel.Kernels;

/** Packs the rows of one split into blocks. */
public final class RawPartitionBuilder implements RowSink {

  private final int split;
  private final RawOptions options;
  private final RawSummary summary;
  private final ArrayList<RawBlock> blocks = new ArrayList<>();
  private final EnumMap<SplitRole, RowBuffer> buffers = new EnumMap<>(SplitRole.class);
  private final RejectedRows rejected;
  private long rowsRead;
  private Object[] nextCells;
  private double[] nextTargets;

  /** The role of the next row if the input specifies roles, else null. */
  private SplitRole nextRole;

  public RawPartitionBuilder(int split, RawOptions options) {
    this.split = split;
    this.options = options;
    this.rejected = new RejectedRows(options.rules());
    this.summary = new RawSummary(split, options.categorical().length);
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
    nextTargets = targets; // owned by the reader, which does not modify it before the row is added
  }

  @Override
  public void dense(String label, double exampleWeight, double[] values, String[] symbols)
      throws BadRow {
    warmUp(Kernels.Form.DENSE);
    options.rules().requireDeclared(label);
    ValuePacker.requireStorable(values, values.length, options.storage());
    if (summary.anySparseRow && options.categorical().length == 0) {
      putNonZeros(label, exampleWeight, values); // because a change of form starts a new block
      return;
    }
    if (summary.features == 0) {
      summary.features = values.length;
    }
    RowBuffer buffer = buffer(Form.DENSE, values.length);
    buffer.addValues(values, values.length);
    for (int c = 0; c < options.categorical().length; c++) {
      String category = symbols[options.categorical()[c]];
      buffer.addCategory(c, category);
    }
    endRow(buffer, label, exampleWeight);
  }

  private void warmUp(Kernels.Form form) {
    if (rowsRead == 0) {
      Kernels.warmUp(form);
    }
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
    warmUp(Kernels.Form.DENSE);
    options.rules().requireDeclared(label);
    if (summary.features == 0) {
      summary.features = count;
    }
    RowBuffer buffer = buffer(Form.BYTES, count);
    buffer.addBytes(values, from, count);
    endRow(buffer, label, 1.0);
  }

  @Override
  public void sparse(String label, double exampleWeight, int[] columns, double[] values, int count)
      throws BadRow {
    warmUp(Kernels.Form.SPARSE);
    int known = count;
    while (options.knownFeatures() > 0
        && known > 0
        && columns[known - 1] >= options.knownFeatures()) {
      known--;
    }
    options.rules().requireDeclared(label);
    ValuePacker.requireStorable(values, known, options.storage());
    summary.unknownFeatureValues += count - known;
    summary.anySparseRow = true;
    if (known > 0) {
      summary.features = Math.max(summary.features, columns[known - 1] + 1);
    }
    RowBuffer buffer = buffer(Form.SPARSE, 0);
    buffer.addColumns(columns, known);
    buffer.addValues(values, known);
    endRow(buffer, label, exampleWeight);
  }

  /** Sets the role of the next row, which overrides the options. */
  public void nextRole(SplitRole role) {
    nextRole = role;
  }

  /** Sets the number of features of sparse rows, whose last values may be 0. */
  public void sparseWidth(int features) {
    summary.features = Math.max(summary.features, features);
  }

  @Override
  public boolean wantsRejectedText() {
    return options.rules().quarantines();
  }

  @Override
  public boolean reject(RejectedRow row) {
    Object[] cells = nextCells;
    nextCells = null;
    return rejected.add(row, cells, rowsRead);
  }

  public boolean hasRejected() {
    return !rejected.isEmpty();
  }

  /**
   * Closes the last blocks and returns all rows, or only the error if bad rows are errors.
   *
   * @param rowsBefore number of lines or records of the file before the split; 0 if no row was
   *     rejected
   */
  public RawPartition build(long rowsBefore) {
    rejected.placeBehind(rowsBefore);
    rejected.summarize(summary);
    if (summary.error != null) {
      return failed(summary.error);
    }
    buffers.values().forEach(RowBuffer::finish);
    return new RawPartition(
        blocks, summary, rejected.kept(), rejected.keptCells(), rejected.rowsBefore());
  }

  /** Returns a partition with only the error. */
  public RawPartition failed(String error) {
    RawSummary onlyError = new RawSummary(split, 0);
    onlyError.error = error;
    return new RawPartition(
        new ArrayList<>(), onlyError, new RejectedRow[0], new Object[0][], new long[0]);
  }

  private RowBuffer buffer(Form form, int features) {
    SplitRole role = nextRole != null ? nextRole : options.holdOut().role(split, rowsRead);
    RowBuffer buffer =
        buffers.computeIfAbsent(role, r -> new RowBuffer(r, split, options, summary, blocks));
    buffer.begin(form, features);
    return buffer;
  }

  private void endRow(RowBuffer buffer, String label, double exampleWeight) {
    buffer.endRow(label, exampleWeight, nextTargets, nextCells, rowsRead++);
    nextCells = null;
  }
}

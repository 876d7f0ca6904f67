package org.sparksoftmax.data.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.config.BadRows;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.Storage;
import org.sparksoftmax.data.block.RawBlock;
import org.sparksoftmax.data.block.RawOptions;
import org.sparksoftmax.data.block.RawPartitionBuilder;
import org.sparksoftmax.fuzz.UntrustedInput;

/**
 * The base class of fuzz tests for data files: the rows satisfy the contract, or the file is
 * rejected.
 */
public abstract class UntrustedFile extends UntrustedInput {

  @TempDir private static Path folder;

  private final String name;

  public UntrustedFile(String name) {
    super(DataException.class, ConfigException.class);
    this.name = name;
  }

  @Override
  protected void read(byte[] input) throws IOException {
    readFile(Files.write(folder.resolve(name), input));
  }

  protected abstract void readFile(Path file) throws IOException;

  /** Writes another file to the same folder. */
  protected static Path beside(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  protected static InputSplit whole(Path file) {
    return new InputSplit(file.toUri().toString(), null, 0, Long.MAX_VALUE);
  }

  protected static void readRows(SplitReader reader, InputSplit split, int[] categorical)
      throws IOException {
    RowRules rules = new RowRules(Set.of(), BadRows.Policy.QUARANTINE, Long.MAX_VALUE, true);
    RawOptions options = new RawOptions(Storage.AUTO, HoldOut.NONE, categorical, 0, false, rules);
    RawPartitionBuilder builder = new RawPartitionBuilder(0, options);
    CheckingSink sink = new CheckingSink(builder);
    reader.read(split, ReaderTestSupport.HADOOP, sink);
    long rows = builder.build(0).blocks().stream().mapToLong(RawBlock::rows).sum();
    assertThat(rows).isEqualTo(sink.rows);
  }

  /** Checks every row against the contract of {@link RowSink}, then passes it on. */
  private static final class CheckingSink implements RowSink {
    private final RowSink next;
    private long rows;

    CheckingSink(RowSink next) {
      this.next = next;
    }

    @Override
    public void dense(String label, double exampleWeight, double[] values, String[] symbols)
        throws BadRow {
      require(exampleWeight >= 0 && Double.isFinite(exampleWeight));
      require(Arrays.stream(values).allMatch(Double::isFinite));
      requireLabel(label);
      next.dense(label, exampleWeight, values, symbols);
      rows++;
    }

    @Override
    public void targets(double[] targets) {
      require(Arrays.stream(targets).allMatch(target -> target >= 0 && target <= 1));
      require(Math.abs(Arrays.stream(targets).sum() - 1) < 1e-12);
      next.targets(targets);
    }

    @Override
    public void bytes(String label, byte[] values, int from, int count) throws BadRow {
      require(from >= 0 && count > 0 && from + count <= values.length);
      requireLabel(label);
      next.bytes(label, values, from, count);
      rows++;
    }

    @Override
    public void sparse(
        String label, double exampleWeight, int[] columns, double[] values, int count)
        throws BadRow {
      for (int e = 0; e < count; e++) {
        require(columns[e] >= 0 && (e == 0 || columns[e] > columns[e - 1]));
        require(Double.isFinite(values[e]));
      }
      requireLabel(label);
      next.sparse(label, exampleWeight, columns, values, count);
      rows++;
    }

    @Override
    public boolean reject(RejectedRow row) {
      require(row.number() > 0);
      require(row.reason().chars().noneMatch(Character::isISOControl));
      return next.reject(row);
    }

    @Override
    public boolean wantsRejectedText() {
      return next.wantsRejectedText();
    }

    private static void requireLabel(String label) {
      require(label == null || !label.isEmpty());
    }

    private static void require(boolean kept) {
      assertThat(kept).isTrue();
    }
  }
}

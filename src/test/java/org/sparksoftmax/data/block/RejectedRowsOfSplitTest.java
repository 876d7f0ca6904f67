package org.sparksoftmax.data.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparksoftmax.config.BadRows;
import org.sparksoftmax.config.Storage;
import org.sparksoftmax.data.row.BadRow;
import org.sparksoftmax.data.row.HoldOut;
import org.sparksoftmax.data.row.RawSummary;
import org.sparksoftmax.data.row.RejectedRow;
import org.sparksoftmax.data.row.RowRules;

/** Tests the handling of bad rows among the good rows of a split. */
class RejectedRowsOfSplitTest {

  private static final HoldOut SHARES = new HoldOut(0.3, 0.2, 5);

  private static RawPartitionBuilder builder(Storage storage, BadRows.Policy policy, long max) {
    RowRules rules =
        new RowRules(Set.of("a", "b"), policy, max, policy == BadRows.Policy.QUARANTINE);
    return new RawPartitionBuilder(
        3, new RawOptions(storage, SHARES, new int[] {1}, 4, true, rules));
  }

  private static RejectedRow bad(long number) {
    return new RejectedRow("f", RejectedRow.Unit.LINE, number, "bad", "text " + number);
  }

  private static void good(RawPartitionBuilder builder, int i, Storage storage) throws BadRow {
    String label = i % 3 == 0 ? "a" : "b";
    builder.cells(new Object[] {"cell " + i});
    // Byte rows are only for storage that permits bytes.
    switch (i / 20 == 1 && storage == Storage.F32 ? 0 : i / 20) {
      case 0 ->
          builder.dense(
              label, 1 + i % 2, new double[] {i, 0, 3}, new String[] {null, "k" + i % 4, null});
      case 1 -> builder.bytes(label, new byte[] {(byte) i, 1, 2}, 0, 3);
      default ->
          builder.sparse(label, 1, new int[] {0, 2, 9}, new double[] {i, 7, 1}, i % 2 == 0 ? 3 : 2);
    }
  }

  /** Bad rows that only the builder can detect, one of each kind. */
  private static List<ThrowingCallable> badRows(RawPartitionBuilder builder, Storage storage) {
    String[] kinds = {null, "never seen", null};
    List<ThrowingCallable> rows =
        new ArrayList<>(
            List.of(
                () -> builder.dense("c", 1, new double[] {1, 0, 1, 1}, kinds),
                () -> builder.sparse("c", 0.5, new int[] {3, 8}, new double[] {1, 1}, 2)));
    if (storage == Storage.F32) {
      rows.add(() -> builder.dense("a", 1, new double[] {1, 0, 1e39}, kinds));
      rows.add(() -> builder.dense("a", 1, new double[] {-1e300, 0, 1, 2, 3}, kinds));
      rows.add(() -> builder.sparse("a", 0.5, new int[] {3, 8}, new double[] {1e39, 1}, 2));
    } else {
      rows.add(() -> builder.bytes("c", new byte[9], 0, 9));
    }
    return rows;
  }

  private static List<String> described(RawPartition partition) {
    List<String> described = new ArrayList<>();
    for (RawBlock block : partition.blocks()) {
      described.add(
          String.format(
              Locale.ROOT,
              "%s %d %d %s %s %s %s %d",
              block.role(),
              block.order(),
              block.features().contentHash(),
              Arrays.toString(block.labels()),
              Arrays.toString(block.exampleWeights()),
              Arrays.toString(block.categories()),
              Arrays.deepToString(block.cells()),
              block.firstRow()));
    }
    RawSummary summary = partition.summary();
    described.add(
        String.format(
            Locale.ROOT,
            "%s %s %s %s %s %s %d %s %s %s %d",
            summary.rows,
            summary.blocks,
            summary.labels,
            summary.labelRows,
            summary.categories,
            summary.categoryRows,
            summary.features,
            summary.anySparseRow,
            summary.allU8,
            summary.anyPositiveWeight,
            summary.unknownFeatureValues));
    return described;
  }

  @ParameterizedTest
  @CsvSource({"SKIP,AUTO", "QUARANTINE,AUTO", "SKIP,F32", "QUARANTINE,F32"})
  void nothingOfARejectedRowIsLeftBehind(BadRows.Policy policy, Storage storage) throws BadRow {
    RawPartitionBuilder clean = builder(storage, policy, 1000);
    RawPartitionBuilder dirty = builder(storage, policy, 1000);
    long number = 0;
    for (int i = 0; i < 60; i++) {
      for (ThrowingCallable badRow : badRows(dirty, storage)) {
        dirty.cells(new Object[] {"rejected"});
        assertThatThrownBy(badRow).isInstanceOf(BadRow.class);
        assertThat(dirty.reject(bad(++number))).isTrue();
      }
      good(clean, i, storage);
      good(dirty, i, storage);
    }
    RawPartition expected = clean.build(0);
    RawPartition actual = dirty.build(100);
    assertThat(described(actual)).isEqualTo(described(expected));
    assertThat(expected.summary().rejected).isZero();
    int rejected = Math.toIntExact(number);
    assertThat(actual.summary().rejected).isEqualTo(rejected);
    assertThat(actual.summary().cutShort).isFalse();
    assertThat(actual.summary().error).isNull();
    assertThat(actual.summary().firstRejected)
        .containsExactly("f:101: bad", "f:102: bad", "f:103: bad");
    assertThat(actual.rejected()).hasSize(policy == BadRows.Policy.SKIP ? 3 : rejected);
    assertThat(actual.rowsBeforeRejected()).hasSize(rejected).startsWith(0, 0).endsWith(59, 59);
    assertThat(dirty.wantsRejectedText()).isEqualTo(policy == BadRows.Policy.QUARANTINE);
  }

  @Test
  void whereABadRowIsAnErrorTheFirstIsAllThatRemains() throws BadRow {
    RawPartitionBuilder builder = builder(Storage.AUTO, BadRows.Policy.FAIL, 0);
    good(builder, 0, Storage.AUTO);
    assertThat(builder.reject(bad(2))).isFalse();
    RawPartition failed = builder.build(10);
    assertThat(failed.summary().error).isEqualTo("f:12: bad");
    assertThat(failed.blocks()).isEmpty();
  }

  @Test
  void reasonsGiveTheValueAndTheBound() {
    RawPartitionBuilder builder = builder(Storage.U8, BadRows.Policy.SKIP, 10);
    assertThatThrownBy(() -> builder.bytes("\u0007odd", new byte[1], 0, 1))
        .hasMessage("label '\\u0007odd' is not among data.classes");
    assertThatThrownBy(() -> builder.sparse("a", 1, new int[] {0}, new double[] {256}, 1))
        .hasMessage(
            "value 256.0 is not an integer 0..255 (data.storage = u8): use data.storage = auto");
  }

  @Test
  void oneRowMoreThanTheBoundEndsTheSplit() {
    RawPartitionBuilder builder = builder(Storage.AUTO, BadRows.Policy.QUARANTINE, 2);
    assertThat(builder.reject(bad(1))).isTrue();
    assertThat(builder.reject(bad(2))).isTrue();
    assertThat(builder.reject(bad(3))).isFalse();
    RawSummary summary = builder.build(0).summary();
    assertThat(summary.cutShort).isTrue();
    assertThat(summary.rejected).isEqualTo(3);
  }
}

package org.sparksoftmax.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.config.BadRows;
import org.sparksoftmax.config.Storage;
import org.sparksoftmax.data.block.BlockPlan;
import org.sparksoftmax.data.block.RawOptions;
import org.sparksoftmax.data.block.RawPartition;
import org.sparksoftmax.data.block.RawPartitionBuilder;
import org.sparksoftmax.data.row.BadRow;
import org.sparksoftmax.data.row.HoldOut;
import org.sparksoftmax.data.row.RejectedRow;
import org.sparksoftmax.data.row.RowRules;
import org.sparksoftmax.math.layout.FeatureUnits;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.model.FeatureSchema;

/** Tests that every row of the input is there once, in its place, with features or a reason. */
class PredictionRowsTest {

  private static final int ROWS = 3000;

  private static final BlockPlan PLAN =
      new BlockPlan(
          LabelIndex.inGivenOrder(List.of()),
          FeatureSchema.unnamed(1),
          new int[0],
          false,
          Storage.F32,
          FeatureUnits.RAW);

  private static boolean isBad(int row) {
    return row % 7 == 1 || row % 100 == 0 || row > ROWS - 5;
  }

  /** A partition whose rows have their number as feature, behind 0 other splits. */
  private static RawPartition partition(boolean cells) throws BadRow {
    RowRules rules = new RowRules(Set.of(), BadRows.Policy.SKIP, ROWS, true);
    RawPartitionBuilder builder =
        new RawPartitionBuilder(
            0, new RawOptions(Storage.AUTO, HoldOut.NONE, new int[0], 0, cells, rules));
    for (int row = 1; row <= ROWS; row++) {
      if (cells && row % 14 != 1) { // others have too many or too few cells
        builder.cells(new Object[] {"cell " + row, "more"});
      }
      if (isBad(row)) {
        builder.reject(new RejectedRow("f", RejectedRow.Unit.LINE, row, "bad", null));
      } else {
        builder.dense(null, 1, new double[] {row}, null);
      }
    }
    RawPartition partition = builder.build(10);
    assertThat(partition.blocks()).hasSizeGreaterThan(1);
    return partition;
  }

  private static void check(RawPartition partition, boolean cells) {
    PredictionRows rows =
        new PredictionRows(PLAN, cells ? Optional.of(2) : Optional.empty(), new long[] {5000});
    int row = 0;
    for (PredictionInput.Batch batch : rows.of(partition)) {
      int scored = 0;
      for (int i = 0; i < batch.kept().length; i++) {
        row++;
        boolean known = row % 14 != 1;
        List<Object> expected = new ArrayList<>();
        if (cells) {
          expected.add(known ? "cell " + row : null);
          expected.add(known ? "more" : null);
        } else {
          expected.add(5000L + row);
        }
        assertThat(batch.kept()[i]).containsExactlyElementsOf(expected);
        if (isBad(row)) {
          assertThat(batch.reasons()[i])
              .isEqualTo(String.format(Locale.ROOT, "f:%d: bad", 10 + row));
        } else {
          assertThat(batch.reasons()[i]).isNull();
          assertThat(batch.features().values().get(scored++)).isEqualTo(row);
        }
      }
      assertThat(batch.features() == null ? 0 : batch.features().rows()).isEqualTo(scored);
    }
    assertThat(row).isEqualTo(ROWS);
  }

  @Test
  void rowsOfInputsWithoutColumnsHaveTheirNumber() throws BadRow {
    check(partition(false), false);
  }

  @Test
  void rowsOfInputsWithColumnsHaveTheirCells() throws BadRow {
    check(partition(true), true);
  }
}

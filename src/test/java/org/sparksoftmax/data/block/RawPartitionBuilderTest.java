package org.sparksoftmax.data.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.spark.util.SizeEstimator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparksoftmax.TestBlocks;
import org.sparksoftmax.TestBlocks.Form;
import org.sparksoftmax.config.Storage;
import org.sparksoftmax.data.row.BadRow;
import org.sparksoftmax.data.row.HoldOut;
import org.sparksoftmax.data.row.RowRules;
import org.sparksoftmax.math.block.ExampleBlock;

class RawPartitionBuilderTest {

  private static final int ROWS = 1500;
  private static final int FEATURES = 30;
  private static final byte[] PIXELS = pixels();

  @ParameterizedTest
  @EnumSource(
      value = Storage.class,
      names = {"AUTO", "U8", "F32", "F64"})
  void rowsOfBytesAreTheSameAsRowsOfNumbers(Storage storage) throws BadRow {
    RawPartitionBuilder bytes = builder(storage);
    RawPartitionBuilder numbers = builder(storage);
    double[] row = new double[FEATURES];
    for (int i = 0; i < ROWS; i++) {
      for (int j = 0; j < FEATURES; j++) {
        row[j] = PIXELS[i * FEATURES + j] & 0xFF;
      }
      bytes.bytes("a", PIXELS, i * FEATURES, FEATURES);
      numbers.dense("a", 1.0, row, null);
    }
    List<RawBlock> actual = bytes.build(0).blocks();
    List<RawBlock> expected = numbers.build(0).blocks();
    assertThat(actual).hasSize(2).hasSameSizeAs(expected);
    for (int b = 0; b < actual.size(); b++) {
      assertThat(actual.get(b).rows()).isEqualTo(expected.get(b).rows());
      assertThat(actual.get(b).features().values())
          .isInstanceOf(expected.get(b).features().values().getClass());
      assertThat(actual.get(b).features().contentHash())
          .isEqualTo(expected.get(b).features().contentHash());
    }
  }

  /** Spark's size estimate of a cached block: its values, a label per row, and some headers. */
  @ParameterizedTest
  @EnumSource(Form.class)
  void aCachedValueTakesNoMoreThanItsType(Form form) {
    double[][] x = TestBlocks.rows(200, 100, 1);
    ExampleBlock block = TestBlocks.examples(x, TestBlocks.labels(200, 3, 2), null, form);
    long stored = block.features().storedValues();
    long perValue =
        switch (form) {
          case DENSE_U8 -> 1;
          case DENSE_F32 -> 4;
          case DENSE_F64 -> 8;
          case CSR_U8 -> 5;
          case CSR_F32 -> 8;
          case CSR_F64 -> 12;
        };
    long labelsAndRowPointers = 200 * 4 * 2 + 300;
    assertThat(SizeEstimator.estimate(block))
        .isLessThanOrEqualTo(perValue * stored + labelsAndRowPointers);
  }

  @Test
  void aBlockEndsWhereTheWidthOfRowsChanges() throws BadRow {
    RawPartitionBuilder builder = builder(Storage.AUTO);
    builder.bytes("a", PIXELS, 0, 3);
    builder.dense("a", 1.0, new double[] {1, 2, 3}, null);
    builder.bytes("b", PIXELS, 3, 3);
    List<RawBlock> blocks = builder.build(0).blocks();
    assertThat(blocks).extracting(RawBlock::rows).containsExactly(1, 1, 1);
    assertThat(blocks).extracting(RawBlock::firstRow).containsExactly(0L, 1L, 2L);
  }

  @Test
  void targetsStayWithTheirRows() throws BadRow {
    RawPartitionBuilder builder = builder(Storage.AUTO);
    double[] reused = new double[2];
    for (int i = 0; i < ROWS; i++) {
      reused[0] = i / (double) ROWS;
      reused[1] = 1 - reused[0];
      builder.targets(reused);
      builder.dense(reused[0] >= 0.5 ? "a" : "b", 1.0, new double[] {i}, null);
    }
    int row = 0;
    for (RawBlock block : builder.build(0).blocks()) {
      assertThat(block.targets()).hasSize(2 * block.rows());
      for (int i = 0; i < block.rows(); i++) {
        assertThat(block.features().values().get(i)).isEqualTo(row);
        assertThat(block.targets()[2 * i]).isEqualTo(row++ / (double) ROWS);
      }
    }
    assertThat(row).isEqualTo(ROWS);
    RawPartitionBuilder labelled = builder(Storage.AUTO);
    labelled.dense("a", 1.0, new double[] {1}, null);
    assertThat(labelled.build(0).blocks().get(0).targets()).isNull();
  }

  @Test
  void aRowThatIsRejectedTakesItsTargetsWithIt() throws BadRow {
    RawPartitionBuilder builder = builder(Storage.U8);
    builder.targets(new double[] {1, 0});
    assertThatThrownBy(() -> builder.dense("a", 1.0, new double[] {0.5}, null))
        .isInstanceOf(BadRow.class);
    builder.targets(new double[] {0, 1});
    builder.dense("b", 1.0, new double[] {1}, null);
    assertThat(builder.build(0).blocks().get(0).targets()).containsExactly(0, 1);
  }

  @Test
  void aBlockOfManyClassesEndsBeforeItsTargetsFillTheMemory() throws BadRow {
    RawPartitionBuilder builder = builder(Storage.AUTO);
    double[] targets = new double[1 << 16];
    targets[7] = 1;
    for (int i = 0; i < 65; i++) {
      builder.targets(targets);
      builder.dense("7", 1.0, new double[] {1}, null);
    }
    assertThat(builder.build(0).blocks()).extracting(RawBlock::rows).containsExactly(64, 1);
  }

  private static RawPartitionBuilder builder(Storage storage) {
    return new RawPartitionBuilder(
        0, new RawOptions(storage, HoldOut.NONE, new int[0], 0, false, RowRules.FAIL));
  }

  private static byte[] pixels() {
    byte[] pixels = new byte[ROWS * FEATURES];
    new java.util.Random(3).nextBytes(pixels);
    return pixels;
  }
}

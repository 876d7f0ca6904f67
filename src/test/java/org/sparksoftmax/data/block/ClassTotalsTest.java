package org.sparksoftmax.data.block;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sparksoftmax.math.block.DenseBlock;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.block.F64Values;

class ClassTotalsTest {

  private static ExampleBlock block(long order, int[] labels, double[] weights, double[] targets) {
    return new ExampleBlock(
        order,
        new DenseBlock(labels.length, 1, new F64Values(new double[labels.length])),
        labels,
        weights,
        targets == null ? null : new F64Values(targets));
  }

  private static ClassTotals of(ExampleBlock... blocks) {
    ClassTotals totals = new ClassTotals(3);
    for (ExampleBlock block : blocks) {
      totals.add(block);
    }
    return totals;
  }

  @Test
  void rowsOfOneClassCountByWeightAndUnknownOnesForNone() {
    int[] labels = {2, 0, ExampleBlock.UNKNOWN_LABEL, 2};
    assertThat(of(block(0, labels, new double[] {1, 0.5, 9, 2}, null)).values())
        .containsExactly(0.5, 0, 3);
    assertThat(of(block(0, labels, null, null)).values()).containsExactly(1, 0, 2);
  }

  @Test
  void targetsCountByWeight() {
    double[] targets = {0.25, 0.25, 0.5, 1, 0, 0};
    assertThat(of(block(0, new int[] {2, 0}, new double[] {4, 3}, targets)).values())
        .containsExactly(4, 1, 2);
  }

  @Test
  void partitionsDoNotShow() {
    ExampleBlock[] blocks = new ExampleBlock[5];
    for (int b = 0; b < blocks.length; b++) {
      double third = 1.0 / (3 + b);
      blocks[b] =
          block(
              b,
              new int[] {2},
              new double[] {Math.pow(10, 8 - 4 * b)},
              new double[] {third, 0, 1 - third});
    }
    ClassTotals whole = of(blocks);
    ClassTotals merged =
        of(blocks[4], blocks[1])
            .merge(new ClassTotals(3))
            .merge(of(blocks[3], blocks[0], blocks[2]));
    assertThat(merged.values()).isEqualTo(whole.values());
  }
}

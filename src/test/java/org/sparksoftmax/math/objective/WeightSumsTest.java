package org.sparksoftmax.math.objective;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.TestBlocks;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.loss.CrossValidationFolds;
import org.sparksoftmax.math.loss.Targets;

class WeightSumsTest {

  private static final Targets WEIGHTED = new Targets(0, new double[] {2, 0.5});

  private static ExampleBlock block(long order, int[] labels, double... weights) {
    return new ExampleBlock(
        order,
        TestBlocks.features(new double[labels.length][1], TestBlocks.Form.DENSE_F64),
        labels,
        weights);
  }

  private static WeightSums of(List<Targets> targets, ExampleBlock... blocks) {
    WeightSums sums = new WeightSums(targets.size());
    for (ExampleBlock block : blocks) {
      sums.add(block, targets);
    }
    return sums;
  }

  @Test
  void eachTargetsWeighTheRowsAsTheObjectiveDoes() {
    ExampleBlock block = block(0, new int[] {0, 1, 1}, 1, 4, 3);
    assertThat(of(List.of(Targets.PLAIN, WEIGHTED), block).values()).containsExactly(8, 5.5);
  }

  @Test
  void rowsOfTheFoldHeldOutWeighNothing() {
    int n = 60;
    double[] weights = IntStream.range(0, n).mapToDouble(i -> 1 + i % 3).toArray();
    ExampleBlock block = block(0, new int[n], weights);
    CrossValidationFolds folds = new CrossValidationFolds(3, 1);
    List<Targets> targets =
        IntStream.range(0, 3).mapToObj(f -> Targets.PLAIN.without(folds, f)).toList();
    double[] sums = of(targets, block).values();
    for (int f = 0; f < 3; f++) {
      int heldOut = f;
      double kept =
          IntStream.range(0, n)
              .filter(i -> folds.of(block, i) != heldOut)
              .mapToDouble(i -> weights[i])
              .sum();
      assertThat(sums[f]).isEqualTo(kept).isLessThan(block.exampleWeightSum());
    }
  }

  @Test
  void partitionsDoNotShow() {
    ExampleBlock[] blocks = new ExampleBlock[5];
    for (int b = 0; b < blocks.length; b++) {
      blocks[b] = block(b, new int[] {b % 2}, Math.pow(10, 8 - 4 * b) / 3);
    }
    List<Targets> targets = List.of(WEIGHTED);
    WeightSums whole = of(targets, blocks);
    WeightSums merged =
        of(targets, blocks[4], blocks[1])
            .merge(new WeightSums(1))
            .merge(of(targets, blocks[3], blocks[0], blocks[2]));
    assertThat(merged.values()).isEqualTo(whole.values());
  }
}

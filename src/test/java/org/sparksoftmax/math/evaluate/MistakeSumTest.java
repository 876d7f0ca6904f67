package org.sparksoftmax.math.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.TestBlocks;
import org.sparksoftmax.math.block.ExampleBlock;

class MistakeSumTest {

  private static final int CLASSES = 3;
  private static final int ROWS = 20;

  /** A block and its logits, of which many are the same. */
  private record Part(ExampleBlock block, double[] logits) {

    static Part random(long order) {
      Random random = new Random(order);
      double[][] x = TestBlocks.rows(ROWS, 4, order);
      int[] labels = random.ints(ROWS, -1, CLASSES).toArray();
      double[] weights = random.ints(ROWS, 0, 4).asDoubleStream().toArray();
      double[] logits = random.ints(ROWS * CLASSES, 0, 3).asDoubleStream().toArray();
      return new Part(
          new ExampleBlock(
              order, TestBlocks.features(x, TestBlocks.Form.DENSE_U8), labels, weights),
          logits);
    }

    void addTo(MistakeSum sum) {
      sum.add(block, 0, ROWS, logits.clone());
      sum.endBlock();
    }
  }

  private static String shown(Mistake mistake) {
    double[] x = new double[mistake.features().features()];
    mistake.features().rowInto(0, x);
    return String.format(
        Locale.ROOT,
        "%d:%d %d %d %s %s",
        mistake.order(),
        mistake.row(),
        mistake.label(),
        mistake.prediction(),
        mistake.probability(),
        java.util.Arrays.toString(x));
  }

  @Test
  void theSameMistakesWhateverTheOrderAndTheParts() {
    List<Part> parts = new ArrayList<>();
    for (long order = 0; order < 12; order++) {
      parts.add(Part.random(order));
    }
    MistakeSum all = new MistakeSum(CLASSES, 7);
    parts.forEach(part -> part.addTo(all));
    List<String> expected = all.mistakes().stream().map(MistakeSumTest::shown).toList();
    assertThat(expected).hasSize(7);
    for (int split = 1; split < 6; split++) {
      Collections.shuffle(parts, new Random(split));
      MistakeSum merged = new MistakeSum(CLASSES, 7);
      for (int from = 0; from < parts.size(); from += split) {
        MistakeSum some = new MistakeSum(CLASSES, 7);
        parts.subList(from, Math.min(parts.size(), from + split)).forEach(p -> p.addTo(some));
        merged.merge(some);
      }
      assertThat(merged.mistakes().stream().map(MistakeSumTest::shown)).isEqualTo(expected);
    }
  }

  @Test
  void theSurestComeFirstAndEqualOnesByPlace() {
    double[][] x = {{1}, {2}, {3}, {4}};
    ExampleBlock block =
        TestBlocks.examples(x, new int[] {0, 0, 0, 0}, null, TestBlocks.Form.DENSE_F64);
    MistakeSum sum = new MistakeSum(2, 3);
    sum.add(block, 0, 4, new double[] {0, 1, 0, 2, 5, 0, 0, 1});

    assertThat(sum.mistakes()).extracting(Mistake::row).containsExactly(1, 0, 3);
    Mistake first = sum.mistakes().get(0);
    assertThat(first.probability()).isCloseTo(1 / (1 + Math.exp(-2)), within(1e-15));
    assertThat(first.labelProbability()).isCloseTo(1 / (1 + Math.exp(2)), within(1e-15));
  }

  @Test
  void unknownLabelsAndRowsOfNoWeightAreNoMistakes() {
    double[][] x = {{1}, {2}, {3}};
    ExampleBlock block =
        TestBlocks.examples(
            x,
            new int[] {ExampleBlock.UNKNOWN_LABEL, 0, 0},
            new double[] {1, 0, 1},
            TestBlocks.Form.CSR_F32);
    MistakeSum sum = new MistakeSum(2, 3);
    sum.add(block, 0, 3, new double[] {0, 1, 0, 1, 0, 1});

    assertThat(sum.mistakes()).extracting(Mistake::row).containsExactly(2);
  }
}

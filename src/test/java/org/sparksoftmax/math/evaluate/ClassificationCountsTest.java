package org.sparksoftmax.math.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums do not depend on how the rows are spread. */
class ClassificationCountsTest {

  private static final int CLASSES = 5;
  private static final int BLOCKS = 40;
  private static final int ROWS = 25;

  private static ClassificationReport report(ClassificationCounts counts) {
    return ClassificationReport.of(counts, Rows.names(CLASSES));
  }

  /** The counts of some blocks, merged in a random tree of random partitions. */
  private static ClassificationCounts merged(List<Rows> blocks, double weightSum, long seed) {
    Random random = new Random(seed);
    List<Rows> shuffled = new ArrayList<>(blocks);
    Collections.shuffle(shuffled, random);
    List<ClassificationCounts> parts = new ArrayList<>();
    for (int p = 0; p < 7; p++) {
      parts.add(new ClassificationCounts(CLASSES, Detail.FULL, weightSum));
    }
    for (Rows block : shuffled) {
      ClassificationCounts part = parts.get(random.nextInt(parts.size()));
      part.add(block.block(), 0, block.count(), block.flatLogits());
      part.endBlock();
    }
    while (parts.size() > 1) {
      ClassificationCounts one = parts.remove(random.nextInt(parts.size()));
      parts.get(random.nextInt(parts.size())).merge(one);
    }
    return parts.get(0);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anyOrderAndAnyPartitionsGiveTheSameBits(boolean weighted) {
    List<Rows> blocks =
        IntStream.range(0, BLOCKS).mapToObj(b -> Rows.random(ROWS, CLASSES, weighted, b)).toList();
    double weightSum = blocks.stream().mapToDouble(Rows::weightSum).sum();
    ClassificationCounts first = merged(blocks, weightSum, 0);
    for (int seed = 1; seed < 6; seed++) {
      assertThat(report(merged(blocks, weightSum, seed))).isEqualTo(report(first));
    }
  }

  @Test
  void wholeWeightsDoWhatRepeatedRowsDo() {
    Rows once = Rows.random(300, CLASSES, false, 11);
    double[] weights = new Random(12).ints(300, 0, 5).asDoubleStream().toArray();
    Rows weighted = new Rows(once.logits(), once.labels(), weights, null);
    int[] copies =
        IntStream.range(0, 300)
            .flatMap(i -> IntStream.generate(() -> i).limit((long) weights[i]))
            .toArray();
    ClassificationReport one = weighted.report();
    ClassificationReport many = once.select(copies).report();
    assertThat(many.rows()).isEqualTo((long) Arrays.stream(weights).sum());
    assertThat(one.rows()).isEqualTo(300);
    assertThat(one.accuracy()).isEqualTo(many.accuracy());
    assertThat(one.logLoss()).isCloseTo(many.logLoss(), within(1e-14));
    DetailedMeasures a = one.details().orElseThrow();
    DetailedMeasures b = many.details().orElseThrow();
    assertThat(a.topK()).isEqualTo(b.topK());
    assertThat(a.macro()).isEqualTo(b.macro());
    assertThat(a.micro()).isEqualTo(b.micro());
    assertThat(a.weighted()).isEqualTo(b.weighted());
    assertThat(a.auc()).isEqualTo(b.auc());
    assertThat(a.confusionMatrix()).isEqualTo(b.confusionMatrix());
    assertThat(a.brier()).isCloseTo(b.brier(), within(1e-14));
    assertThat(a.ece()).isCloseTo(b.ece(), within(1e-14));
  }

  @Test
  void mergeWithEmptyLeavesTheSumsUnchanged() {
    Rows rows = Rows.random(100, CLASSES, true, 2);
    ClassificationCounts empty = new ClassificationCounts(CLASSES, Detail.FULL, rows.weightSum());
    assertThat(report(empty.merge(rows.counts(Detail.FULL, rows.weightSum()))))
        .isEqualTo(rows.report());
  }

  @Test
  void countsOfOtherClassesScaleOrDetailDoNotMerge() {
    ClassificationCounts counts = new ClassificationCounts(CLASSES, Detail.FULL, 10);
    for (ClassificationCounts other :
        List.of(
            new ClassificationCounts(CLASSES + 1, Detail.FULL, 10),
            new ClassificationCounts(CLASSES, Detail.QUICK, 10),
            new ClassificationCounts(CLASSES, Detail.FULL, 100))) {
      assertThatThrownBy(() -> counts.merge(other))
          .hasMessageStartingWith("Cannot add counts of 5 and ");
    }
  }

  @Test
  void rowsWithoutWeightAndDataWithoutWeightAreHarmless() {
    Rows rows = Rows.random(50, CLASSES, false, 4);
    Rows weightless = new Rows(rows.logits(), rows.labels(), new double[50], null);
    ClassificationReport report = weightless.report();
    assertThat(report.rows()).isEqualTo(50);
    assertThat(report.accuracy()).isZero();
    assertThat(report.logLoss()).isNaN();
    assertThat(report.details().orElseThrow().ece()).isNaN();
    assertThat(report.details().orElseThrow().auc().macro()).isNaN();
  }

  @Test
  void logitsThatAreNoNumbersDoNotEndTheMeasuring() {
    double[][] logits = {{Double.NaN, 0, 0, 0, 0}, {Double.POSITIVE_INFINITY, 0, 0, 0, 0}};
    ClassificationReport report = new Rows(logits, new int[] {0, 1}, null, null).report();
    assertThat(report.logLoss()).isNaN();
    assertThat(report.rows()).isEqualTo(2);
  }
}

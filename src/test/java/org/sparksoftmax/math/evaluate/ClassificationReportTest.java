package org.sparksoftmax.math.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.evaluate.DetailedMeasures.ClassMeasures;
import org.sparksoftmax.math.evaluate.DetailedMeasures.Confusion;

/** Measures of few rows by hand, and of many held against their definitions. */
class ClassificationReportTest {

  private static final Offset<Double> TINY = within(1e-12);
  private static final double LN2 = Math.log(2);

  /** Rows that are taken for {@code predictions}, with a probability of 1/2 for K = 3. */
  private static Rows taken(int[] labels, int... predictions) {
    double[][] logits = new double[labels.length][3];
    for (int i = 0; i < labels.length; i++) {
      logits[i][predictions[i]] = LN2;
    }
    return new Rows(logits, labels, null, null);
  }

  @Test
  void measuresAreThoseOfTheDefinition() {
    ClassificationReport report = taken(new int[] {0, 0, 0, 1}, 0, 0, 1, 1).report();
    assertThat(report.rows()).isEqualTo(4);
    assertThat(report.accuracy()).isEqualTo(0.75);
    assertThat(report.logLoss()).isCloseTo((3 * LN2 + Math.log(4)) / 4, TINY);
    DetailedMeasures details = report.details().orElseThrow();
    ClassMeasures first = details.perClass().get(0);
    assertThat(first.rows()).isEqualTo(3);
    assertThat(first.precision()).isEqualTo(1);
    assertThat(first.recall()).isCloseTo(2.0 / 3, TINY);
    // Two of three rows have 1/2 against 1/4, one is a tie.
    assertThat(first.auc()).isCloseTo(2.5 / 3, TINY);
    ClassMeasures second = details.perClass().get(1);
    assertThat(second.precision()).isEqualTo(0.5);
    assertThat(second.f1()).isCloseTo(2.0 / 3, TINY);
    assertThat(details.macro().f1()).isCloseTo((0.8 + 2.0 / 3 + 0) / 3, TINY);
    assertThat(details.micro().f1()).isEqualTo(0.75);
    assertThat(details.weighted().recall()).isCloseTo(0.75, TINY);
    assertThat(details.confusions()).containsExactly(new Confusion("c0", "c1", 1));
    assertThat(details.confusionMatrix())
        .containsExactly(List.of(2.0, 1.0, 0.0), List.of(0.0, 1.0, 0.0), List.of(0.0, 0.0, 0.0));
    // Right rows: 1/4 + 1/16 + 1/16; the wrong one: 9/16 + 1/4 + 1/16.
    assertThat(details.brier()).isCloseTo((3 * 0.375 + 0.875) / 4, TINY);
    assertThat(details.ece()).isCloseTo(0.25, TINY);
    ReliabilityBin bin = details.calibrationBins().get(7);
    assertThat(bin).isEqualTo(new ReliabilityBin(7 / 15.0, 8 / 15.0, 4, 4, 0.5, 0.75));
    assertThat(details.topK()).isEqualTo(Map.of(2, 1.0));
  }

  @Test
  void aClassWithoutRowsHasNoAucAndIsLeftOutOfTheMeans() {
    DetailedMeasures details = taken(new int[] {0, 0, 1}, 0, 0, 1).report().details().orElseThrow();
    assertThat(details.perClass().get(2).auc()).isNaN();
    assertThat(details.perClass().get(2).f1()).isZero();
    assertThat(details.auc().macro()).isEqualTo(1);
    assertThat(details.auc().weighted()).isEqualTo(1);
    assertThat(details.calibrationBins().get(0).confidence()).isNaN();
    DetailedMeasures oneClass = taken(new int[] {0, 0}, 0, 1).report().details().orElseThrow();
    assertThat(oneClass.auc().macro()).isNaN();
    assertThat(oneClass.auc().errorBound()).isNaN();
  }

  @Test
  void theLossOfFrequenciesIsThatOfAModelWithoutFeatures() {
    DetailedMeasures train =
        new Rows(new double[3][3], new int[] {0, 0, 1}, new double[] {1, 2, 1}, null)
            .report()
            .details()
            .orElseThrow();
    DetailedMeasures soft =
        new Rows(
                new double[2][3],
                new int[] {0, 1},
                new double[] {2, 1},
                new double[][] {{0.75, 0.25, 0}, {0.5, 0.5, 0}})
            .report()
            .details()
            .orElseThrow();
    DetailedMeasures unknown =
        new Rows(new double[2][3], new int[] {1, ExampleBlock.UNKNOWN_LABEL}, null, null)
            .report()
            .details()
            .orElseThrow();
    assertThat(soft.lossOfFrequencies(train))
        .isCloseTo(-(2 * Math.log(0.75) + Math.log(0.25)) / 3, TINY);
    assertThat(unknown.lossOfFrequencies(train)).isCloseTo(-Math.log(0.25), TINY);
    assertThat(train.lossOfFrequencies(unknown)).isInfinite();
  }

  @Test
  void anUnknownLabelIsAnErrorWithoutALoss() {
    ClassificationReport report = taken(new int[] {ExampleBlock.UNKNOWN_LABEL, 2}, 2, 2).report();
    assertThat(report.rows()).isEqualTo(2);
    assertThat(report.unknownLabels()).isEqualTo(1);
    assertThat(report.accuracy()).isEqualTo(0.5);
    assertThat(report.logLoss()).isCloseTo(LN2, TINY);
    DetailedMeasures details = report.details().orElseThrow();
    assertThat(details.perClass().get(2).precision()).isEqualTo(0.5);
    assertThat(details.perClass().get(2).auc()).isEqualTo(0.5);
    assertThat(details.brier()).isCloseTo(0.375, TINY);
    assertThat(details.ece()).isZero();
    assertThat(details.topK().get(2)).isEqualTo(0.5);
  }

  @Test
  void withoutAnyKnownLabelThereIsNoLoss() {
    ClassificationReport report = taken(new int[] {ExampleBlock.UNKNOWN_LABEL}, 2).report();
    assertThat(report.accuracy()).isZero();
    assertThat(report.logLoss()).isNaN();
    assertThat(report.details().orElseThrow().brier()).isNaN();
    assertThat(report.details().orElseThrow().auc().macro()).isNaN();
  }

  @Test
  void quickMeasuresAreThoseOfTheWhole() {
    Rows rows = Rows.random(200, 4, true, 3);
    ClassificationReport quick =
        ClassificationReport.of(rows.counts(Detail.QUICK, rows.weightSum()), Rows.names(4));
    assertThat(quick.details()).isEmpty();
    assertThat(quick.accuracy()).isEqualTo(rows.report().accuracy());
    assertThat(quick.logLoss()).isEqualTo(rows.report().logLoss());
    assertThat(quick.rows()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"2, false", "2, true", "3, true", "7, false", "12, true", "40, true"})
  void manyRowsHaveTheMeasuresOfTheDefinitions(int classes, boolean weighted) {
    Rows rows = Rows.random(1500, classes, weighted, classes);
    assertAsDefined(rows, rows.report());
  }

  @Test
  void softTargetsCountInLogLossAndBrier() {
    Rows hard = Rows.random(300, 4, true, 8);
    double[][] targets = new double[300][4];
    int[] labels = new int[300];
    for (int i = 0; i < 300; i++) {
      labels[i] = i % 4;
      Arrays.fill(targets[i], 0.1);
      targets[i][labels[i]] = 0.7;
    }
    Rows soft = new Rows(hard.logits(), labels, hard.weights(), targets);
    assertAsDefined(soft, soft.report());
  }

  private static void assertAsDefined(Rows rows, ClassificationReport report) {
    NaiveMeasures naive = new NaiveMeasures(rows);
    DetailedMeasures details = report.details().orElseThrow();
    assertThat(report.accuracy()).isCloseTo(naive.topK(1), TINY);
    assertThat(report.logLoss()).isCloseTo(naive.logLoss(), TINY);
    assertThat(details.brier()).isCloseTo(naive.brier(), TINY);
    assertThat(details.ece()).isCloseTo(naive.ece(), TINY);
    details.topK().forEach((k, accuracy) -> assertThat(accuracy).isCloseTo(naive.topK(k), TINY));
    double macroAuc = 0;
    double weightedAuc = 0;
    double weight = 0;
    for (int k = 0; k < rows.classes(); k++) {
      ClassMeasures measures = details.perClass().get(k);
      assertThat(measures.precision()).isCloseTo(naive.precision(k), TINY);
      assertThat(measures.recall()).isCloseTo(naive.recall(k), TINY);
      assertThat(measures.auc())
          .isCloseTo(naive.auc(k), within(details.auc().errorBound() + 1e-12));
      assertThat(measures.auc()).isCloseTo(naive.auc(k), within(1e-3));
      macroAuc += naive.auc(k) / rows.classes();
      weightedAuc += naive.auc(k) * naive.labelled(k);
      weight += naive.labelled(k);
      for (int l = 0; l < rows.classes(); l++) {
        assertThat(details.confusionMatrix().get(k).get(l))
            .isCloseTo(naive.confusion(k, l), within(1e-9));
      }
    }
    assertThat(details.auc().macro()).isCloseTo(macroAuc, within(1e-4));
    assertThat(details.auc().weighted()).isCloseTo(weightedAuc / weight, within(1e-4));
  }
}

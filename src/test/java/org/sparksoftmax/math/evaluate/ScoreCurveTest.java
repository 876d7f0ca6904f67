package org.sparksoftmax.math.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScoreCurveTest {

  /** Two classes; row i has the log odds {@code scores[i]} of class 1. */
  private static ScoreCurve ofSecond(double[] scores, int... labels) {
    double[][] logits = new double[scores.length][];
    for (int i = 0; i < scores.length; i++) {
      logits[i] = new double[] {0, scores[i]};
    }
    return new Rows(logits, labels, null, null).report().curves().get(1);
  }

  private static double area(ScoreCurve curve) {
    double area = 0;
    double x = 0;
    double y = 0;
    for (int n = 0; n < curve.recalls().size(); n++) {
      double nextX = curve.falsePositiveRates().get(n);
      double nextY = curve.recalls().get(n);
      area += (nextX - x) * (y + nextY) / 2;
      x = nextX;
      y = nextY;
    }
    return area;
  }

  /** Precision at the rank of each row of the class, for rows of different scores. */
  private static double naiveAveragePrecision(Rows rows, int k) {
    List<Integer> ranking =
        IntStream.range(0, rows.count())
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -odds(rows.logits()[i], k)))
            .toList();
    double sum = 0;
    int hits = 0;
    for (int n = 0; n < ranking.size(); n++) {
      if (rows.labels()[ranking.get(n)] == k) {
        hits++;
        sum += (double) hits / (n + 1);
      }
    }
    return sum / hits;
  }

  private static double odds(double[] z, int k) {
    double others = 0;
    for (int l = 0; l < z.length; l++) {
      others += l == k ? 0 : Math.exp(z[l] - z[k]);
    }
    return 1 / others;
  }

  @Test
  void pointsAreThoseOfTheDefinition() {
    ScoreCurve curve = ofSecond(new double[] {3, 2, 1, 0, -1}, 1, 1, 0, 1, 0);
    assertThat(curve.of()).isEqualTo(1);
    assertThat(curve.positives()).isEqualTo(3);
    assertThat(curve.others()).isEqualTo(2);
    assertThat(curve.recalls()).containsExactly(1 / 3.0, 2 / 3.0, 2 / 3.0, 1.0, 1.0);
    assertThat(curve.falsePositiveRates()).containsExactly(0.0, 0.0, 0.5, 0.5, 1.0);
    assertThat(curve.auc()).isEqualTo(5 / 6.0);
    assertThat(curve.averagePrecision()).isCloseTo((1 + 1 + 0.75) / 3, within(1e-15));
  }

  @Test
  void equalScoresAreOnePoint() {
    ScoreCurve curve = ofSecond(new double[] {1, 1, 1, 1}, 1, 0, 0, 0);
    assertThat(curve.recalls()).containsExactly(1.0);
    assertThat(curve.falsePositiveRates()).containsExactly(1.0);
    assertThat(curve.averagePrecision()).isEqualTo(0.25);
  }

  @Test
  void areaAndAveragePrecisionAreThoseOfAllRows() {
    Rows rows = Rows.random(300, 5, false, 4);
    List<ScoreCurve> curves = rows.report().curves();
    assertThat(curves).extracting(ScoreCurve::of).containsExactly(0, 1, 2, 3, 4);
    for (ScoreCurve curve : curves) {
      assertThat(area(curve)).as("drawn").isCloseTo(curve.auc(), within(0.005));
      // The definition orders rows that share a bin.
      assertThat(curve.averagePrecision())
          .isCloseTo(naiveAveragePrecision(rows, curve.of()), within(0.01));
    }
  }

  @Test
  void manyPointsAreThinnedToWhatADrawingShows() {
    ScoreCurve curve = Rows.random(20_000, 2, true, 8).report().curves().get(0);
    assertThat(curve.recalls().size())
        .isEqualTo(curve.falsePositiveRates().size())
        .isBetween(40, ScoreCurve.MOST_POINTS);
    assertThat(curve.recalls()).isSorted().endsWith(1.0);
    assertThat(curve.falsePositiveRates()).isSorted().endsWith(1.0);
    assertThat(area(curve)).isCloseTo(curve.auc(), within(0.005));
  }

  @Test
  void rowsInAnyOrderAndInPartsGiveTheSameCurves() {
    Rows rows = Rows.random(500, 4, true, 2);
    double weight = rows.weightSum();
    ClassificationCounts parts =
        rows.select(IntStream.range(200, 500).map(i -> 699 - i).toArray())
            .counts(Detail.FULL, weight)
            .merge(rows.select(IntStream.range(0, 200).toArray()).counts(Detail.FULL, weight));
    assertThat(ClassificationReport.of(parts, Rows.names(4)).curves())
        .isEqualTo(rows.report().curves());
  }

  @Test
  void theLargestOfManyClassesAreKept() {
    int[] labels = IntStream.range(0, 200).map(i -> i < 60 ? 50 + i % 20 : i % 50).toArray();
    double[][] logits = Rows.random(200, 70, false, 1).logits();
    List<ScoreCurve> curves = new Rows(logits, labels, null, null).report().curves();
    assertThat(curves).hasSize(ScoreCurve.MOST_CLASSES);
    // Classes 10 to 69 have three rows, others two; ties go to the first classes.
    assertThat(curves.get(0).of()).isEqualTo(10);
    assertThat(curves.get(19).of()).isEqualTo(29);
    assertThat(curves).extracting(ScoreCurve::positives).containsOnly(3.0);
  }

  @Test
  void classesWithoutRowsAndQuickCountsHaveNoCurve() {
    Rows rows = new Rows(new double[][] {{1, 0, 0}, {0, 1, 0}}, new int[] {0, 1}, null, null);
    assertThat(rows.report().curves()).extracting(ScoreCurve::of).containsExactly(0, 1);
    assertThat(ClassificationReport.of(rows.counts(Detail.QUICK, 2), Rows.names(3)).curves())
        .isEmpty();
    Rows oneClass = new Rows(new double[][] {{1, 0}, {0, 1}}, new int[] {0, 0}, null, null);
    assertThat(oneClass.report().curves()).isEmpty();
  }

  @Test
  void theBaselineIsTheMostFrequentClassOfTheOtherRows() {
    double[][] logits = new double[4][2];
    DetailedMeasures train =
        new Rows(logits, new int[] {1, 1, 1, 0}, null, null).report().details().orElseThrow();
    DetailedMeasures test =
        new Rows(logits, new int[] {1, 0, 0, -1}, null, null).report().details().orElseThrow();
    assertThat(test.accuracyOfMostFrequent(train)).isEqualTo(0.25);
    assertThat(train.accuracyOfMostFrequent(train)).isEqualTo(0.75);
    assertThat(test.lossOfFrequencies(train))
        .isCloseTo(-(Math.log(0.75) + 2 * Math.log(0.25)) / 3, within(1e-15));
  }
}

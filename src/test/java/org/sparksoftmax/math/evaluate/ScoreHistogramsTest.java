package org.sparksoftmax.math.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparksoftmax.math.loss.SoftmaxCrossEntropy;

class ScoreHistogramsTest {

  private static DetailedMeasures measures(double[][] logits, int... labels) {
    return new Rows(logits, labels, null, null).report().details().orElseThrow();
  }

  private static ScoreHistograms histograms(int maxBins, Rows rows) {
    ScoreHistograms histograms = new ScoreHistograms(rows.classes(), maxBins);
    for (int i = 0; i < rows.count(); i++) {
      double[] p = rows.logits()[i].clone();
      int prediction = SoftmaxCrossEntropy.largest(p, 0, p.length);
      SoftmaxCrossEntropy.softmaxInPlace(p, 0, p.length);
      histograms.add(new ScoredRow(p, 0, p.length, rows.labels()[i], prediction, 0, 1, 1L << 20));
    }
    return histograms;
  }

  private static double[] aucs(ScoreHistograms histograms, int classes) {
    return IntStream.range(0, classes)
        .mapToDouble(k -> histograms.auc(k) + histograms.errorBound(k))
        .toArray();
  }

  @ParameterizedTest
  @CsvSource({"2097152, 8", "8000, 5", "1200, 2", "1, 0"})
  void binsAreJoinedToFitTheMemoryWhateverTheOrder(int maxBins, int bits) {
    Rows rows = Rows.random(400, 6, false, 9);
    ScoreHistograms all = histograms(maxBins, rows);
    assertThat(all.bits()).isEqualTo(bits);
    ScoreHistograms reversed =
        histograms(maxBins, rows.select(IntStream.range(0, 400).map(i -> 399 - i).toArray()));
    ScoreHistograms few = histograms(maxBins, rows.select(new int[] {0, 1, 2}));
    ScoreHistograms others = histograms(maxBins, rows.select(IntStream.range(3, 400).toArray()));
    ScoreHistograms fewOthers = histograms(maxBins, rows.select(new int[] {0, 1, 2}));
    fewOthers.merge(others);
    others.merge(few);
    for (ScoreHistograms same : List.of(reversed, fewOthers, others)) {
      assertThat(same.bits()).isEqualTo(bits);
      assertThat(aucs(same, 6)).containsExactly(aucs(all, 6));
    }
    NaiveMeasures naive = new NaiveMeasures(rows);
    for (int k = 0; k < 6; k++) {
      assertThat(all.auc(k)).isCloseTo(naive.auc(k), within(all.errorBound(k) + 1e-12));
    }
  }

  @Test
  void probabilitiesThatRoundToOneOrAreTinyAreToldApart() {
    // 1 − p is 2e-20 and 1e-17 for the first class, which as float64 are both 0.
    double[][] logits = {{45, 0}, {39, 0}, {0, 45}, {0, 39}};
    assertThat(measures(logits, 0, 1, 1, 1).perClass().get(0).auc()).isEqualTo(1.0 - 0.5 / 3);
    double[][] inRange = {{22, 0}, {21, 0}, {0, 22}, {0, 21}};
    assertThat(measures(inRange, 0, 1, 1, 0).perClass().get(0).auc()).isEqualTo(0.75);
    assertThat(measures(inRange, 0, 1, 1, 1).perClass().get(0).auc()).isEqualTo(1);
  }

  @Test
  void scoresBeyondTheLastOctaveAreTies() {
    double[][] logits = {{800, 0}, {100, 0}, {0, 100}, {0, 800}};
    DetailedMeasures measures = measures(logits, 0, 1, 0, 1);
    assertThat(measures.perClass().get(0).auc()).isEqualTo(0.5);
    assertThat(measures.auc().errorBound()).isEqualTo(0.25);
  }

  @Test
  void manyClassesStayWithinTheBound() {
    Rows rows = Rows.random(600, 1623, true, 5);
    DetailedMeasures measures = rows.report().details().orElseThrow();
    NaiveMeasures naive = new NaiveMeasures(rows);
    for (int k = 0; k < 1623; k += 100) {
      double auc = measures.perClass().get(k).auc();
      double exact = naive.auc(k);
      if (Double.isNaN(exact)) {
        assertThat(auc).isNaN();
      } else {
        assertThat(auc).isCloseTo(exact, within(measures.auc().errorBound()));
      }
    }
    assertThat(measures.confusionMatrix()).isEmpty();
  }
}

package org.sparksoftmax.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoreHistogramsTest {

  private static DetailedMeasures measures(double[][] logits, int... labels) {
    return new Rows(logits, labels, null, null).report().details().orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({"2, 8", "10, 8", "64, 8", "65, 7", "100, 7", "1016, 4", "1623, 3", "16384, 0"})
  void binsAreAsManyAsMemoryAllows(int classes, int bits) {
    assertThat(ScoreHistograms.bits(classes)).isEqualTo(bits);
    assertThat((((long) classes * 64) << bits) * 2 * Long.BYTES).isLessThanOrEqualTo(16L << 20);
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

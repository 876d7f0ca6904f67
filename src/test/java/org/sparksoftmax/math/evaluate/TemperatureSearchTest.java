package org.sparksoftmax.math.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.evaluate.TemperatureSearch.Outcome;
import org.sparksoftmax.math.evaluate.TemperatureSearch.Result;

class TemperatureSearchTest {

  private static Result search(Rows rows) {
    return TemperatureSearch.minimize(
        beta -> {
          ScaledLossSum sum = new ScaledLossSum(rows.classes(), beta);
          sum.add(rows.block(), 0, rows.count(), rows.flatLogits());
          sum.endBlock();
          return sum.mean();
        });
  }

  private static Rows rows(double[][] logits, int... labels) {
    return new Rows(logits, labels, null, null);
  }

  /** Logits whose targets are exactly the probabilities at {@code temperature}. */
  private static Rows ofTemperature(double temperature) {
    Random random = new Random(4);
    double[][] logits = new double[500][4];
    double[][] targets = new double[500][4];
    for (int i = 0; i < 500; i++) {
      double sum = 0;
      for (int k = 0; k < 4; k++) {
        double z = 2 * random.nextGaussian();
        logits[i][k] = z * temperature;
        targets[i][k] = Math.exp(z);
        sum += targets[i][k];
      }
      for (int k = 0; k < 4; k++) {
        targets[i][k] /= sum;
      }
    }
    return new Rows(logits, new int[500], null, targets);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-6, 0.01, 0.3, 0.99, 1, 1.0001, 2.5, 40, 1e5})
  void aKnownTemperatureIsRecovered(double temperature) {
    Result result = search(ofTemperature(temperature));
    assertThat(result.outcome()).isEqualTo(Outcome.FITTED);
    assertThat(result.temperature() / temperature).isCloseTo(1, within(1e-6));
    assertThat(result.lossAfter()).isLessThanOrEqualTo(result.lossBefore());
    assertThat(result.passes()).isLessThan(30);
  }

  @Test
  void aCloseTemperatureTakesFewPasses() {
    assertThat(search(ofTemperature(1.5)).passes()).isLessThanOrEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({"9, 1", "6, 4", "99, 1"})
  void twoClassesHaveTheirClosedForm(int right, int wrong) {
    // All logits are 1: p = right share where 1/T = log odds.
    double[][] logits = new double[right + wrong][];
    int[] labels = new int[right + wrong];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = new double[] {1, 0};
      labels[i] = i < right ? 0 : 1;
    }
    Result result = search(rows(logits, labels));
    assertThat(result.temperature()).isCloseTo(1 / Math.log((double) right / wrong), within(1e-6));
  }

  @Test
  void weightsAndUnknownLabelsCount() {
    double[][] logits = {{1, 0}, {1, 0}, {5, 0}};
    int[] labels = {0, 1, ExampleBlock.UNKNOWN_LABEL};
    Result result = search(new Rows(logits, labels, new double[] {9, 1, 7}, null));
    assertThat(result.temperature()).isCloseTo(1 / Math.log(9), within(1e-6));
  }

  @Test
  void rowsThatAreAllRightHaveNoFiniteTemperature() {
    Result result = search(rows(new double[][] {{1, 0}, {0, 0.01}}, 0, 1));
    assertThat(result.outcome()).isEqualTo(Outcome.SEPARABLE);
    assertThat(result.temperature()).isEqualTo(1);
    assertThat(result.lossAfter()).isEqualTo(result.lossBefore());
    assertThat(result.passes()).isEqualTo(1);
  }

  @Test
  void logitsThatSayNothingOrTheContraryKeepTheirTemperature() {
    assertThat(search(rows(new double[][] {{1, 0}, {0, 1}}, 1, 0)).outcome())
        .isEqualTo(Outcome.UNINFORMATIVE);
    assertThat(search(rows(new double[][] {{0, 0}, {0, 0}}, 1, 0)).outcome())
        .isEqualTo(Outcome.UNINFORMATIVE);
  }

  @Test
  void withoutRowsThatCountTheTemperatureStays() {
    Rows unknown = rows(new double[][] {{1, 0}}, ExampleBlock.UNKNOWN_LABEL);
    assertThat(search(unknown).outcome()).isEqualTo(Outcome.NO_ROWS);
    Rows weightless = new Rows(new double[][] {{1, 0}}, new int[1], new double[1], null);
    assertThat(search(weightless).outcome()).isEqualTo(Outcome.NO_ROWS);
    assertThat(search(weightless).temperature()).isEqualTo(1);
  }

  @Test
  void logitsThatAreNoNumbersAreAFailureAndNotATemperature() {
    Result result = search(rows(new double[][] {{Double.NaN, 0}, {1, 0}}, 0, 0));
    assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(result.temperature()).isEqualTo(1);
  }
}

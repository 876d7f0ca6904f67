package org.sparksoftmax.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.TestBlocks;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.config.parse.ConfigReader;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.evaluate.ClassificationCounts;
import org.sparksoftmax.math.evaluate.ClassificationReport;
import org.sparksoftmax.math.evaluate.Detail;
import org.sparksoftmax.math.layout.LabelIndex;

class OverfittingTest {

  private static final String REMEDY =
      "the model probably overfits; choose a larger regularization.strength with submit/softmax tune, or set optimizer.early-stopping.patience with validation data";

  private static TrainingConfig config(String... sets) {
    List<String> all =
        Stream.concat(Stream.of("data.path=a", "data.validation.path=b"), Arrays.stream(sets))
            .toList();
    return ConfigReader.read(Optional.empty(), all, Map.of());
  }

  /** The metrics of four rows, two of each of two classes, whose label has this probability. */
  private static ClassificationReport rows(double probability) {
    return rows(probability, 0, 0, 1, 1);
  }

  private static ClassificationReport rows(double probability, int... labels) {
    double[] logits = new double[2 * labels.length];
    IntStream.range(0, labels.length)
        .forEach(i -> logits[2 * i + labels[i]] = Math.log(probability / (1 - probability)));
    ExampleBlock block =
        new ExampleBlock(
            0,
            TestBlocks.features(new double[labels.length][1], TestBlocks.Form.DENSE_F64),
            labels,
            null);
    ClassificationCounts counts = new ClassificationCounts(2, Detail.FULL, labels.length);
    counts.add(block, 0, labels.length, logits);
    counts.endBlock();
    return ClassificationReport.of(counts, LabelIndex.inGivenOrder(List.of("a", "b")));
  }

  private static List<String> warnings(
      TrainingConfig config, ClassificationReport train, ClassificationReport test) {
    Map<String, ClassificationReport> reports = new LinkedHashMap<>();
    reports.put("train", train);
    reports.put("test", test);
    return Overfitting.warnings(config, reports);
  }

  @Test
  void aLossWorseThanThatOfTheClassFrequenciesIsNamedWithNumbersAndRemedy() {
    assertThat(warnings(config(), rows(0.99), rows(0.4)))
        .containsExactly(
            "test log loss 0.9163 is worse than 0.6931, that of the class frequencies alone (train 0.01005): "
                + REMEDY);
  }

  @Test
  void theFrequenciesAreThoseOfTheTrainingRows() {
    // -ln(3/4) for each row of class a, which the model's 0.7 does not reach.
    assertThat(warnings(config(), rows(0.8, 0, 0, 0, 1), rows(0.7, 0, 0)))
        .singleElement()
        .asString()
        .startsWith("test log loss 0.3567 is worse than 0.2877, ");
  }

  @Test
  void aLossOfMoreThanTwiceThatOfTheTrainingRowsIsNamed() {
    assertThat(warnings(config(), rows(0.9), rows(0.8)))
        .containsExactly(
            "test log loss 0.2231 is more than twice that of the training rows, 0.1054: " + REMEDY);
  }

  @Test
  void aLossThatHoldsIsNoWarning() {
    assertThat(warnings(config(), rows(0.8), rows(0.7))).isEmpty();
    assertThat(Overfitting.warnings(config(), Map.of("train", rows(0.2)))).isEmpty();
  }

  @Test
  void smallLossesAreNoWarningWhateverTheirRatio() {
    // A twentieth of ln 2 is 0.0347.
    assertThat(warnings(config(), rows(0.999999), rows(0.97))).isEmpty();
    assertThat(warnings(config(), rows(0.999999), rows(0.96))).hasSize(1);
  }

  @Test
  void aModelThatHasNotLearnedItsTrainingRowsIsNotSaidToOverfit() {
    assertThat(warnings(config(), rows(0.3), rows(0.2)))
        .singleElement()
        .asString()
        .contains("is worse than 0.6931", "check stopReason", "optimizer.max-iterations")
        .doesNotContain("overfits");
  }

  @Test
  void classWeightsAreNotHeldAgainstTheFrequencies() {
    TrainingConfig balanced = config("loss.class-weights=balanced");
    assertThat(warnings(balanced, rows(0.45), rows(0.4))).isEmpty();
    assertThat(warnings(balanced, rows(0.99), rows(0.4)))
        .singleElement()
        .asString()
        .contains("is more than twice");
  }

  @Test
  void earlyStoppingThatIsOnIsNotAdvised() {
    assertThat(warnings(config("optimizer.early-stopping.patience=3"), rows(0.9), rows(0.5)))
        .singleElement()
        .asString()
        .contains("regularization.strength")
        .doesNotContain("early-stopping");
  }

  @Test
  void eachSetHasItsOwnLine() {
    Map<String, ClassificationReport> reports = new LinkedHashMap<>();
    reports.put("train", rows(0.99));
    reports.put("validation", rows(0.5));
    reports.put("test", rows(0.6));
    assertThat(Overfitting.warnings(config(), reports))
        .satisfiesExactly(
            first -> assertThat(first).startsWith("validation log loss 0.6931 is more than twice"),
            second -> assertThat(second).startsWith("test log loss 0.5108 is more than twice"));
  }
}

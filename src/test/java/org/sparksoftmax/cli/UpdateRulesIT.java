package org.sparksoftmax.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests the stop reason and result of every update rule, with the train command on the bundled
 * digits.
 */
class UpdateRulesIT {

  @TempDir private static Path folder;
  private static Digits digits;
  private static double optimum;

  @BeforeAll
  static void optimum() throws IOException {
    digits = new Digits(folder);
    optimum =
        digits
            .train("optimum", "standardization=true", "optimizer.tolerance=1e-7")
            .path("objective")
            .asDouble();
  }

  @ParameterizedTest
  @CsvSource({
    "owlqn, auto, auto, 5e-5",
    "gradient-descent, backtracking, auto, 0.1",
    "momentum, constant, 0.3, 0.05",
    "nesterov, constant, 0.3, 0.05",
    "adagrad, constant, 0.2, 0.06",
    "adam, cosine, 0.1, 0.05"
  })
  void everyRuleComesNearTheOptimum(String type, String schedule, String step, double share)
      throws IOException {
    JsonNode summary =
        digits.train(
            type,
            "standardization=true",
            "optimizer.type=" + type,
            "optimizer.max-iterations=150",
            "optimizer.step-size.initial=" + step,
            "optimizer.step-size.schedule=" + schedule);
    assertThat(summary.path("objective").asDouble())
        .isBetween(optimum * (1 - 1e-6), optimum * (1 + share));
  }

  @Test
  void miniBatchesCostTheirShareAndDoNotDependOnPartitions() throws IOException {
    String[] sets = {
      "optimizer.type=adam",
      "optimizer.mini-batch-fraction=0.2",
      "optimizer.max-iterations=60",
      "optimizer.step-size.initial=0.05",
      "optimizer.result=average"
    };
    JsonNode one = digits.train("batches", sets);
    assertThat(one.path("stopReason").asText()).isEqualTo("MAX_ITERATIONS");
    // 61 mini-batches, and one pass over all rows for the result.
    assertThat(one.path("passes").asDouble()).isCloseTo(61 * 0.2 + 1, within(1e-9));
    assertThat(one.path("warning").asText())
        .startsWith("not converged, the gradient norm is ")
        .contains("optimizer.mini-batch-fraction (0.2)");
    assertThat(one.path("train").path("accuracy").asDouble()).isGreaterThan(0.93);
    String[] spread = List.of(sets).toArray(new String[6]);
    spread[5] = "data.partitions=3";
    assertThat(digits.train("spread", spread).path("modelSha256"))
        .isEqualTo(one.path("modelSha256"));
    spread[5] = "optimizer.seed=2";
    assertThat(digits.train("seed", spread).path("modelSha256"))
        .isNotEqualTo(one.path("modelSha256"));
  }

  @ParameterizedTest
  @CsvSource({
    "adam, optimizer.mini-batch-fraction=0.4, optimizer.result=average",
    "nesterov, data.validation.fraction=0.2, optimizer.early-stopping.patience=100",
    "owlqn, regularization.elastic-net=0.5, standardization=true"
  })
  void aRunThatIsTakenUpGivesTheModelOfOneThatNeverStopped(String type, String first, String second)
      throws IOException {
    String[] sets = {"optimizer.type=" + type, first, second, "optimizer.max-iterations=30"};
    JsonNode whole = digits.train("whole-" + type, sets);
    sets[3] = "optimizer.max-iterations=13";
    digits.train("parts-" + type, sets);
    sets[3] = "optimizer.max-iterations=30";
    InProcess.Outcome resumed = digits.run("train", "parts-" + type, List.of("--resume"), sets);
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(resumed.out()).contains("resuming at iteration 13 ");
    JsonNode parts = digits.json("parts-" + type, "summary.json");
    for (String key : List.of("modelSha256", "objective", "evaluations", "passes", "iterations")) {
      assertThat(parts.path(key)).as(key).isEqualTo(whole.path(key));
    }
  }

  @Test
  void earlyStoppingRestoresTheBestParameters() throws IOException {
    JsonNode summary =
        digits.train(
            "early",
            "regularization.strength=0",
            "data.validation.fraction=0.5",
            "optimizer.type=lbfgs",
            "optimizer.early-stopping.patience=4");
    assertThat(summary.path("stopReason").asText()).isEqualTo("EARLY_STOPPED");
    int best = summary.path("bestIteration").asInt();
    assertThat(summary.path("iterations").asInt()).isEqualTo(best + 4);
    double least = Double.POSITIVE_INFINITY;
    for (JsonNode line : digits.metrics("early")) {
      least = Math.min(least, line.path("validationLoss").asDouble());
    }
    assertThat(digits.metrics("early").get(best).path("validationLoss").asDouble())
        .isEqualTo(least);
    assertThat(summary.path("validation").path("logLoss").asDouble())
        .isCloseTo(least, within(1e-6));
  }

  @Test
  void validationDataIsLookedAtWhenItIsDue() throws IOException {
    digits.train(
        "interval",
        "data.validation.fraction=0.2",
        "optimizer.validation-interval=4",
        "optimizer.max-iterations=6",
        "optimizer.tolerance=0");
    assertThat(digits.metrics("interval"))
        .extracting(line -> line.has("validationLoss"))
        .containsExactly(true, false, false, false, true, false, true);
  }

  @Test
  void aRunEndsWhenItsTimeIsUsedUp() throws IOException {
    InProcess.Outcome outcome =
        digits.run(
            "train",
            "time",
            List.of(),
            "optimizer.type=gradient-descent",
            "optimizer.tolerance=0",
            "optimizer.max-seconds=0.2");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .contains("MAX_SECONDS after ")
        .contains("warning: not converged, the gradient norm is ")
        .contains("raise optimizer.max-seconds (0.2)")
        .contains("use optimizer.type = lbfgs");
    assertThat(digits.json("time", "summary.json").path("seconds").path("train").asDouble())
        .isLessThan(20);
  }

  @Test
  void theGradientOfTheWholeObjectiveIsRight() {
    InProcess.Outcome outcome = Digits.checkGradient();
    assertThat(outcome.code()).as(outcome.out() + outcome.err()).isZero();
  }

  @Test
  void classWeightsForClassesThatAreNotThereAreRefused() {
    InProcess.Outcome outcome =
        digits.run("train", "classes", List.of(), "loss.class-weights={\"eleven\":2}");
    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err())
        .isEqualTo(
            "Invalid loss.class-weights: there is no class 'eleven' among [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]"
                + System.lineSeparator());
  }

  @Test
  void balancedClassesWeighTheSame() throws IOException {
    JsonNode plain = digits.train("plain", "loss.class-weights=none");
    JsonNode balanced = digits.train("balanced", "loss.class-weights=balanced");
    assertThat(balanced.path("modelSha256")).isNotEqualTo(plain.path("modelSha256"));
    assertThat(balanced.path("stopReason").asText()).isEqualTo("CONVERGED");
  }
}

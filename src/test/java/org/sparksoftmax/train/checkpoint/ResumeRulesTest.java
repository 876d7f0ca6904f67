package org.sparksoftmax.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.config.parse.ConfigDifference;
import org.sparksoftmax.config.parse.ConfigReader;
import org.sparksoftmax.config.parse.ResumedConfig;
import org.sparksoftmax.data.block.TableVersions;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.Activation;
import org.sparksoftmax.math.layout.HiddenLayers;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.output.OutputException;

class ResumeRulesTest {

  private static final RunIdentity SAVED =
      new RunIdentity("{}", "abc", 1000, 20, 3, TableVersions.NONE);

  @Test
  void everyKeyThatDiffersIsNamed() {
    assertThatThrownBy(
            () ->
                ResumeRules.requireSameConfig(
                    "checkpoint-5",
                    config("regularization.strength=0.1", "data.storage=f32"),
                    config("regularization.strength=0.2", "data.storage=f64")))
        .isInstanceOf(OutputException.class)
        .hasMessageStartingWith(
            "Cannot resume from checkpoint-5: data.storage is f64 but was f32, regularization.strength is 0.2 but was 0.1; restore it, or start again with --overwrite (calibration, checkpoint.interval-iterations, ");
  }

  @Test
  void aSearchNeedsTheSameGridAndTheSameEndsOfRuns() {
    String saved = config("tune.strengths=[1, 0.1]");
    assertThatCode(
            () ->
                ResumeRules.requireSameSearch(
                    "s", saved, config("tune.strengths=[1, 0.1]", "data.path=elsewhere")))
        .doesNotThrowAnyException();
    assertThatThrownBy(
            () ->
                ResumeRules.requireSameSearch(
                    "s", saved, config("tune.strengths=[1]", "optimizer.tolerance=0.5")))
        .isInstanceOf(OutputException.class)
        .hasMessageStartingWith("Cannot resume from s: optimizer.tolerance is 0.5 but was ")
        .hasMessageContaining("tune.strengths is [\"1\"] but was [\"1\",\"0.1\"]");
    assertThatCode(() -> ResumeRules.requireSameConfig("c", saved, config("tune.strengths=[1]")))
        .doesNotThrowAnyException();
  }

  @Test
  void anAutomaticStrengthIsTheSameAsItselfAndNoNumber() {
    String saved = config();
    assertThatCode(
            () -> ResumeRules.requireSameConfig("c", saved, config("regularization.strength=auto")))
        .doesNotThrowAnyException();
    assertThatThrownBy(
            () -> ResumeRules.requireSameConfig("c", saved, config("regularization.strength=0")))
        .hasMessageContaining("regularization.strength is 0.0 but was auto");
  }

  @Test
  void anAutomaticHistoryKeepsThatOfTheRunThatItResumes() {
    String saved = config("optimizer.history=10");
    TrainingConfig present = read();
    assertThatCode(() -> ResumeRules.requireSameConfig("c", saved, present.resolvedJson()))
        .doesNotThrowAnyException();
    TrainingConfig resumed = ResumedConfig.of(present, saved);
    assertThat(resumed.optimizer().history(1)).isEqualTo(10);
    assertThat(resumed.resolvedJson()).isEqualTo(saved);
    assertThat(ResumedConfig.of(present, present.resolvedJson())).isEqualTo(present);
    assertThat(ResumedConfig.of(present, "{}")).isEqualTo(present);
    String of7 = config("optimizer.history=7");
    assertThatThrownBy(() -> ResumeRules.requireSameConfig("c", saved, of7))
        .hasMessageContaining("optimizer.history is 7 but was 10");
    assertThatThrownBy(() -> ResumeRules.requireSameConfig("c", present.resolvedJson(), of7))
        .hasMessageContaining("optimizer.history is 7 but was auto");
  }

  @Test
  void keysThatMayChangeMay() {
    String saved = config();
    assertThatCode(
            () ->
                ResumeRules.requireSameConfig(
                    "c",
                    saved,
                    config(
                        "optimizer.max-iterations=7",
                        "optimizer.tolerance=0.5",
                        "checkpoint.keep=9",
                        "checkpoint.interval-iterations=3",
                        "checkpoint.interval-seconds=1.5",
                        "cluster.wait-seconds=60",
                        "data.partitions=3",
                        "data.path=elsewhere",
                        "report.class-names=[a, b]",
                        "report.image={ width = 1, height = 2, channels = 3 }",
                        "data.test.path=t")))
        .doesNotThrowAnyException();
  }

  @Test
  void everyOtherKeyMustStay() {
    for (String change :
        List.of(
            "data.feature-multiplier=2",
            "data.split-seed=2",
            "data.test.fraction=0.1",
            "data.label-column=1",
            "optimizer.history=3",
            "optimizer.preconditioner=none",
            "optimizer.type=gradient-descent",
            "optimizer.seed=4",
            "model.type=network",
            "model.intercept=false")) {
      assertThatThrownBy(() -> ResumeRules.requireSameConfig("c", config(), config(change)))
          .as(change)
          .hasMessageContaining(change.substring(0, change.indexOf('=')) + " is ");
    }
  }

  @Test
  void whatTheStepsDependOnMustStay() {
    String[] cosine = {
      "optimizer.type=adam", "optimizer.step-size.schedule=cosine", "optimizer.max-iterations=7"
    };
    String[] local = {"optimizer.type=adam", "optimizer.local-steps=2", "data.partitions=7"};
    String[] byDefault = {
      "model.type=network",
      "optimizer.type=adam",
      "optimizer.mini-batch-size=100",
      "optimizer.max-iterations=7"
    };
    for (String[] settings : List.of(cosine, local, byDefault)) {
      String[] others = settings.clone();
      int last = settings.length - 1;
      String changed = settings[last].replace('7', '8');
      others[last] = changed;
      assertThatCode(() -> ResumeRules.requireSameConfig("c", config(settings), config(settings)))
          .doesNotThrowAnyException();
      assertThatThrownBy(() -> ResumeRules.requireSameConfig("c", config(settings), config(others)))
          .hasMessageStartingWith(
              "Cannot resume from c: %s is 8 but was 7; restore it",
              changed.substring(0, changed.indexOf('=')))
          .message()
          .doesNotContain(changed.substring(0, changed.indexOf('=')) + ",");
    }
  }

  @Test
  void aKeyThatOneVersionDoesNotKnowIsNamed() {
    assertThatThrownBy(() -> ResumeRules.requireSameConfig("c", "{\"a\":{\"b\":1}}", "{}"))
        .hasMessageContaining("a.b is not set but was 1");
    assertThatThrownBy(() -> ResumeRules.requireSameConfig("c", "no", "{}"))
        .hasMessage("Cannot resume: the configuration saved is not JSON");
  }

  @Test
  void whatHasChangedInTheDataIsNamed() {
    assertThatCode(() -> ResumeRules.requireSameData("c", SAVED, SAVED)).doesNotThrowAnyException();
    Map.of(
            new RunIdentity("{}", "x", 1001, 20, 3, TableVersions.NONE),
                "1,001 rows where there were 1,000",
            new RunIdentity("{}", "x", 1000, 21, 3, TableVersions.NONE),
                "21 features where there were 20",
            new RunIdentity("{}", "x", 1000, 20, 4, TableVersions.NONE),
                "4 classes where there were 3",
            new RunIdentity("{}", "x", 1000, 20, 3, TableVersions.NONE),
                "same size, but different values, labels or weights")
        .forEach(
            (present, difference) ->
                assertThatThrownBy(() -> ResumeRules.requireSameData("c", SAVED, present))
                    .isInstanceOf(OutputException.class)
                    .hasMessageStartingWith(
                        "Cannot resume from c: the training rows have changed: ")
                    .hasMessageContaining(difference));
  }

  @Test
  void aCheckpointOfAnotherNumberOfParametersIsRefused() {
    Checkpoint saved = CheckpointCodecTest.checkpoint(5, 1500, 0);
    WeightOrder order = WeightOrder.CLASS_MAJOR;
    ParameterLayout same = new ParameterLayout(750, 2, false, order);
    assertThatCode(() -> ResumeRules.requireSameLayout("c", saved, same))
        .doesNotThrowAnyException();
    ParameterLayout network =
        new ParameterLayout(750, 2, false, order, HiddenLayers.of(Activation.RELU, 2));
    assertThatThrownBy(() -> ResumeRules.requireSameLayout("c", saved, network))
        .isInstanceOf(OutputException.class)
        .hasMessage(
            "Cannot resume from c: it has 1,500 parameters where the model has 1,504; restore the checkpoint, or start again with --overwrite");
  }

  /** Checkpoints of earlier versions lack keys that came later. */
  @Test
  void aKeyThatIsNewHasItsDefaultInAnEarlierCheckpoint() {
    String earlier = config().replaceFirst("\"missing\":\"fail\",", "");
    assertThat(earlier).isNotEqualTo(config());
    assertThatCode(() -> ResumeRules.requireSameConfig("checkpoint-5", earlier, config()))
        .doesNotThrowAnyException();
    assertThatThrownBy(
            () ->
                ResumeRules.requireSameConfig("checkpoint-5", earlier, config("data.missing=mean")))
        .hasMessageContaining("data.missing is mean but was fail");
  }

  @Test
  void theListHoldsNoUnknownKey() {
    assertThat(ConfigDifference.MAY_CHANGE)
        .isSorted()
        .allMatch(key -> config().contains("\"" + key.substring(key.lastIndexOf('.') + 1) + "\""));
  }

  private static String config(String... settings) {
    return read(settings).resolvedJson();
  }

  private static TrainingConfig read(String... settings) {
    List<String> all = new ArrayList<>(List.of("data.path=a"));
    all.addAll(List.of(settings));
    return ConfigReader.read(Optional.empty(), all, Map.of());
  }
}

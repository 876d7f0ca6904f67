package org.sparksoftmax.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.config.parse.ConfigReader;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.math.optimize.OptimizerState;
import org.sparksoftmax.math.optimize.StopReason;

/** Epochs of mini-batches of rows, inside one task and with one job per update. */
class RowBatchesIT {

  private static final String DIGITS = "src/main/data/optdigits.tsv.gz";

  private static SparkSession spark;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    spark = OptimaSession.start();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  /** The states of a run and its end. */
  private record Run(List<OptimizerState> states, Trainer.Result result, int validations) {

    double[] parameters() {
      return result.optimization().state().parameters();
    }
  }

  private static Run train(String... settings) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "data.label-column=target",
                "optimizer.type=adam",
                "optimizer.step-size.initial=0.01",
                "optimizer.max-iterations=3",
                "optimizer.mini-batch-size=300"));
    all.addAll(List.of(settings));
    TrainingConfig config = ConfigReader.read(Optional.empty(), all, Map.of());
    List<OptimizerState> states = new ArrayList<>();
    int[] validations = {0};
    try (TrainingData data = TrainingData.load(config.data(), spark)) {
      Trainer.Result result =
          new Trainer(config)
              .train(
                  data,
                  new Start.Anew(),
                  (state, seconds, validation, selection) -> {
                    states.add(state);
                    validations[0] += validation.isPresent() ? 1 : 0;
                  });
      return new Run(states, result, validations[0]);
    }
  }

  private static Run digits(String... settings) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "data.path=" + DIGITS,
                "data.format=tsv",
                "model.type=network",
                "model.hidden-layers=[20]"));
    all.addAll(List.of(settings));
    return train(all.toArray(String[]::new));
  }

  @Test
  void theBitsDependOnNeitherJobsNorPartitions() {
    Run epochs = digits("optimizer.job-per=epoch", "data.partitions=1");
    for (String[] settings :
        new String[][] {
          {"optimizer.job-per=auto", "data.partitions=5"},
          {"optimizer.job-per=update", "data.partitions=1"},
          {"optimizer.job-per=update", "data.partitions=4"}
        }) {
      Run other = digits(settings);
      assertThat(other.parameters()).containsExactly(epochs.parameters());
      for (int i = 0; i < 4; i++) {
        assertThat(other.states().get(i).value().objective())
            .isEqualTo(epochs.states().get(i).value().objective());
      }
    }
    assertThat(epochs.result().optimization().stopReason()).isEqualTo(StopReason.MAX_ITERATIONS);
  }

  @Test
  void anIterationIsAnEpoch() {
    Run run = digits("data.validation.fraction=0.2", "optimizer.max-iterations=6");
    assertThat(run.states()).hasSize(7);
    assertThat(run.validations()).isEqualTo(7);
    int updates = (run.states().get(1).evaluations() - 1);
    assertThat(updates).isEqualTo((4496 + 299) / 300);
    assertThat(run.states().get(6).evaluations()).isEqualTo(1 + 6 * updates);
    assertThat(run.states().get(6).value().meanLoss())
        .isLessThan(0.3 * run.states().get(1).value().meanLoss());
    // The value at the start takes a share of a pass, the value at the end another pass.
    assertThat(run.result().passes()).isBetween(7.0, 7.1);
  }

  @Test
  void earlyStoppingCountsEpochs() {
    Run run =
        digits(
            "data.validation.fraction=0.2",
            "optimizer.max-iterations=200",
            "optimizer.step-size.initial=0.05",
            "optimizer.early-stopping.patience=3");
    assertThat(run.result().optimization().stopReason()).isEqualTo(StopReason.EARLY_STOPPED);
    assertThat(run.states().size() - 1)
        .isEqualTo(run.result().bestIteration().orElseThrow() + 3)
        .isLessThan(200);
  }

  @Test
  void standardizedAndFloat64DataGiveTheSameBitsToo() {
    for (String setting : List.of("standardization=true", "data.storage=f64")) {
      Run epochs = digits(setting, "optimizer.max-iterations=2");
      Run updates = digits(setting, "optimizer.max-iterations=2", "optimizer.job-per=update");
      assertThat(updates.parameters()).containsExactly(epochs.parameters());
    }
  }

  @Test
  void sparseDataGivesTheSameBitsToo() throws IOException {
    Random random = new Random(1);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 2500; i++) {
      StringBuilder line = new StringBuilder().append(random.nextInt(3));
      for (int j = 1 + random.nextInt(40); j <= 300; j += 1 + random.nextInt(80)) {
        line.append(' ').append(j).append(':').append(1 + random.nextInt(5));
      }
      lines.add(line.toString());
    }
    Path file = folder.resolve("sparse.libsvm");
    Files.write(file, lines);
    String[] sparse = {"data.path=" + file, "data.format=libsvm", "data.label-column=null"};
    Run epochs = train(sparse[0], sparse[1], sparse[2]);
    Run updates =
        train(sparse[0], sparse[1], sparse[2], "optimizer.job-per=update", "data.partitions=3");
    assertThat(updates.parameters()).containsExactly(epochs.parameters());
    assertThat(epochs.states().get(3).value().meanLoss())
        .isLessThan(epochs.states().get(1).value().meanLoss());
  }

  @Test
  void localStepsAreMadeOnTheRowsOfEachPartition() {
    Run one = digits("optimizer.local-steps=4", "data.partitions=3");
    assertThat(digits("optimizer.local-steps=4", "data.partitions=3").parameters())
        .containsExactly(one.parameters());
    assertThat(one.states().get(3).evaluations()).isEqualTo(1 + 3 * 4);
    assertThat(one.states().get(3).value().meanLoss())
        .isLessThan(one.states().get(1).value().meanLoss());
  }

  /** Files are often sorted by class; a shuffle of rows mixes them as well as any other file. */
  @Test
  void theOrderOfAFileMakesNoDifference() throws IOException {
    Random random = new Random(3);
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 4000; i++) {
      int label = i * 4 / 4000; // sorted
      StringBuilder row = new StringBuilder().append(label);
      for (int j = 0; j < 6; j++) {
        row.append(',').append(random.nextGaussian() + (j == label ? 2 : 0));
      }
      rows.add(row.toString());
    }
    double sorted = loss("sorted", rows);
    Collections.shuffle(rows, random);
    assertThat(sorted).isCloseTo(loss("mixed", rows), within(0.01));
  }

  private double loss(String name, List<String> rows) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("target,a,b,c,d,e,f");
    lines.addAll(rows);
    Path file = folder.resolve(name + ".csv");
    Files.write(file, lines);
    Run run = train("data.path=" + file, "data.format=csv", "optimizer.mini-batch-size=50");
    return run.result().optimization().state().value().meanLoss();
  }
}

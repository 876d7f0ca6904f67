package org.sparksoftmax.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.config.parse.ConfigReader;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.math.optimize.OptimizationResult;
import org.sparksoftmax.math.optimize.StopReason;

/** Every stop reason is reached with real data, and is not reported if another one applies. */
class StopReasonsIT {

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

  /** A run and whether its gradient norm reached the tolerance. */
  private record Run(TrainingConfig config, Trainer.Result result) {

    OptimizationResult end() {
      return result.optimization();
    }

    String failure() {
      return Convergence.failure(config, result);
    }

    boolean isWithinTolerance() {
      double norm = end().state().value().gradientNorm();
      return norm <= config.optimizer().tolerance() * result.origin().gradientNorm();
    }
  }

  @Test
  void convergedByTheToleranceHasNoNoise() throws IOException {
    Run run = train(overlapping(0), "data.storage=f64");
    assertThat(run.end().stopReason()).isEqualTo(StopReason.CONVERGED);
    assertThat(run.isWithinTolerance()).isTrue();
    assertThat(run.end().limit()).isEmpty();
  }

  @Test
  void convergedAboveTheToleranceHasABoundOfTheNoise() throws IOException {
    Run run = train(overlapping(0), "data.storage=f32");
    assertThat(run.end().stopReason()).isEqualTo(StopReason.CONVERGED);
    assertThat(run.isWithinTolerance()).isFalse();
    assertThat(run.end().limit()).isPresent();
    assertThat(run.end().limit().get().matters()).isFalse();
    assertThat(run.result().refinedAt()).isEmpty();
  }

  @Test
  void whatNoiseStopsInFloat32ContinuesInFloat64() throws IOException {
    Run run = train(overlapping(0));
    assertThat(run.end().stopReason()).isEqualTo(StopReason.CONVERGED);
    assertThat(run.isWithinTolerance()).isTrue();
    assertThat(run.result().refinedAt()).isPresent();
  }

  /** Two columns whose difference float64 cannot resolve in a weighted sum. */
  @Test
  void precisionWhereFloat64CannotDoMore() throws IOException {
    Run run =
        train(
            overlapping(1e13),
            "model.intercept=false",
            "regularization.strength=0",
            "optimizer.tolerance=1e-12");
    assertThat(run.end().stopReason()).isEqualTo(StopReason.PRECISION);
    assertThat(run.end().limit()).isPresent();
    assertThat(run.result().noisiest()).isNotEmpty();
  }

  @Test
  void maxIterationsAndMaxSecondsAboveTheTolerance() throws IOException {
    Run few = train(overlapping(0), "optimizer.max-iterations=2");
    assertThat(few.end().stopReason()).isEqualTo(StopReason.MAX_ITERATIONS);
    assertThat(few.isWithinTolerance()).isFalse();
    Run brief = train(overlapping(0), "optimizer.max-seconds=1e-9");
    assertThat(brief.end().stopReason()).isEqualTo(StopReason.MAX_SECONDS);
    assertThat(brief.isWithinTolerance()).isFalse();
  }

  @Test
  void earlyStoppedWhereValidationRowsGetWorse() throws IOException {
    Random random = new Random(3);
    Path noise =
        file(
            "x0,x1,x2,x3,x4,x5,x6,x7,label\n",
            60,
            i ->
                random.doubles(8, -1, 1).mapToObj(Double::toString).collect(Collectors.joining(","))
                    + ","
                    + random.nextInt(2));
    String[] sets = {
      "regularization.strength=0",
      "optimizer.preconditioner=none",
      "data.validation.fraction=0.5",
      "optimizer.early-stopping.patience=3"
    };
    assertThat(train(noise, sets).end().stopReason()).isEqualTo(StopReason.EARLY_STOPPED);
  }

  @Test
  void divergedWhereSumsLeaveTheArithmetic() throws IOException {
    Path huge =
        file("x,label\n", 3000, i -> (i % 3 == 0 ? 3e38 : -2.9e38) + "," + (i % 3 == 0 ? 1 : 0));
    assertThat(train(huge, "data.storage=f32").end().stopReason()).isEqualTo(StopReason.DIVERGED);
    Run wide = train(huge);
    assertThat(wide.end().isFailure()).isFalse();
  }

  /**
   * The best units have their kink at 0, where most rows are, so the slope does not predict the
   * objective beyond.
   */
  @Test
  void lineSearchFailedAtTheKinkOfRelu() throws IOException {
    Path mostlyZero =
        file("x,label\n", 400, i -> (i % 5 == 0 ? "0.01" : "0") + "," + (i % 5 == 0 ? 1 : 0));
    String[] network = {
      "model.type=network",
      "model.hidden-layers=[3]",
      "optimizer.type=lbfgs",
      "standardization=false",
      "loss.class-weights=balanced",
      "optimizer.seed=4"
    };
    Run kinked = train(mostlyZero, network);
    assertThat(kinked.end().stopReason()).isEqualTo(StopReason.LINE_SEARCH_FAILED);
    assertThat(kinked.failure()).contains("model.activation = gelu");
    String[] smooth = Arrays.copyOf(network, network.length + 1);
    smooth[network.length] = "model.activation=gelu";
    assertThat(train(mostlyZero, smooth).end().stopReason()).isEqualTo(StopReason.CONVERGED);
  }

  @Test
  void lineSearchFailedFromAStepTooLongToHalve() throws IOException {
    String descent = "optimizer.type=gradient-descent";
    Run far = train(overlapping(0), descent, "optimizer.step-size.initial=1e30");
    assertThat(far.end().stopReason()).isEqualTo(StopReason.LINE_SEARCH_FAILED);
    assertThat(far.failure()).contains("a smaller optimizer.step-size.initial (1.0E30)");
    assertThat(train(overlapping(0), descent).end().isFailure()).isFalse();
  }

  /** Two columns at {@code offset}, three classes that overlap. */
  private Path overlapping(double offset) throws IOException {
    Random random = new Random(1);
    return file(
        "x,y,label\n",
        300,
        i -> {
          double x = random.nextGaussian();
          double y = random.nextGaussian();
          double score = x + y + random.nextGaussian();
          return (offset + x) + "," + (offset + y) + "," + (score < -1 ? 0 : score < 1 ? 1 : 2);
        });
  }

  private Path file(String header, int rows, IntFunction<String> row) throws IOException {
    StringBuilder text = new StringBuilder(header);
    for (int i = 0; i < rows; i++) {
      text.append(row.apply(i)).append('\n');
    }
    return Files.writeString(Files.createTempFile(folder, "rows", ".csv"), text);
  }

  private static Run train(Path path, String... sets) {
    List<String> all = new ArrayList<>(List.of("data.format=csv", "data.path=" + path));
    all.addAll(List.of(sets));
    TrainingConfig config = ConfigReader.read(Optional.empty(), all, Map.of());
    try (TrainingData data = TrainingData.load(config.data(), spark)) {
      return new Run(config, OptimaSession.train(config, data));
    }
  }
}

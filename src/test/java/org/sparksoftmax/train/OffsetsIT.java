package org.sparksoftmax.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.config.parse.ConfigReader;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.math.evaluate.ClassificationReport;
import org.sparksoftmax.math.optimize.StopReason;
import org.sparksoftmax.run.record.SummaryJson;
import org.sparksoftmax.train.pass.SparkEvaluator;

/**
 * Tests columns that are far from 0 compared with their spread: prices, dates, coordinates, years.
 * The optima, for λ = 0.001, were computed in float64 on centred and scaled columns, which does not
 * change them; those for α = 0.01 with L-BFGS-B on W = W⁺ − W⁻.
 */
class OffsetsIT {

  private static final Path FOLDER = Path.of("../shared/field/offsets");
  private static final List<String> STORAGES = List.of("auto", "f32", "f64");

  private static final Map<DataConfig, TrainingData> LOADED = new HashMap<>();

  private static SparkSession spark;

  /**
   * A file with its expected results.
   *
   * @param optima the optima for raw and standardised features
   * @param accuracies the accuracies at these optima
   * @param optimaWithL1 the optima with an L1 penalty, in the same order
   */
  private record Table(String file, double[] optima, double[] accuracies, double[] optimaWithL1) {

    @Override
    public String toString() {
      return file;
    }
  }

  static Stream<Table> tables() {
    return Stream.of(
        table("off5", 0.035938432, 1, 0.034955149, 1, 0.035857569, 0.034878160),
        table("price", 0.741824469, 0.6727, 0.743520594, 0.6727, 0.741840279, 0.743540388),
        table("coords", 1.018461395, 0.6567, 0.743516535, 0.6727, 1.018101085, 0.743536329),
        table("salary", 0.773477606, 0.65, 0.775479983, 0.65, 0.773478643, 0.775498020),
        table("years", 0.650346154, 0.7193, 0.653557552, 0.7187, 0.650361533, 0.653572260),
        table("ymd", 0.000013446, 1, 0.067654791, 1, 0.000015584, 0.067355953),
        table("mini-prices", 0.022106506, 1, 0.105124483, 1, 0.022036390, 0.104697721),
        table("mini-dates", 0.000066058, 1, 0.070791110, 1, 0.000070241, 0.070457459));
  }

  private static Table table(
      String file,
      double raw,
      double accuracy,
      double standardized,
      double standardizedAccuracy,
      double rawWithL1,
      double standardizedWithL1) {
    return new Table(
        file,
        new double[] {raw, standardized},
        new double[] {accuracy, standardizedAccuracy},
        new double[] {rawWithL1, standardizedWithL1});
  }

  @BeforeAll
  static void start() {
    Assumptions.assumeTrue(FOLDER.toFile().isDirectory(), FOLDER + " is not there");
    spark = OptimaSession.start();
  }

  @AfterAll
  static void stop() {
    if (spark != null) {
      LOADED.values().forEach(TrainingData::close);
      spark.stop();
    }
  }

  @ParameterizedTest
  @MethodSource("tables")
  void lbfgsReachesTheOptimumWithEveryPreconditioner(Table table) {
    for (String preconditioner : List.of("auto", "hessian", "diagonal", "none")) {
      check(table, false, "optimizer.preconditioner=" + preconditioner);
    }
  }

  @ParameterizedTest
  @MethodSource("tables")
  void owlqnReachesTheOptimumWithASmallL1Penalty(Table table) {
    check(table, true, "optimizer.type=owlqn", "regularization.elastic-net=0.01");
  }

  @ParameterizedTest
  @MethodSource("tables")
  void adamReachesTheOptimum(Table table) {
    check(table, false, "optimizer.type=adam");
  }

  private static void check(Table table, boolean l1, String... sets) {
    for (int standardized = 0; standardized < 2; standardized++) {
      for (String storage : STORAGES) {
        check(table, standardized, storage, l1, storage.equals("f32") ? 1e-4 : 1e-6, sets);
      }
    }
  }

  private static void check(
      Table table, int standardized, String storage, boolean l1, double near, String... sets) {
    TrainingConfig config = config(table, standardized, storage, sets);
    String run =
        String.format(Locale.ROOT, "%s, %s, %d, %s", table, storage, standardized, List.of(sets));
    TrainingData data = LOADED.computeIfAbsent(config.data(), key -> TrainingData.load(key, spark));
    Trainer.Result result = OptimaSession.train(config, data);
    assertThat(result.optimization().stopReason()).as(run).isEqualTo(StopReason.CONVERGED);
    double optimum = (l1 ? table.optimaWithL1 : table.optima)[standardized];
    assertThat(result.optimization().state().value().objective())
        .as(run)
        .isCloseTo(optimum, within(near));
    ClassificationReport report = SparkEvaluator.evaluate(result.model(), data.train());
    double few = table.accuracies[standardized] == 1 ? 0 : storage.equals("f32") ? 0.004 : 0.0011;
    assertThat(report.accuracy())
        .as(run)
        .isCloseTo(table.accuracies[standardized], within(few + 5e-5));
    assertTellsOfNoise(config, data, result);
  }

  private static TrainingConfig config(
      Table table, int standardized, String storage, String... sets) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "data.format=csv",
                "data.path=" + FOLDER.resolve(table.file + ".csv"),
                "data.storage=" + storage,
                "regularization.strength=0.001",
                "standardization=" + (standardized == 1)));
    all.addAll(List.of(sets));
    return ConfigReader.read(Optional.empty(), all, Map.of());
  }

  /**
   * A run that stopped above its tolerance has converged only if summary.json has a noise bound.
   */
  private static void assertTellsOfNoise(
      TrainingConfig config, TrainingData data, Trainer.Result result) {
    double norm = result.optimization().state().value().gradientNorm();
    boolean above = norm > config.optimizer().tolerance() * result.origin().gradientNorm();
    assertThat(result.optimization().limit().isPresent()).isEqualTo(above);
    String summary = new SummaryJson().training(config, data, result).text();
    assertThat(summary.contains("\"noise\"")).isEqualTo(above);
  }
}

package org.sparksoftmax.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparksoftmax.SharedData;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.optimize.StopReason;
import org.sparksoftmax.train.PlainObjective.Penalty;

/**
 * Compares the optimum with that of MLlib's LogisticRegression on real data, with every kind of
 * penalty, with and without standardisation, intercepts and weights. Both solutions are evaluated
 * with the same definition of the objective.
 *
 * <p>A fixed eighth of the combinations, with every value of every factor, runs by default. All of
 * them run with {@code mvn verify -Dsoftmax.optima=all}, which takes about ten minutes.
 */
class MllibOptimaIT {

  /** The relative difference in the objective that two solvers may have. */
  private static final double SHARE = 1e-6;

  /**
   * The largest difference of coefficients of standardised features; ten times that for intercepts.
   */
  private static final double NEAR = 1e-4;

  /** The magnitude that a solver may leave in a coefficient whose optimum is 0. */
  private static final double LEAST = 1e-6;

  /** A mean loss that is practically 0, as for separable classes. */
  private static final double LEAST_LOSS = 1e-6;

  /** The limit for both solvers. MLlib would need more for L1 without intercepts. */
  private static final int MAX_ITERATIONS = 310;

  private static final List<Penalty> PENALTIES =
      List.of(
          new Penalty("none", 0, 0),
          new Penalty("L2", 0.02, 0),
          new Penalty("L1", 0.03, 1),
          new Penalty("elastic net", 0.05, 0.5));

  /** The results, one line per case. */
  private static final Path FOUND = Path.of("target", "mllib-optima.tsv");

  @TempDir private static Path folder;

  private static SparkSession spark;
  private static final Map<Data, Examples> EXAMPLES = new EnumMap<>(Data.class);
  private static final Map<String, TrainingData> LOADED = new HashMap<>();

  /** The data sets. */
  enum Data {
    IRIS,
    VOWEL,
    OPTDIGITS,
    DNA;

    Examples load() {
      return switch (this) {
        case IRIS -> Examples.ofTable(Path.of("src/main/data/iris.tsv.gz"), 150);
        case VOWEL -> Examples.ofTable(SharedData.file("pmlb/vowel.tsv.gz"), 990);
        case OPTDIGITS ->
            Examples.ofTable(Path.of("src/main/data/optdigits.tsv.gz"), 600).times(1 / 16.0);
        case DNA -> Examples.ofLibsvm(SharedData.file("libsvm-small/dna.scale"), 180, 1000);
      };
    }
  }

  /** A combination of factors. */
  record Case(
      Data data, Penalty penalty, boolean standardization, boolean intercept, boolean weighted) {

    /**
     * Selects one of the four values of (s xor i, s xor w), which varies with data set and penalty.
     */
    boolean isInQuarter() {
      int d = List.of(Data.values()).indexOf(data);
      int p = PENALTIES.indexOf(penalty);
      return (standardization ^ intercept) == ((d + p) % 2 == 0)
          && (standardization ^ weighted) == ((d + p / 2) % 2 == 0);
    }

    /** Selects half of the quarter, by data set and penalty. Slow cases are in the other half. */
    boolean isInEighth() {
      int d = List.of(Data.values()).indexOf(data);
      int p = PENALTIES.indexOf(penalty);
      boolean smallData = d < 2;
      return isInQuarter() && smallData == (p >= 2 ? p == 3 : p == 1);
    }

    String fileName() {
      return data + (weighted ? "-weighted" : "");
    }

    /**
     * Whether there is a finite optimum. Without a penalty, only data in which no class is
     * separable has one.
     */
    boolean hasOptimum() {
      return penalty.strength() > 0 || data == Data.VOWEL;
    }

    Solution unique(Trainer.Result result) {
      return unique(Solution.of(result.model()));
    }

    Solution unique(LogisticRegressionModel model) {
      return unique(Solution.of(model));
    }

    /** The representative of all solutions with the same probabilities and penalty. */
    private Solution unique(Solution solution) {
      Solution centred = solution.withCentredIntercepts();
      return penalty.strength() > 0 ? centred : centred.withCentredCoefficients();
    }
  }

  static List<Case> cases() {
    boolean all = "all".equals(System.getProperty("softmax.optima"));
    List<Case> cases = new ArrayList<>();
    for (Data data : Data.values()) {
      for (Penalty penalty : PENALTIES) {
        for (int bits = 0; bits < 8; bits++) {
          Case each = new Case(data, penalty, (bits & 1) > 0, (bits & 2) > 0, (bits & 4) > 0);
          if (all || each.isInEighth()) {
            cases.add(each);
          }
        }
      }
    }
    return cases;
  }

  @BeforeAll
  static void start() throws IOException {
    spark = OptimaSession.start();
    Files.deleteIfExists(FOUND);
  }

  @AfterAll
  static void stop() {
    LOADED.values().forEach(TrainingData::close);
    spark.stop();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isThatOfMllib(Case each) throws IOException {
    Examples plain = EXAMPLES.computeIfAbsent(each.data(), Data::load);
    Examples examples = each.weighted() ? plain.weighted() : plain;
    TrainingConfig config =
        OptimaSession.config(
            file(each, examples),
            each.weighted(),
            each.penalty(),
            each.standardization(),
            each.intercept(),
            "optimizer.tolerance=1e-8",
            "optimizer.max-iterations=" + MAX_ITERATIONS);
    TrainingData data =
        LOADED.computeIfAbsent(each.fileName(), name -> TrainingData.load(config.data(), spark));
    Trainer.Result result = OptimaSession.train(config, data);
    LogisticRegressionModel model = mllib(each);
    PlainObjective objective = new PlainObjective(examples, each.penalty(), each.standardization());
    Difference found = Difference.of(objective, each.unique(result), each.unique(model));
    record(each, found, result, model);
    assertThat(result.optimization().stopReason()).isEqualTo(StopReason.CONVERGED);
    found.check(each.hasOptimum() && model.summary().totalIterations() < MAX_ITERATIONS);
  }

  @Test
  void isThatOfTheSameRowsInDenseVectors() {
    Examples examples = Data.DNA.load();
    List<Double> objectives = new ArrayList<>();
    for (boolean sparse : new boolean[] {true, false}) {
      String path = folder.resolve("sparse-" + sparse).toString();
      examples.frame(spark, sparse).write().parquet(path);
      TrainingConfig config =
          OptimaSession.config(
              path, true, PENALTIES.get(1), true, true, "optimizer.tolerance=1e-8");
      try (TrainingData data = TrainingData.load(config.data(), spark)) {
        assertThat(data.order())
            .isEqualTo(sparse ? WeightOrder.FEATURE_MAJOR : WeightOrder.CLASS_MAJOR);
        Trainer.Result result = OptimaSession.train(config, data);
        objectives.add(result.optimization().state().value().objective());
      }
    }
    assertThat(objectives.get(0)).isCloseTo(objectives.get(1), withinPercentage(1e-7));
  }

  /** The file with the table of {@code examples}, written once. */
  private static Path file(Case each, Examples examples) {
    Path file = folder.resolve(each.fileName());
    if (Files.notExists(file)) {
      examples.frame(spark, each.data() == Data.DNA).coalesce(1).write().parquet(file.toString());
    }
    return file;
  }

  private static LogisticRegressionModel mllib(Case each) {
    LogisticRegression regression =
        new LogisticRegression()
            .setFamily("multinomial")
            .setRegParam(each.penalty().strength())
            .setElasticNetParam(each.penalty().elasticNet())
            .setStandardization(each.standardization())
            .setFitIntercept(each.intercept())
            .setTol(1e-13)
            .setMaxIter(MAX_ITERATIONS);
    if (each.weighted()) {
      regression.setWeightCol("weight");
    }
    return regression.fit(spark.read().parquet(folder.resolve(each.fileName()).toString()));
  }

  private static void record(
      Case each, Difference found, Trainer.Result ours, LogisticRegressionModel theirs)
      throws IOException {
    String line =
        String.format(
            Locale.ROOT,
            "%s\t%s\t%s\t%s\t%s\t%s\t%s iterations\t%s iterations\t%s%n",
            each.data(),
            each.penalty(),
            each.standardization() ? "standardized" : "as stored",
            each.intercept() ? "intercepts" : "none",
            each.weighted() ? "weighted" : "unweighted",
            found,
            ours.optimization().state().iteration(),
            theirs.summary().totalIterations(),
            ours.optimization().stopReason());
    Files.writeString(FOUND, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** The difference between two solutions. */
  private record Difference(
      double ours, double theirs, double coefficients, double intercepts, double zeros) {

    static Difference of(PlainObjective objective, Solution ours, Solution theirs) {
      double[] units = objective.deviations();
      return new Difference(
          objective.value(ours),
          objective.value(theirs),
          ours.coefficientDistance(theirs, units),
          ours.interceptDistance(theirs),
          ours.largestZeroOfOneOnly(theirs, units));
    }

    /**
     * @param both whether there is an optimum that MLlib has reached, too
     */
    void check(boolean both) {
      assertThat(ours)
          .as("the objective reached here is above MLlib's: this solver is off")
          .isLessThanOrEqualTo(theirs * (1 + SHARE) + LEAST_LOSS);
      if (!both) {
        return; // MLlib has not converged, or both diverge to infinity
      }
      assertThat(theirs)
          .as("the objective that MLlib reached is above the one here: MLlib is off")
          .isLessThanOrEqualTo(ours * (1 + SHARE));
      assertThat(coefficients).as("coefficients of standardised features").isLessThan(NEAR);
      assertThat(intercepts).as("intercepts").isLessThan(10 * NEAR);
      assertThat(zeros).as("largest coefficient that is 0 for one solver").isLessThan(LEAST);
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%.12g\t%.12g\t%.1e\t%.1e\t%.1e\t%.1e",
          ours,
          theirs,
          (ours - theirs) / theirs,
          coefficients,
          intercepts,
          zeros);
    }
  }
}

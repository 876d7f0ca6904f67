package org.sparksoftmax.bench;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.train.Start;
import org.sparksoftmax.train.Trainer;
import org.sparksoftmax.train.tune.Tuner;

/**
 * Eight strengths together against one at a time, and a cross-validation of them against MLlib's
 * CrossValidator, in one session, on the same rows in memory.
 *
 * <p>Both cross-validations have three folds and the same grid and train the best on all rows. Ours
 * goes on to its tolerance; MLlib is left at its defaults, 100 iterations at most, and two models
 * at a time.
 */
final class TuneBenchmark {

  private static final double[] STRENGTHS = {0.3, 0.1, 0.03, 0.01, 0.003, 0.001, 3e-4, 1e-4};
  private static final int FOLDS = 3;
  private static final int REPETITIONS = 2;

  /**
   * What is run.
   *
   * @param config name of the shipped configuration
   * @param left share of the rows that is left out
   * @param mllib whether MLlib is run as well
   */
  private record Case(String config, double left, boolean mllib) {}

  private static final List<Case> CASES =
      List.of(
          new Case("digits", 0, true),
          new Case("fashion-mnist", 0.95, true),
          new Case("fashion-mnist", 0, false),
          new Case("news20", 0, false));

  private TuneBenchmark() {}

  static Table run(List<String> names) throws Exception {
    Table table =
        new Table(
            "tune",
            "data",
            "rows",
            "repetition",
            "one strength, mean: s",
            "one strength, longest: s",
            "8 together: s",
            "over the mean",
            "over the longest",
            "3 folds of 8: s",
            "MLlib's CrossValidator: s",
            "MLlib's time over ours");
    try (SparkSession spark = Sets.session()) {
      for (Case each : CASES) {
        if (names.isEmpty() || names.contains(each.config())) {
          runCase(each, spark, table);
        }
      }
    }
    return table;
  }

  private static void runCase(Case each, SparkSession spark, Table table) {
    TrainingConfig config = config(each, List.of());
    try (TrainingData data = TrainingData.load(config.data(), spark)) {
      Dataset<Row> rows = MllibFit.rows(data, config, spark).cache();
      rows.count();
      for (int repetition = 0; repetition <= REPETITIONS; repetition++) {
        double longest = 0;
        double sum = 0;
        for (double strength : STRENGTHS) {
          double seconds = one(config(each, List.of("regularization.strength=" + strength)), data);
          longest = Math.max(longest, seconds);
          sum += seconds;
        }
        double mean = sum / STRENGTHS.length;
        double together = tune(each, data, 0);
        double folds = tune(each, data, FOLDS);
        boolean compared = each.mllib() && repetition == REPETITIONS;
        double mllib = compared ? mllib(config, rows) : Double.NaN;
        if (repetition > 0) { // the first one warms up
          table.add(
              each.config(),
              data.train().rows(),
              repetition,
              mean,
              longest,
              together,
              together / mean,
              together / longest,
              folds,
              mllib,
              mllib / folds);
        }
      }
      rows.unpersist(true);
    }
  }

  private static TrainingConfig config(Case each, List<String> more) {
    List<String> sets = new ArrayList<>(more);
    sets.add("data.test.fraction=" + each.left());
    sets.add("data.validation.fraction=" + (each.left() > 0 ? 0 : 0.05));
    return Sets.config(each.config(), sets.toArray(String[]::new));
  }

  private static double one(TrainingConfig config, TrainingData data) {
    long start = System.nanoTime();
    new Trainer(config).train(data, new Start.Anew(), (state, seconds, measures, chosen) -> {});
    return (System.nanoTime() - start) * 1e-9;
  }

  /** Seconds of the grid and, with folds, of the best on all rows. */
  private static double tune(Case each, TrainingData data, int folds) {
    List<Tuner.Candidate> grid = new ArrayList<>();
    for (double strength : STRENGTHS) {
      List<String> overrides =
          List.of("regularization.strength=" + strength, "tune.folds=" + folds);
      grid.add(new Tuner.Candidate(overrides, config(each, overrides)));
    }
    if (folds == 0 && data.validation().isEmpty()) {
      return Double.NaN;
    }
    long start = System.nanoTime();
    Tuner.Result result = new Tuner(data, grid).tune((passes, live, ended) -> {});
    if (folds > 0) {
      one(result.best().orElseThrow().candidate().config(), data);
    }
    return (System.nanoTime() - start) * 1e-9;
  }

  private static double mllib(TrainingConfig config, Dataset<Row> rows) {
    LogisticRegression regression =
        new LogisticRegression()
            .setFamily("multinomial")
            .setStandardization(false)
            .setFitIntercept(config.intercept());
    ParamMap[] grid = new ParamGridBuilder().addGrid(regression.regParam(), STRENGTHS).build();
    CrossValidator validator =
        new CrossValidator()
            .setEstimator(regression)
            .setEvaluator(new MulticlassClassificationEvaluator().setMetricName("logLoss"))
            .setEstimatorParamMaps(grid)
            .setNumFolds(FOLDS)
            .setParallelism(2);
    long start = System.nanoTime();
    validator.fit(rows);
    return (System.nanoTime() - start) * 1e-9;
  }
}

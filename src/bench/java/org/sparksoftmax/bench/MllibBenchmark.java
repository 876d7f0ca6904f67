package org.sparksoftmax.bench;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.math.block.CsrBlock;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.optimize.OptimizerState;
import org.sparksoftmax.train.Start;
import org.sparksoftmax.train.Trainer;

/**
 * Side by side with MLlib's LogisticRegression, in one session, in turns, on the same rows in
 * memory and the same objective: the time until the objective is within 1e-4 of the optimum, by its
 * size.
 *
 * <p>MLlib is run up to a number of iterations; where that does not reach the target, its time is a
 * lower bound and marked so. Both start from zero, both have their data cached before.
 */
final class MllibBenchmark {

  private static final double CLOSE = 1e-4;
  private static final int REPETITIONS = 2;

  /**
   * What is run.
   *
   * @param config name of the shipped configuration
   * @param maxIterations most iterations granted to MLlib
   */
  private record Case(String config, int maxIterations) {}

  private static final List<Case> CASES =
      List.of(new Case("fashion-mnist", 120), new Case("news20", 120), new Case("onet", 30));

  private MllibBenchmark() {}

  static Table run(List<String> names) throws Exception {
    Table table =
        new Table(
            "mllib",
            "data",
            "repetition",
            "optimum",
            "ours: s to 1e-4",
            "ours: evaluations",
            "ours: ms an evaluation",
            "MLlib: s",
            "MLlib: iterations",
            "MLlib: ms an iteration",
            "MLlib reached it",
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
    TrainingConfig config = Sets.config(each.config());
    try (TrainingData data = TrainingData.load(config.data(), spark)) {
      Dataset<Row> rows = rows(data, config, spark).cache();
      rows.count();
      double optimum =
          new Trainer(config)
              .train(data, new Start.Anew(), (s, t, v, c) -> {})
              .optimization()
              .state()
              .value()
              .objective();
      double target = optimum + CLOSE * Math.abs(optimum);
      for (int repetition = 1; repetition <= REPETITIONS; repetition++) {
        Reached ours = ours(config, data, target);
        Reached theirs = mllib(config, rows, target, each.maxIterations());
        table.add(
            each.config(),
            repetition,
            optimum,
            ours.seconds(),
            ours.steps(),
            1000 * ours.seconds() / ours.steps(),
            theirs.seconds(),
            theirs.steps(),
            1000 * theirs.seconds() / theirs.steps(),
            theirs.reached() ? "yes" : "no: at least",
            theirs.seconds() / ours.seconds());
      }
      rows.unpersist(true);
    }
  }

  /** How long it took, and how many evaluations or iterations. */
  private record Reached(boolean reached, double seconds, int steps) {}

  /** Ends a run from within a listener. */
  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient OptimizerState state;

    Enough(OptimizerState state) {
      super("the target is reached");
      this.state = state;
    }
  }

  private static Reached ours(TrainingConfig config, TrainingData data, double target) {
    long start = System.nanoTime();
    try {
      Trainer.Result result =
          new Trainer(config)
              .train(
                  data,
                  new Start.Anew(),
                  (state, seconds, validation, selection) -> {
                    if (state.value().objective() <= target) {
                      throw new Enough(state);
                    }
                  });
      return new Reached(
          false, (System.nanoTime() - start) * 1e-9, result.optimization().state().evaluations());
    } catch (Enough enough) {
      return new Reached(true, (System.nanoTime() - start) * 1e-9, enough.state.evaluations());
    }
  }

  private static Reached mllib(
      TrainingConfig config, Dataset<Row> rows, double target, int maxIterations) {
    LogisticRegression regression =
        new LogisticRegression()
            .setFamily("multinomial")
            .setRegParam(config.regularization().strength().orElseThrow())
            .setElasticNetParam(0)
            .setStandardization(false)
            .setFitIntercept(config.intercept())
            .setTol(1e-12)
            .setMaxBlockSizeInMB(1)
            .setMaxIter(maxIterations);
    long start = System.nanoTime();
    LogisticRegressionModel model = regression.fit(rows);
    double seconds = (System.nanoTime() - start) * 1e-9;
    double[] history = model.summary().objectiveHistory();
    for (int i = 0; i < history.length; i++) {
      if (history[i] <= target) {
        return new Reached(true, seconds * i / (history.length - 1), i);
      }
    }
    return new Reached(false, seconds, history.length - 1);
  }

  static Dataset<Row> rows(TrainingData data, TrainingConfig config, SparkSession spark) {
    double multiplier = config.data().featureMultiplier();
    StructType schema =
        new StructType()
            .add("label", DataTypes.DoubleType)
            .add("features", SQLDataTypes.VectorType());
    return spark.createDataFrame(
        data.train().blocks().flatMap(block -> rows(block, multiplier)).rdd(), schema);
  }

  private static Iterator<Row> rows(ExampleBlock block, double multiplier) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < block.rows(); i++) {
      rows.add(RowFactory.create((double) block.label(i), vector(block, i, multiplier)));
    }
    return rows.iterator();
  }

  private static Vector vector(ExampleBlock block, int i, double multiplier) {
    int features = block.features().features();
    if (block.features() instanceof CsrBlock sparse) {
      int from = sparse.rowPointer(i);
      int to = sparse.rowPointer(i + 1);
      double[] values = new double[to - from];
      for (int e = from; e < to; e++) {
        values[e - from] = multiplier * sparse.values().get(e);
      }
      return Vectors.sparse(
          features, java.util.Arrays.copyOfRange(sparse.columns(), from, to), values);
    }
    double[] row = new double[features];
    block.features().rowInto(i, row);
    for (int j = 0; j < features; j++) {
      row[j] *= multiplier;
    }
    return Vectors.dense(row);
  }
}

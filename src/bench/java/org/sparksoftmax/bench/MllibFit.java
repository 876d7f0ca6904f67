package org.sparksoftmax.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
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

/**
 * One fit of MLlib's LogisticRegression to the rows of a data set, in a process of its own: {@code
 * mllib-fit DATA SECONDS TARGET...}. The rows are cached before. A short fit, which also compiles
 * the code, tells how many iterations SECONDS allow; the history of the objective of a fit of that
 * many tells which of them reached a target, and its part of the time.
 *
 * <p>Writes a {@link FitResult} to the folder {@code mllib}.
 */
final class MllibFit {

  private static final int FIRST_ITERATIONS = 2;
  private static final int NEXT_ITERATIONS = 5;
  private static final int MOST_ITERATIONS = 2000;

  private MllibFit() {}

  static void run(List<String> arguments) throws IOException {
    ComparedSet set = ComparedSet.named(arguments.get(0));
    double limit = Double.parseDouble(arguments.get(1));
    double[] targets = arguments.stream().skip(2).mapToDouble(Double::parseDouble).toArray();
    TrainingConfig config = set.read();
    double strength = ComparedRows.of(set).strength();
    try (SparkSession spark = Sets.session(Runtime.getRuntime().availableProcessors())) {
      Dataset<Row> rows;
      try (TrainingData data = TrainingData.load(config.data(), spark)) {
        rows = rows(data, config, spark).cache();
        rows.count();
      }
      fit(rows, config, strength, FIRST_ITERATIONS);
      long before = System.nanoTime();
      fit(rows, config, strength, NEXT_ITERATIONS);
      double each = (System.nanoTime() - before) * 1e-9 / NEXT_ITERATIONS;
      int iterations = (int) Math.max(1, Math.min(MOST_ITERATIONS, limit / each));
      long start = System.nanoTime();
      LogisticRegressionModel model = fit(rows, config, strength, iterations);
      double seconds = (System.nanoTime() - start) * 1e-9;
      result(model.summary().objectiveHistory(), seconds, targets)
          .write(set.folder().resolve("mllib"));
    }
  }

  private static LogisticRegressionModel fit(
      Dataset<Row> rows, TrainingConfig config, double strength, int iterations) {
    return new LogisticRegression()
        .setFamily("multinomial")
        .setRegParam(strength)
        .setElasticNetParam(0)
        .setStandardization(false)
        .setFitIntercept(config.intercept())
        .setTol(1e-12)
        .setMaxBlockSizeInMB(1)
        .setMaxIter(iterations)
        .fit(rows);
  }

  /** Every iteration takes the same part of the time. */
  private static FitResult result(double[] history, double seconds, double[] targets) {
    List<FitResult.Point> iterations =
        IntStream.range(0, history.length)
            .mapToObj(i -> new FitResult.Point(i, seconds * i / (history.length - 1), history[i]))
            .toList();
    return FitResult.of(iterations, targets);
  }

  /** The training rows as MLlib has them, features times {@code data.feature-multiplier}. */
  static Dataset<Row> rows(TrainingData data, TrainingConfig config, SparkSession spark) {
    double multiplier = config.data().featureMultiplier();
    double[] centres = data.profile().units().centres();
    StructType schema =
        new StructType()
            .add("label", DataTypes.DoubleType)
            .add("features", SQLDataTypes.VectorType());
    return spark.createDataFrame(
        data.train().blocks().flatMap(block -> rows(block, multiplier, centres)).rdd(), schema);
  }

  private static Iterator<Row> rows(ExampleBlock block, double multiplier, double[] centres) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < block.rows(); i++) {
      Vector features = vector(block, i, multiplier, centres);
      rows.add(RowFactory.create((double) block.label(i), features));
    }
    return rows.iterator();
  }

  private static Vector vector(ExampleBlock block, int i, double multiplier, double[] centres) {
    int features = block.features().features();
    if (block.features() instanceof CsrBlock sparse) {
      int from = sparse.rowPointer(i);
      int to = sparse.rowPointer(i + 1);
      double[] values = new double[to - from];
      for (int e = from; e < to; e++) {
        values[e - from] = multiplier * sparse.values().get(e);
      }
      return Vectors.sparse(features, Arrays.copyOfRange(sparse.columns(), from, to), values);
    }
    double[] row = new double[features];
    block.features().rowInto(i, row);
    for (int j = 0; j < features; j++) {
      row[j] = multiplier * (centres == null ? row[j] : row[j] + centres[j]);
    }
    return Vectors.dense(row);
  }
}

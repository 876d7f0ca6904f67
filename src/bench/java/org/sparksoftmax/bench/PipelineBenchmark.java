package org.sparksoftmax.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.HashingTF;
import org.apache.spark.ml.feature.IDF;
import org.apache.spark.ml.feature.Tokenizer;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparksoftmax.ml.SoftmaxClassificationModel;
import org.sparksoftmax.ml.SoftmaxClassifier;

/**
 * The same pipeline over the postings of 20 Newsgroups with SoftmaxClassifier and with MLlib's
 * LogisticRegression, the same parameters, in turns in one session: a fit, a transform, and a
 * cross-validation.
 */
final class PipelineBenchmark {

  private static final int REPETITIONS = 2;
  private static final double STRENGTH = 0.01;

  private PipelineBenchmark() {}

  static Table run() throws Exception {
    Table table =
        new Table(
            "pipeline",
            "repetition",
            "classifier",
            "fit s",
            "iterations",
            "objective",
            "transform s",
            "test accuracy",
            "cross-validation s",
            "of the best, log loss");
    try (SparkSession spark = Sets.session()) {
      Dataset<Row> train = text(spark, "train").repartition(2).cache();
      Dataset<Row> test = text(spark, "test").repartition(2).cache();
      train.count();
      test.count();
      for (int repetition = 1; repetition <= REPETITIONS; repetition++) {
        table.add(ours(repetition, train, test));
        table.add(theirs(repetition, train, test));
      }
    }
    return table;
  }

  private static Object[] ours(int repetition, Dataset<Row> train, Dataset<Row> test) {
    SoftmaxClassifier classifier = new SoftmaxClassifier().setRegParam(STRENGTH);
    long start = System.nanoTime();
    PipelineModel model = pipeline(classifier).fit(train);
    double fit = (System.nanoTime() - start) * 1e-9;
    SoftmaxClassificationModel last = (SoftmaxClassificationModel) model.stages()[3];
    ParamMap[] grid =
        new ParamGridBuilder().addGrid(classifier.regParam(), new double[] {0.1, STRENGTH}).build();
    return row(
        repetition,
        "SoftmaxClassifier",
        fit,
        last.summary().totalIterations(),
        last.summary().objective(),
        model,
        test,
        pipeline(classifier),
        grid,
        train);
  }

  private static Object[] theirs(int repetition, Dataset<Row> train, Dataset<Row> test) {
    LogisticRegression classifier = new LogisticRegression().setRegParam(STRENGTH);
    long start = System.nanoTime();
    PipelineModel model = pipeline(classifier).fit(train);
    double fit = (System.nanoTime() - start) * 1e-9;
    LogisticRegressionModel last = (LogisticRegressionModel) model.stages()[3];
    double[] history = last.summary().objectiveHistory();
    ParamMap[] grid =
        new ParamGridBuilder().addGrid(classifier.regParam(), new double[] {0.1, STRENGTH}).build();
    return row(
        repetition,
        "LogisticRegression",
        fit,
        history.length - 1,
        history[history.length - 1],
        model,
        test,
        pipeline(classifier),
        grid,
        train);
  }

  private static Object[] row(
      int repetition,
      String name,
      double fit,
      int iterations,
      double objective,
      PipelineModel model,
      Dataset<Row> test,
      Pipeline pipeline,
      ParamMap[] grid,
      Dataset<Row> train) {
    long start = System.nanoTime();
    long right = model.transform(test).filter("prediction = label").count();
    double transform = (System.nanoTime() - start) * 1e-9;
    start = System.nanoTime();
    double[] measures =
        new CrossValidator()
            .setEstimator(pipeline)
            .setEstimatorParamMaps(grid)
            .setEvaluator(new MulticlassClassificationEvaluator().setMetricName("logLoss"))
            .setNumFolds(2)
            .setParallelism(2)
            .setSeed(7)
            .fit(train)
            .avgMetrics();
    double validation = (System.nanoTime() - start) * 1e-9;
    return new Object[] {
      repetition,
      name,
      fit,
      iterations,
      objective,
      transform,
      right / (double) test.count(),
      validation,
      Math.min(measures[0], measures[1])
    };
  }

  private static Pipeline pipeline(PipelineStage classifier) {
    return new Pipeline()
        .setStages(
            new PipelineStage[] {
              new Tokenizer().setInputCol("text").setOutputCol("words"),
              new HashingTF().setInputCol("words").setOutputCol("counts").setNumFeatures(1 << 16),
              new IDF().setInputCol("counts").setOutputCol("features"),
              classifier
            });
  }

  /** Postings: their words, as often as they occur, not in their order. */
  private static Dataset<Row> text(SparkSession spark, String part) throws IOException {
    Path folder = Path.of(System.getenv("SOFTMAX_DATA"), "news20");
    List<String> words = Files.readAllLines(folder.resolve("vocabulary.txt"));
    List<Row> rows = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(
                    Files.newInputStream(folder.resolve("news20_" + part + "_counts.libsvm.gz"))),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] cells = line.split(" ");
        StringBuilder text = new StringBuilder();
        for (int i = 1; i < cells.length; i++) {
          int colon = cells[i].indexOf(':');
          String word = words.get(Integer.parseInt(cells[i].substring(0, colon)) - 1);
          text.append((word + " ").repeat((int) Double.parseDouble(cells[i].substring(colon + 1))));
        }
        rows.add(RowFactory.create(Double.parseDouble(cells[0]), text.toString().strip()));
      }
    }
    return spark.createDataFrame(
        rows,
        new StructType()
            .add("label", DataTypes.DoubleType, false)
            .add("text", DataTypes.StringType, false));
  }
}

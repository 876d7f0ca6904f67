package org.sparksoftmax.ml;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A separate program that loads a saved pipeline and writes its predictions for texts. */
final class ScoreText {

  private ScoreText() {}

  /**
   * Runs the program.
   *
   * @param arguments the pipeline, the texts, and the output file
   */
  public static void main(String[] arguments) throws Exception {
    SparkSession spark = Stages.session();
    try {
      Dataset<Row> texts = spark.read().parquet(arguments[1]);
      Files.write(Path.of(arguments[2]), lines(PipelineModel.load(arguments[0]), texts));
    } finally {
      spark.stop();
    }
  }

  /** The label, prediction and probabilities of each text, in order. */
  static List<String> lines(PipelineModel pipeline, Dataset<Row> texts) {
    return pipeline
        .transform(texts)
        .select("label", "prediction", "probability")
        .collectAsList()
        .stream()
        .map(Row::toString)
        .toList();
  }
}

package org.sparksoftmax.versions;

import java.io.IOException;
import java.util.Arrays;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparksoftmax.ml.SoftmaxClassificationModel;
import org.sparksoftmax.ml.SoftmaxClassifier;

/**
 * A job for spark-submit: {@code fit FOLDER} trains a pipeline and saves it, {@code score FOLDER}
 * loads it. Both print the hash of the predictions. It names no type of Scala, so that one class
 * file runs on every Spark.
 */
public final class SavingJob {

  private SavingJob() {}

  public static void main(String[] arguments) throws IOException {
    try (SparkSession spark = SparkSession.builder().getOrCreate()) {
      Dataset<Row> rows =
          spark
              .range(0, 600, 1, 2)
              .selectExpr(
                  "cast(id % 3 as double) as label",
                  "sin(id) + id % 3 as x", "cos(id * id) - id % 3 as y");
      if (arguments[0].equals("fit")) {
        fit(rows).write().overwrite().save(arguments[1]);
      }
      PipelineModel model = PipelineModel.load(arguments[1]);
      SoftmaxClassificationModel softmax = (SoftmaxClassificationModel) model.stages()[1];
      Row[] scored = (Row[]) model.transform(rows).select("probability", "prediction").collect();
      double[][] probabilities =
          Arrays.stream(scored)
              .map(row -> ((Vector) row.get(0)).toArray())
              .toArray(double[][]::new);
      System.out.println("model " + softmax.softmaxModel().sha256());
      System.out.println("predictions " + Arrays.deepHashCode(probabilities));
    }
  }

  private static PipelineModel fit(Dataset<Row> rows) {
    VectorAssembler assembler =
        new VectorAssembler().setInputCols(new String[] {"x", "y"}).setOutputCol("features");
    SoftmaxClassifier classifier = new SoftmaxClassifier().setRegParam(0.01).setMaxIter(20);
    return new Pipeline().setStages(new PipelineStage[] {assembler, classifier}).fit(rows);
  }
}

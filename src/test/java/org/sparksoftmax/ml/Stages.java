package org.sparksoftmax.ml;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A session without special settings, and data for it. */
final class Stages {

  static final StructType TYPE =
      new StructType()
          .add("label", DataTypes.DoubleType, false)
          .add("features", SQLDataTypes.VectorType(), false);

  private Stages() {}

  static SparkSession session() {
    return SparkSession.builder()
        .master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate();
  }

  /** 150 rows of 4 features and 3 classes. */
  static Dataset<Row> iris(SparkSession spark) {
    return table(spark, "src/main/data/iris.tsv.gz", 1);
  }

  /** 5620 rows of 64 pixels, 0 to 1, and 10 classes. */
  static Dataset<Row> digits(SparkSession spark) {
    return table(spark, "src/main/data/optdigits.tsv.gz", 16);
  }

  private static Dataset<Row> table(SparkSession spark, String path, double divisor) {
    List<Row> rows = new ArrayList<>();
    Dataset<Row> table =
        spark
            .read()
            .option("header", true)
            .option("sep", "\t")
            .option("inferSchema", true)
            .csv(path);
    int target = List.of(table.columns()).indexOf("target");
    for (Row row : table.collectAsList()) {
      double[] values = new double[row.size() - 1];
      for (int j = 0, at = 0; j < row.size(); j++) {
        if (j != target) {
          values[at++] = ((Number) row.get(j)).doubleValue() / divisor;
        }
      }
      rows.add(RowFactory.create(((Number) row.get(target)).doubleValue(), Vectors.dense(values)));
    }
    return frame(spark, rows);
  }

  static Dataset<Row> frame(SparkSession spark, List<Row> rows) {
    return spark.createDataFrame(rows, TYPE);
  }

  static Row row(double label, double... features) {
    return RowFactory.create(label, Vectors.dense(features));
  }

  static Row row(double label, Vector features) {
    return RowFactory.create(label, features);
  }
}

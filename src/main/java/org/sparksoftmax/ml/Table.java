package org.sparksoftmax.ml;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparksoftmax.model.export.ModelFile;
import org.sparksoftmax.model.export.OnnxFile;
import org.sparksoftmax.model.export.OnnxOptions;
import org.sparksoftmax.model.export.PmmlFile;
import org.sparksoftmax.text.Keyword;

/** The tables about a model that {@code transform} returns instead of predictions. */
enum Table {
  /** W and b of a linear model: one row per class, in class order. */
  COEFFICIENTS,

  /** One row per feature. */
  FEATURES,

  /** One row per class. */
  CLASSES,

  /** The training summary, as JSON. */
  SUMMARY,

  /** The measures of the model on the rows of the DataFrame, as JSON. No other table reads them. */
  EVALUATION,

  /** The training history: one row for the start, and one per iteration. */
  HISTORY,

  /** The report of the training summary, as HTML. */
  REPORT,

  ONNX,

  PMML;

  /** The names, separated by commas. */
  static String names() {
    return Arrays.stream(values()).map(Keyword::of).collect(Collectors.joining(", "));
  }

  /**
   * The table with this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Table named(String name) {
    return Keyword.find(Table.class, name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    String.format(
                        Locale.ROOT, "Invalid table = %s (must be one of %s)", name, names())));
  }

  /** The columns. */
  StructType schema() {
    return switch (this) {
      case COEFFICIENTS ->
          cell("class", DataTypes.StringType)
              .add("intercept", DataTypes.DoubleType, false)
              .add("coefficients", SQLDataTypes.VectorType(), false);
      case FEATURES, CLASSES ->
          cell("index", DataTypes.IntegerType).add("name", DataTypes.StringType, false);
      case SUMMARY, EVALUATION -> cell("json", DataTypes.StringType);
      case HISTORY ->
          cell("iteration", DataTypes.IntegerType)
              .add("objective", DataTypes.DoubleType, false)
              .add("gradientNorm", DataTypes.DoubleType, false);
      case REPORT -> cell("html", DataTypes.StringType);
      case ONNX, PMML -> cell("file", DataTypes.BinaryType);
    };
  }

  /** Computes the table at once. */
  Dataset<Row> of(SoftmaxClassificationModel model, Dataset<?> dataset, OnnxOptions onnx) {
    return dataset.sparkSession().createDataFrame(rows(model, dataset, onnx), schema());
  }

  private List<Row> rows(SoftmaxClassificationModel model, Dataset<?> dataset, OnnxOptions onnx) {
    return switch (this) {
      case COEFFICIENTS -> coefficients(model);
      case FEATURES -> numbered(model.featureNames());
      case CLASSES -> numbered(model.labels());
      case SUMMARY -> one(SummaryText.of(model.summary()));
      case EVALUATION -> one(SummaryText.of(model.evaluate(dataset)));
      case HISTORY -> history(model.summary());
      case REPORT -> one(FitReport.html(model));
      case ONNX -> one(exported(model, new OnnxFile(onnx)));
      case PMML -> one(exported(model, new PmmlFile()));
    };
  }

  private static StructType cell(String name, DataType type) {
    return new StructType().add(name, type, false);
  }

  private static List<Row> one(Object cell) {
    return List.of(RowFactory.create(cell));
  }

  private static List<Row> coefficients(SoftmaxClassificationModel model) {
    double[] weights = ((DenseMatrix) model.coefficientMatrix()).values(); // row by row
    Vector intercepts = model.interceptVector();
    String[] labels = model.labels();
    int features = model.numFeatures();
    return IntStream.range(0, labels.length)
        .mapToObj(
            k ->
                RowFactory.create(
                    labels[k],
                    intercepts.apply(k),
                    Vectors.dense(Arrays.copyOfRange(weights, k * features, (k + 1) * features))))
        .toList();
  }

  private static List<Row> numbered(String[] names) {
    return IntStream.range(0, names.length).mapToObj(j -> RowFactory.create(j, names[j])).toList();
  }

  private static List<Row> history(SoftmaxTrainingSummary summary) {
    double[] objectives = summary.objectiveHistory();
    double[] gradientNorms = summary.gradientNormHistory();
    return IntStream.range(0, objectives.length)
        .mapToObj(i -> RowFactory.create(i, objectives[i], gradientNorms[i]))
        .toList();
  }

  private static byte[] exported(SoftmaxClassificationModel model, ModelFile file) {
    file.requireFits(model.softmaxModel());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      file.write(model.softmaxModel(), bytes);
    } catch (IOException impossible) {
      throw new UncheckedIOException("Memory takes every byte", impossible);
    }
    return bytes.toByteArray();
  }
}

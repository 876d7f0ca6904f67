package org.sparksoftmax.train.mllib;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.ModelCodec;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.output.FileFailure;

/** Reads a LogisticRegressionModel saved by MLlib. Its files are treated as untrusted. */
public final class MllibReader {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_LABEL_BYTES = ModelCodec.MAX_METADATA_BYTES;

  private final String path;
  private final String name;
  private final SparkSession spark;

  /**
   * @param name the name of the model in messages
   */
  public MllibReader(String path, String name, SparkSession spark) {
    this.path = path;
    this.name = name;
    this.spark = spark;
  }

  /**
   * A loaded model.
   *
   * @param named whether its labels are names, not class indices
   */
  public record Loaded(SoftmaxModel model, boolean named) {}

  /**
   * Reads the model.
   *
   * @throws ConfigException if the folder contains another type of MLlib model
   * @throws DataException if it is damaged
   */
  public Loaded load() {
    try {
      requireClass();
      requireSize();
      LogisticRegressionModel model = LogisticRegressionModel.load(path);
      Optional<List<String>> labels = labels();
      LabelIndex classes =
          LabelIndex.inGivenOrder(
              labels.orElseGet(
                  () ->
                      IntStream.range(0, model.numClasses()).mapToObj(Integer::toString).toList()));
      return new Loaded(model(model, classes), labels.isPresent());
    } catch (ConfigException | DataException known) {
      throw known;
    } catch (Exception bad) { // Spark's exceptions are undeclared
      throw new DataException(
          String.format(
              Locale.ROOT, "Cannot read the MLlib model in %s: %s", name, FileFailure.reason(bad)),
          bad);
    }
  }

  private void requireClass() throws IOException {
    String metadata =
        spark.read().text(new Path(path, MllibModels.METADATA).toString()).first().getString(0);
    String found = JSON.readTree(metadata).path("class").asText();
    if (!LogisticRegressionModel.class.getName().equals(found)) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "Cannot start from %s: it is a %s of MLlib (must be a LogisticRegressionModel)",
              name,
              found.isEmpty() ? "file" : found));
    }
  }

  /** Checks the declared sizes against the limits of a model, before any allocation. */
  private void requireSize() {
    List<Row> rows =
        spark
            .read()
            .parquet(new Path(path, MllibModels.DATA).toString())
            .select("numClasses", "numFeatures")
            .takeAsList(2);
    require(
        rows.size() == 1,
        String.format(Locale.ROOT, "it has %s models", rows.isEmpty() ? "no" : "several"));
    requireSize(rows.get(0).getInt(0), rows.get(0).getInt(1));
  }

  private void requireSize(long classes, long features) {
    require(
        classes >= 2 && features >= 1 && (features + 1) * classes <= ModelCodec.MAX_PARAMETERS,
        String.format(
            Locale.ROOT,
            "it has %d classes x %d features (at least 2 x 1, and at most %d parameters)",
            classes,
            features,
            ModelCodec.MAX_PARAMETERS));
  }

  /**
   * Converts the model. MLlib's binomial form has one row w and one intercept b, for the log odds
   * of class 1 versus class 0. Rows −w/2 and w/2 with intercepts −b/2 and b/2 give the same
   * probabilities.
   */
  private SoftmaxModel model(LogisticRegressionModel from, LabelIndex classes) {
    int features = from.numFeatures();
    int rows = from.coefficientMatrix().numRows();
    boolean binomial = rows == 1 && classes.size() == 2;
    require(
        classes.size() == from.numClasses()
            && (binomial || rows == classes.size())
            && from.coefficientMatrix().numCols() == features
            && from.interceptVector().size() == rows,
        String.format(
            Locale.ROOT,
            "its sizes contradict each other (%d classes, %d labels, %d rows of coefficients, %d intercepts)",
            from.numClasses(),
            classes.size(),
            rows,
            from.interceptVector().size()));
    requireSize(classes.size(), features); // the matrix may contradict the declared sizes
    double[] columns = from.coefficientMatrix().toArray();
    double[] b = from.interceptVector().toArray();
    boolean intercept = from.getFitIntercept() || IntStream.range(0, rows).anyMatch(k -> b[k] != 0);
    int weights = classes.size() * features;
    double[] parameters = new double[weights + (intercept ? classes.size() : 0)];
    for (int k = 0; k < classes.size(); k++) {
      int row = binomial ? 0 : k;
      double factor = binomial ? k - 0.5 : 1;
      for (int j = 0; j < features; j++) {
        parameters[k * features + j] = factor * columns[j * rows + row];
      }
      if (intercept) {
        parameters[weights + k] = factor * b[row];
      }
    }
    return new SoftmaxModel(classes, FeatureSchema.unnamed(features), intercept, parameters);
  }

  /** The labels that an export of this application wrote with the model, if there are any. */
  private Optional<List<String>> labels() throws IOException {
    Path file = new Path(path, MllibModels.LABELS);
    FileSystem fileSystem = file.getFileSystem(spark.sparkContext().hadoopConfiguration());
    if (!fileSystem.exists(file)) {
      return Optional.empty();
    }
    long length = fileSystem.getFileStatus(file).getLen();
    require(
        length <= MAX_LABEL_BYTES,
        String.format(
            Locale.ROOT,
            "%s has %d bytes (at most %d)",
            MllibModels.LABELS,
            length,
            MAX_LABEL_BYTES));
    try (InputStream in = fileSystem.open(file)) {
      List<String> labels = new ArrayList<>();
      for (JsonNode label : JSON.readTree(in.readNBytes((int) length))) {
        labels.add(label.asText());
      }
      return Optional.of(labels);
    }
  }

  private void require(boolean condition, String message) {
    if (!condition) {
      throw new DataException(
          String.format(Locale.ROOT, "Cannot read the MLlib model in %s: %s", name, message));
    }
  }
}

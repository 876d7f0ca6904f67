package org.sparksoftmax.train.mllib;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.sql.SparkSession;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.output.ExportTarget;

/**
 * Writes models in the format of MLlib's LogisticRegressionModel: the folders {@code metadata} and
 * {@code data}, as written and read by Spark itself. MLlib has class indices but no labels; an
 * additional file, which its loader ignores, holds the labels.
 */
public final class MllibModels {

  /** A JSON array of the labels, class 0 first. */
  static final String LABELS = "labels.json";

  static final String METADATA = "metadata";
  static final String DATA = "data";

  /** The contents of a model folder. */
  public static final List<String> CONTENTS = List.of(METADATA, DATA);

  /**
   * The maximum number of coefficients: Spark writes them as one row, in doubling buffers of at
   * most 2 GB.
   */
  private static final int MAX_COEFFICIENTS = 1 << 27;

  private static final ObjectMapper JSON = new ObjectMapper();

  private MllibModels() {}

  /** Whether a directory looks like a model saved by MLlib. */
  public static boolean isOne(FileSystem fileSystem, Path directory) throws IOException {
    return fileSystem.exists(new Path(directory, METADATA))
        && fileSystem.exists(new Path(directory, DATA));
  }

  /**
   * Writes {@code model} as a multinomial LogisticRegressionModel, with its labels.
   *
   * @throws ConfigException if the model is a network, or too large for Spark's writer
   */
  public static void save(SoftmaxModel model, ExportTarget target, SparkSession spark) {
    requireWritable(model, spark.sparkContext());
    LogisticRegressionModel form = of(model);
    target.write(
        (parent, hidden) -> {
          form.write().session(spark).save(parent.path(hidden).toString());
          parent.write(hidden + "/" + LABELS, labels(model));
        });
  }

  /** Converts a linear model, Zₖ = Σⱼ Wₖⱼ xⱼ + bₖ over raw features, to MLlib's class. */
  public static LogisticRegressionModel of(SoftmaxModel model) {
    int classes = model.classes().size();
    int features = model.schema().features();
    double[] parameters = model.logitParameters(WeightOrder.CLASS_MAJOR); // MLlib has no T
    double[] weights = Arrays.copyOf(parameters, classes * features);
    LogisticRegressionModel form =
        new LogisticRegressionModel(
            "softmax_" + model.sha256().substring(0, 12),
            new DenseMatrix(classes, features, weights, true),
            new DenseVector(model.logitIntercepts()),
            classes,
            true);
    form.set(form.fitIntercept(), (Object) model.hasIntercept());
    return form;
  }

  private static String labels(SoftmaxModel model) {
    try {
      return JSON.writeValueAsString(model.classes().labels()) + "\n";
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("Every list of strings is JSON", impossible);
    }
  }

  /**
   * Checks that MLlib supports the model.
   *
   * @throws ConfigException if the model has hidden layers
   */
  public static void requireLinear(SoftmaxModel model) {
    if (!model.isLinear()) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "Cannot export the model to mllib: it is a network (hidden layers: %s), and MLlib's LogisticRegressionModel is linear; predict writes the probabilities of a network",
              model.hidden()));
    }
  }

  private static void requireWritable(SoftmaxModel model, SparkContext context) {
    requireLinear(model);
    int megabytes = context.conf().getInt("spark.rpc.message.maxSize", 128);
    requireWritable(
        (long) model.classes().size() * model.schema().features(),
        context.isLocal() ? Long.MAX_VALUE : (long) megabytes << 20);
  }

  /**
   * Checks the size of a model before any allocation of that size.
   *
   * @param maxTaskBytes the size limit of a task, which contains all coefficients
   */
  static void requireWritable(long coefficients, long maxTaskBytes) {
    if (coefficients > MAX_COEFFICIENTS) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "Cannot export the model to mllib: it has %,d weights (Spark's writer takes at most %,d)",
              coefficients,
              MAX_COEFFICIENTS));
    }
    long bytes = coefficients * Double.BYTES;
    // A task contains more than its data.
    long needed = (bytes >> 20) + 2;
    if (needed > maxTaskBytes >> 20) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "Cannot export the model to mllib: its weights take %d MB in one task, and spark.rpc.message.maxSize is %d: use --conf spark.rpc.message.maxSize=%d, or --master 'local[*]'",
              needed,
              maxTaskBytes >> 20,
              needed));
    }
  }
}

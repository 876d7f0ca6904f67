package org.sparksoftmax.train;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.FeatureUnits;
import org.sparksoftmax.math.layout.HiddenLayers;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.math.layout.LayerLayout;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.output.FileFailure;
import org.sparksoftmax.output.FileSystems;
import org.sparksoftmax.text.Names;
import org.sparksoftmax.train.mllib.MllibModels;
import org.sparksoftmax.train.mllib.MllibReader;

/**
 * The model from which a run starts: a model of spark-softmax or a LogisticRegressionModel of
 * MLlib. It must have the classes and features of the data, in any order, and the hidden layers of
 * the run.
 */
public final class WarmStart {

  private static final int SHOWN_CLASSES = 10;

  private final String name;
  private final SoftmaxModel model;
  private final Classes kind;

  /** The kind of labels of a model. */
  enum Classes {
    /** The labels of the data. */
    NAMED,
    /** MLlib's class indices from 0, which may also be labels. */
    COUNTED
  }

  WarmStart(String name, SoftmaxModel model, Classes kind) {
    this.name = name;
    this.model = model;
    this.kind = kind;
  }

  /**
   * Loads the model.
   *
   * @param path the value of optimizer.warm-start
   * @throws ConfigException if there is no model
   * @throws DataException if the model is damaged
   */
  public static WarmStart load(String path, SparkSession spark) {
    String name = "optimizer.warm-start = " + path;
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    try {
      FileSystem fileSystem = FileSystems.of(new Path(path), name, hadoop);
      if (ModelStore.find(path, fileSystem).isPresent()) {
        return of(name, ModelStore.load(path, name, hadoop), Classes.NAMED);
      }
      if (MllibModels.isOne(fileSystem, new Path(path))) {
        MllibReader.Loaded loaded = new MllibReader(path, name, spark).load();
        return of(name, loaded.model(), loaded.named() ? Classes.NAMED : Classes.COUNTED);
      }
    } catch (IOException cannot) {
      throw new DataException(
          String.format(
              Locale.ROOT, "Cannot read the model in %s: %s", name, FileFailure.reason(cannot)),
          cannot);
    } catch (IllegalArgumentException unusable) {
      throw new ConfigException(
          String.format(Locale.ROOT, "Cannot find a model in %s: %s", name, unusable.getMessage()),
          unusable);
    }
    throw new ConfigException(
        String.format(
            Locale.ROOT,
            "Cannot find a model in %s: it has neither metadata.json and weights.bin (of spark-softmax) nor metadata and data (of MLlib's LogisticRegressionModel)",
            name));
  }

  /**
   * Returns a warm start from a model in memory, whose classes have the labels of the data.
   *
   * @param name the name of the model in messages
   * @throws DataException if a weight is not finite
   */
  public static WarmStart of(String name, SoftmaxModel model) {
    return of(name, model, Classes.NAMED);
  }

  private static WarmStart of(String name, SoftmaxModel model, Classes kind) {
    if (!Arrays.stream(model.parameters(WeightOrder.CLASS_MAJOR)).allMatch(Double::isFinite)) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "Cannot start from %s: it has weights that are not finite numbers; name another model",
              name));
    }
    return new WarmStart(name, model, kind);
  }

  /**
   * Reorders the model to the classes and features of {@code data}.
   *
   * @param intercept whether the run has intercepts
   * @param hidden the hidden layers of the run
   * @param notice the consumer of a message about the starting point
   * @throws ConfigException if classes, features, hidden layers or intercepts do not match
   */
  public SoftmaxModel fitTo(
      TrainingData data, boolean intercept, HiddenLayers hidden, Consumer<String> notice) {
    SoftmaxModel fitted = fitTo(data.classes(), data.schema(), intercept, hidden, notice);
    notice.accept(String.format(Locale.ROOT, "starting from %s", name));
    return fitted;
  }

  SoftmaxModel fitTo(
      LabelIndex classes,
      FeatureSchema schema,
      boolean intercept,
      HiddenLayers hidden,
      Consumer<String> notice) {
    if (!model.hidden().equals(hidden)) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "Cannot start from %s: it has hidden layers %s where model.hidden-layers are %s: name a model of the same layers, or set model.type, model.hidden-layers and model.activation",
              name,
              model.hidden(),
              hidden));
    }
    if (model.hasIntercept() && !intercept) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "Cannot start from %s: it has intercepts where model.intercept = false: set model.intercept = true, or name a model without",
              name));
    }
    int[] rows = classPositions(classes, notice);
    int[] columns = featurePositions(schema);
    ParameterLayout from = model.layout(WeightOrder.CLASS_MAJOR);
    FeatureUnits units = model.units().select(columns);
    ParameterLayout to =
        new ParameterLayout(
            schema.features(),
            classes.size(),
            intercept || units.isCentred(),
            WeightOrder.CLASS_MAJOR,
            hidden);
    double[] source = model.parameters(WeightOrder.CLASS_MAJOR);
    double[] target = new double[to.dimension()];
    for (int l = 0; l < to.depth(); l++) {
      LayerLayout layer = to.layer(l);
      int[] inputs = l == 0 ? columns : inOrder(layer.inputs());
      int[] outputs = l == to.depth() - 1 ? rows : inOrder(layer.outputs());
      copy(source, from.layer(l), outputs, inputs, target, layer);
    }
    return SoftmaxModel.ofStored(classes, schema, to, target, units, intercept);
  }

  /** The positions from 0 to {@code count} − 1. */
  private static int[] inOrder(int count) {
    return IntStream.range(0, count).toArray();
  }

  /**
   * Copies a layer; biases that the source lacks remain 0.
   *
   * @param outputs for each output of {@code to}, the corresponding output of {@code from}
   * @param inputs for each input of {@code to}, the corresponding input of {@code from}
   * @param target the parameters of {@code to}; modified
   */
  private static void copy(
      double[] source,
      LayerLayout from,
      int[] outputs,
      int[] inputs,
      double[] target,
      LayerLayout to) {
    for (int k = 0; k < outputs.length; k++) {
      for (int j = 0; j < inputs.length; j++) {
        target[to.weightIndex(k, j)] = source[from.weightIndex(outputs[k], inputs[j])];
      }
      if (to.hasBiases() && from.hasBiases()) {
        target[to.biasIndex(k)] = source[from.biasIndex(outputs[k])];
      }
    }
  }

  /** For each class of the data, the corresponding class of the model. */
  private int[] classPositions(LabelIndex classes, Consumer<String> notice) {
    NameMatch match = NameMatch.of(model.classes().labels(), classes.labels());
    if (match.isComplete()) {
      return match.positions();
    }
    if (kind == Classes.COUNTED && model.classes().size() == classes.size()) {
      notice.accept(
          String.format(
              Locale.ROOT,
              "%s: its classes are unnamed and matched in order: %s",
              name,
              numbered(classes.labels())));
      return inOrder(classes.size());
    }
    String difference =
        kind == Classes.COUNTED
            ? String.format(
                Locale.ROOT,
                "it has %,d where they have %,d",
                model.classes().size(),
                classes.size())
            : match.difference();
    throw new ConfigException(
        String.format(
            Locale.ROOT,
            "Cannot start from %s: its classes are not those of the training rows: %s; name a model of the same classes, or set data.classes",
            name,
            difference));
  }

  private static String numbered(List<String> labels) {
    String shown =
        IntStream.range(0, Math.min(SHOWN_CLASSES, labels.size()))
            .mapToObj(k -> String.format(Locale.ROOT, "%d is %s", k, Names.shown(labels.get(k))))
            .collect(Collectors.joining(", "));
    return shown + (labels.size() > SHOWN_CLASSES ? ", ..." : "");
  }

  private int[] featurePositions(FeatureSchema schema) {
    try {
      return FeatureMatch.positions(model.schema(), schema);
    } catch (FeatureMatch.MismatchException mismatch) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "Cannot start from %s: its features are not those of the training rows: %s; name a model of the same features, or choose the columns with data.feature-columns and data.categorical-columns",
              name,
              mismatch.getMessage()),
          mismatch);
    }
  }
}

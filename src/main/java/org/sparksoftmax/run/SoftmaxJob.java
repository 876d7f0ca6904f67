package org.sparksoftmax.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.config.parse.ConfigReader;
import org.sparksoftmax.data.EvaluationData;
import org.sparksoftmax.data.PredictionInput;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.data.block.DataSet;
import org.sparksoftmax.data.row.Quarantine;
import org.sparksoftmax.math.evaluate.ClassificationReport;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.output.OutputDirectory;
import org.sparksoftmax.output.OutputException;
import org.sparksoftmax.train.ModelStore;
import org.sparksoftmax.train.Outcome;
import org.sparksoftmax.train.WarmStart;
import org.sparksoftmax.train.checkpoint.TrainingListener;
import org.sparksoftmax.train.pass.SparkEvaluator;
import org.sparksoftmax.train.predict.Predictor;

/**
 * What the commands of {@code softmax} do, for a program: from files to a model to predictions.
 * Settings are the keys of a configuration file. Immutable: each setting makes another job.
 *
 * <pre>{@code
 * SoftmaxJob job = SoftmaxJob.on(spark).set("data.format", "tsv").set("data.path", "iris.tsv.gz");
 * Outcome outcome = job.train();
 * Dataset<Row> scored = job.set("data.path", "new.tsv").predict(outcome.model());
 * }</pre>
 */
public final class SoftmaxJob {

  private static final TrainingListener NOBODY = (state, seconds, validation, selection) -> {};

  private final SparkSession spark;
  private final Optional<Path> file;
  private final List<String> settings;
  private final TrainingListener listener;

  private SoftmaxJob(
      SparkSession spark, Optional<Path> file, List<String> settings, TrainingListener listener) {
    this.spark = spark;
    this.file = file;
    this.settings = List.copyOf(settings);
    this.listener = listener;
  }

  /** A job without settings. */
  public static SoftmaxJob on(SparkSession spark) {
    return new SoftmaxJob(spark, Optional.empty(), List.of(), NOBODY);
  }

  /** The same job with the settings of a file, which {@link #set} overrides. */
  public SoftmaxJob config(Path newFile) {
    return new SoftmaxJob(spark, Optional.of(newFile), settings, listener);
  }

  /**
   * The same job with another setting.
   *
   * @param value its text is what {@code --set key=value} takes: a list is {@code [a, b]}
   */
  public SoftmaxJob set(String key, Object value) {
    List<String> more = new ArrayList<>(settings);
    more.add(key + "=" + value);
    return new SoftmaxJob(spark, file, more, listener);
  }

  /** The same job, each iteration of whose training is shown to {@code newListener}. */
  public SoftmaxJob listener(TrainingListener newListener) {
    return new SoftmaxJob(spark, file, settings, newListener);
  }

  /**
   * The configuration.
   *
   * @throws org.sparksoftmax.config.ConfigException if a setting is wrong
   */
  public TrainingConfig config() {
    return ConfigReader.read(file, settings, System.getenv());
  }

  /**
   * Reads the data, trains, calibrates and measures. Nothing is written, and nothing stays cached.
   *
   * @return whose stop reason tells whether training failed
   * @throws org.sparksoftmax.config.ConfigException if a setting is wrong
   * @throws org.sparksoftmax.data.row.DataException if the data is bad
   */
  public Outcome train() {
    TrainingConfig config = config();
    Optional<WarmStart> start =
        config.optimizer().warmStart().map(path -> WarmStart.load(path, spark));
    try (TrainingData data = TrainingData.load(config.data(), spark)) {
      Optional<SoftmaxModel> fitted =
          start.map(
              from ->
                  from.fitTo(data, config.intercept(), config.network().hidden(), notice -> {}));
      return Outcome.of(config, data, new TrainingRun(config, data, fitted, listener).train());
    }
  }

  /** Measures a model on each data set of the settings: train, validation, test. */
  public Map<String, ClassificationReport> evaluate(SoftmaxModel model) {
    Map<String, DataSet> sets =
        EvaluationData.load(config().data(), spark, model, Quarantine.NOWHERE);
    try {
      return SparkEvaluator.evaluate(model, sets);
    } finally {
      sets.values().forEach(DataSet::close);
    }
  }

  /**
   * The rows of {@code data.path} with {@code prediction} and {@code probability}, read anew each
   * time they are computed.
   */
  public Dataset<Row> predict(SoftmaxModel model) {
    try (PredictionInput input =
        PredictionInput.read(config().data(), spark, model, Quarantine.NOWHERE)) {
      return new Predictor(spark, model).predict(input);
    }
  }

  /**
   * Saves a model where {@link #load}, the other commands and pipelines find it.
   *
   * @param path a directory that is to be made, or is empty
   * @throws OutputException if it cannot be written to
   */
  public void save(SoftmaxModel model, String path) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    try (OutputDirectory output = OutputDirectory.open(path, OutputDirectory.Mode.NEW, hadoop)) {
      ModelStore.save(model, output);
    }
  }

  /**
   * The model of a run.
   *
   * @param path the output of the run, or the folder {@code model} in it
   * @throws org.sparksoftmax.data.row.DataException if there is none, or it is damaged
   */
  public SoftmaxModel load(String path) {
    return ModelStore.load(path, spark.sparkContext().hadoopConfiguration());
  }
}

package org.sparksoftmax.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.config.parse.ConfigReader;
import org.sparksoftmax.config.parse.RemoteIncludes;
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
import org.sparksoftmax.train.Trainer;
import org.sparksoftmax.train.WarmStart;
import org.sparksoftmax.train.checkpoint.TrainingListener;
import org.sparksoftmax.train.pass.SparkEvaluator;
import org.sparksoftmax.train.predict.Predictor;
import org.sparksoftmax.train.tune.Tuner;

/**
 * The commands of {@code softmax} as a Java API: training, evaluation and prediction on files.
 * Settings are the keys of a configuration file. Jobs are immutable; each setting returns a new
 * job.
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

  /** Returns a job without settings. */
  public static SoftmaxJob on(SparkSession spark) {
    return new SoftmaxJob(spark, Optional.empty(), List.of(), NOBODY);
  }

  /** Returns this job with the settings of a file, which {@link #set} overrides. */
  public SoftmaxJob config(Path newFile) {
    return new SoftmaxJob(spark, Optional.of(newFile), settings, listener);
  }

  /**
   * Returns this job with another setting.
   *
   * @param value its string form is parsed like the value of {@code --set key=value}, so a list is
   *     {@code [a, b]}
   */
  public SoftmaxJob set(String key, Object value) {
    return with(List.of(key + "=" + value));
  }

  /** Returns this job with a listener for training iterations. */
  public SoftmaxJob listener(TrainingListener newListener) {
    return new SoftmaxJob(spark, file, settings, newListener);
  }

  /**
   * Returns the validated configuration.
   *
   * @throws org.sparksoftmax.config.ConfigException if a setting is invalid
   */
  public TrainingConfig config() {
    return ConfigReader.read(file, settings, System.getenv());
  }

  /**
   * Reads the data, trains, calibrates and evaluates. Writes nothing and leaves nothing cached.
   *
   * @return the outcome; its stop reason shows whether training failed
   * @throws org.sparksoftmax.config.ConfigException if a setting is invalid
   * @throws org.sparksoftmax.data.row.DataException if the data is invalid
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

  /**
   * Trains the grid of {@code tune} on one copy of the data; with {@code tune.folds}, trains the
   * best configuration on all rows. Writes nothing and leaves nothing cached.
   *
   * @throws org.sparksoftmax.config.ConfigException if a setting is invalid
   * @throws org.sparksoftmax.data.row.DataException if the data is invalid
   */
  public Tuned tune() {
    TrainingConfig given = config();
    given.tune().check(given.data(), given.optimizer());
    List<List<String>> grid = given.tune().candidates();
    List<TrainingConfig> configs =
        ConfigReader.readGrid(
            file, settings, grid, System.getenv(), RemoteIncludes.REJECTED, read -> {});
    List<Tuner.Candidate> candidates =
        IntStream.range(0, grid.size())
            .mapToObj(c -> new Tuner.Candidate(grid.get(c), configs.get(c)))
            .toList();
    try (TrainingData data = TrainingData.load(given.data(), spark)) {
      Tuner.Result tuned = new Tuner(data, candidates).tune((passes, live, ended) -> {});
      return new Tuned(tuned, tuned.best().map(best -> outcome(best, tuned, data)));
    }
  }

  private Outcome outcome(Tuner.Score best, Tuner.Result tuned, TrainingData data) {
    TrainingConfig config = best.candidate().config();
    Trainer.Result result =
        tuned
            .resultOfBest()
            .orElseGet(() -> new TrainingRun(config, data, Optional.empty(), listener).train());
    return Outcome.of(config, data, result);
  }

  private SoftmaxJob with(List<String> overrides) {
    List<String> more = new ArrayList<>(settings);
    more.addAll(overrides);
    return new SoftmaxJob(spark, file, more, listener);
  }

  /**
   * The outcome of a grid search.
   *
   * @param grid the score of each configuration
   * @param best the outcome of the best configuration; empty if training failed for each
   */
  public record Tuned(Tuner.Result grid, Optional<Outcome> best) {}

  /** Evaluates a model on each configured data set: train, validation, test. */
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
   * Returns the rows of {@code data.path} with {@code prediction}, of the type of the labels, and
   * {@code probability}. The rows are evaluated lazily and read again for each action.
   */
  public Dataset<Row> predict(SoftmaxModel model) {
    try (PredictionInput input =
        PredictionInput.read(config().data(), spark, model, Quarantine.NOWHERE)) {
      return new Predictor(spark, model).predict(input);
    }
  }

  /**
   * Saves a model for use by {@link #load}, the other commands and pipelines.
   *
   * @param path a directory that does not exist or is empty
   * @throws OutputException if the directory cannot be written to
   */
  public void save(SoftmaxModel model, String path) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    try (OutputDirectory output = OutputDirectory.open(path, OutputDirectory.Mode.NEW, hadoop)) {
      ModelStore.save(model, output);
    } catch (OutputException cannot) {
      throw cannot.withoutOptions();
    }
  }

  /**
   * Loads the model of a run.
   *
   * @param path the output directory of the run, or its folder {@code model}
   * @throws org.sparksoftmax.data.row.DataException if the model is missing or damaged
   */
  public SoftmaxModel load(String path) {
    return ModelStore.load(path, spark.sparkContext().hadoopConfiguration());
  }
}

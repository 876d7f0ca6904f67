package org.sparksoftmax.ml;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.math.optimize.StopReason;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.output.OutputDirectory;
import org.sparksoftmax.run.TrainingRun;
import org.sparksoftmax.text.Secrets;
import org.sparksoftmax.train.Convergence;
import org.sparksoftmax.train.Outcome;
import org.sparksoftmax.train.Trainer;
import org.sparksoftmax.train.WarmStart;
import org.sparksoftmax.train.checkpoint.Checkpoints;

/** Fits an estimator to a DataFrame. */
final class Fit {
  private static final Logger LOG = LoggerFactory.getLogger(SoftmaxClassifier.class);

  private final SoftmaxClassifier stage;
  private final Frames frames;

  Fit(SoftmaxClassifier stage, Frames frames) {
    this.stage = stage;
    this.frames = frames;
  }

  SoftmaxClassificationModel of(Dataset<?> dataset) {
    Optional<LabelIndex> classes = frames.classes(dataset.schema());
    TrainingConfig config = new ConfigOfParams(stage).config(classes);
    Configuration hadoop = dataset.sparkSession().sparkContext().hadoopConfiguration();
    try (TrainingData read = TrainingData.load(config.data(), frames.training(dataset))) {
      TrainingData data = read.withAggregationDepth(stage.getAggregationDepth());
      requireFits(data);
      data.onlyLabel().ifPresent(label -> warnOfOnlyLabel(label, config));
      if (isConstant(config, data)) {
        return constant(data, dataset, classes);
      }
      Optional<SoftmaxModel> start =
          warmStart(dataset.sparkSession())
              .map(
                  model ->
                      model.fitTo(data, config.intercept(), config.network().hidden(), LOG::info));
      History history = new History();
      TrainingRun run = new TrainingRun(config, data, start, history);
      Optional<String> checkpointDir = new ConfigOfParams(stage).named(stage.checkpointDir());
      Trainer.Result result =
          checkpointDir.isPresent()
              ? resumably(checkpointDir.get(), run, history, hadoop)
              : run.train();
      SoftmaxClassificationModel model = model(config, data, dataset, result, history);
      Convergence.advice(config, result).map(ParamNames::inTermsOfParams).ifPresent(LOG::warn);
      return model;
    }
  }

  /** Whether one class has all rows, and the optimum is that its intercept is infinite. */
  private static boolean isConstant(TrainingConfig config, TrainingData data) {
    return data.onlyLabel().isPresent()
        && config.intercept()
        && config.loss().labelSmoothing() == 0;
  }

  private static void warnOfOnlyLabel(String label, TrainingConfig config) {
    LOG.warn(
        "All training rows have the label {}: {}",
        label,
        config.intercept()
            ? "the model predicts it for every row"
            : "without fitIntercept, training may not converge");
  }

  /** The constant model, evaluated as the start of a training without iterations. */
  private SoftmaxClassificationModel constant(
      TrainingData data, Dataset<?> dataset, Optional<LabelIndex> classes) {
    SoftmaxClassifier evaluation = stage.copy(new ParamMap().put(stage.maxIter(), 0));
    TrainingConfig config = new ConfigOfParams(evaluation).config(classes);
    int k = data.classes().indexOf(data.onlyLabel().orElseThrow()).orElseThrow();
    Optional<SoftmaxModel> start = Optional.of(ConstantModel.of(data, config.network(), k));
    History history = new History();
    Trainer.Result result = new TrainingRun(config, data, start, history).train();
    return model(config, data, dataset, result, history);
  }

  /** Centres the intercepts and, without a penalty, the weights, as MLlib does. */
  private SoftmaxModel comparable(SoftmaxModel model) {
    return model.isLinear() ? model.centred(stage.getRegParam() == 0) : model;
  }

  private void requireFits(TrainingData data) {
    int classes = data.classes().size();
    if (stage.isDefined(stage.thresholds())) {
      requireOneEach("thresholds", stage.getThresholds(), classes);
    } else if (stage.isSet(stage.threshold()) && classes != 2) {
      LOG.warn(
          "threshold = {} has no effect on {} classes: set thresholds instead",
          stage.getThreshold(),
          classes);
    }
    if (stage.getClassWeights().length > 0) {
      requireOneEach("classWeights", stage.getClassWeights(), classes);
    }
  }

  private static void requireOneEach(String name, double[] values, int classes) {
    if (values.length != classes) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "Invalid %s: %d values for %d classes", name, values.length, classes));
    }
  }

  private Optional<WarmStart> warmStart(SparkSession spark) {
    Optional<String> path = new ConfigOfParams(stage).named(stage.initialModelPath());
    if (path.isPresent() && stage.initialModel().isPresent()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Invalid initialModelPath = %s with setInitialModel: leave one out",
              path.get()));
    }
    return path.map(saved -> WarmStart.load(saved, spark))
        .or(
            () ->
                stage
                    .initialModel()
                    .map(model -> WarmStart.of("initialModel", model.softmaxModel())));
  }

  /**
   * Trains with checkpoints; resumes an interrupted fit of the same data with the same parameters.
   */
  private static Trainer.Result resumably(
      String checkpointDir, TrainingRun run, History history, Configuration hadoop) {
    String path = checkpointDir + "/" + name(run);
    return Turns.during(path, () -> resumablyIn(path, run, history, hadoop));
  }

  private static Trainer.Result resumablyIn(
      String path, TrainingRun run, History history, Configuration hadoop) {
    try (OutputDirectory directory =
        OutputDirectory.open(path, OutputDirectory.Mode.RESUME, hadoop)) {
      Checkpoints checkpoints = Checkpoints.resume(directory, run.config(), LOG::info);
      history.resume(checkpoints.earlierMetrics());
      return run.train(
          directory,
          checkpoints,
          reason -> true,
          saved ->
              LOG.info(
                  "A fit with the same parameters and data resumes from {}", Secrets.mask(saved)));
    }
  }

  /** The folder of a fit. Several fits, such as those of a grid, may share a directory. */
  private static String name(TrainingRun run) {
    String identity =
        run.config().resolvedJson()
            + run.data().train().fingerprint()
            + run.initial().map(SoftmaxModel::sha256).orElse("");
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
      return "fit-" + HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java platform has SHA-256", impossible);
    }
  }

  private SoftmaxClassificationModel model(
      TrainingConfig config,
      TrainingData data,
      Dataset<?> dataset,
      Trainer.Result result,
      History history) {
    Outcome outcome = Outcome.of(config, data, result.withModel(comparable(result.model())));
    FitRecord fit = FitRecord.of(outcome, history, FitReport.summary(config, data, outcome));
    SoftmaxClassificationModel model =
        stage.copyValues(
            new SoftmaxClassificationModel(stage.uid(), outcome.model()), ParamMap.empty());
    SoftmaxTrainingSummary summary = new SoftmaxTrainingSummary(model, Optional.of(dataset), fit);
    model.setSummary(summary);
    StopReason reason = outcome.training().optimization().stopReason();
    int iterations = outcome.training().optimization().state().iteration();
    LOG.info("{} after {} iterations", reason, iterations);
    if (outcome.training().optimization().isFailure()) {
      throw new TrainingFailedException(
          String.format(
              Locale.ROOT,
              "Training failed: %s; lastGoodModel() has the model of the last good iteration",
              ParamNames.inTermsOfParams(Convergence.failure(config, outcome.training()))),
          model);
    }
    summary.warnings().forEach(LOG::warn);
    return model;
  }
}

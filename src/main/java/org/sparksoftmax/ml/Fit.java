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
    TrainingConfig config = new ConfigOfParams(stage).config(frames.classes(dataset.schema()));
    Configuration hadoop = dataset.sparkSession().sparkContext().hadoopConfiguration();
    try (TrainingData read = TrainingData.load(config.data(), frames.training(dataset))) {
      TrainingData data = read.withAggregationDepth(stage.getAggregationDepth());
      requireFits(data);
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
      Trainer.Result comparable = result.withModel(comparable(result.model()));
      Outcome outcome = Outcome.of(config, data, comparable);
      String summary = FitReport.summary(config, data, outcome);
      return model(config, dataset, outcome, FitRecord.of(outcome, history, summary));
    }
  }

  /** Centres the intercepts and, without a penalty, the weights, as MLlib does. */
  private SoftmaxModel comparable(SoftmaxModel model) {
    return model.isLinear() ? model.centred(stage.getRegParam() == 0) : model;
  }

  private void requireFits(TrainingData data) {
    int classes = data.classes().size();
    if (stage.isDefined(stage.thresholds())) {
      requireOneEach("thresholds", stage.getThresholds(), classes);
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
      TrainingConfig config, Dataset<?> dataset, Outcome outcome, FitRecord fit) {
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
    Convergence.advice(config, outcome.training())
        .map(ParamNames::inTermsOfParams)
        .ifPresent(LOG::warn);
    summary.warnings().forEach(LOG::warn);
    return model;
  }
}

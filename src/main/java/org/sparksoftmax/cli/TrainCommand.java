package org.sparksoftmax.cli;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.sparksoftmax.config.BadRowPolicy;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.data.DataSet;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.evaluate.ClassificationReport;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.optimize.StopReason;
import org.sparksoftmax.train.Checkpointing;
import org.sparksoftmax.train.Checkpoints;
import org.sparksoftmax.train.MetricsFile;
import org.sparksoftmax.train.ModelStore;
import org.sparksoftmax.train.OutputDirectory;
import org.sparksoftmax.train.RejectedFiles;
import org.sparksoftmax.train.SparkEvaluator;
import org.sparksoftmax.train.SummaryJson;
import org.sparksoftmax.train.Trainer;
import org.sparksoftmax.train.WarmStart;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code train}: reads, optimises, evaluates, saves. */
@Command(
    name = "train",
    description = "Trains a classifier; without --config, on the bundled hand-written digits.")
final class TrainCommand extends SparkCommand {

  @Mixin private ConfigOptions options;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Directory for model, summary and metrics (default: softmax-runs/<time> here).")
  private String output;

  @Option(names = "--overwrite", description = "Replace the results of an earlier run in --output.")
  private boolean overwrite;

  @Option(
      names = "--resume",
      description = {
        "Go on from the newest checkpoint in --output, to the same bits as a run that never stopped;",
        "without any checkpoint there, begin."
      })
  private boolean resume;

  private TrainingConfig config;

  @Override
  void prepare() {
    config = options.readOrDigits();
    if (resume && (output == null || overwrite)) {
      throw new ConfigException(
          output == null
              ? "Missing --output DIR: --resume goes on with the run in that directory"
              : "Invalid --resume with --overwrite (one goes on with a run, the other begins anew): leave one out");
    }
    if (output == null) {
      DateTimeFormatter time = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS");
      output = "softmax-runs/" + ZonedDateTime.now(ZoneOffset.UTC).format(time);
    }
  }

  @Override
  int run(SparkSession spark, Stopwatch stopwatch) {
    try (OutputDirectory directory =
        OutputDirectory.open(output, mode(), spark.sparkContext().hadoopConfiguration())) {
      Checkpoints checkpoints =
          resume
              ? Checkpoints.resume(directory, config, out()::println)
              : Checkpoints.begin(directory, config);
      return run(spark, stopwatch, directory, checkpoints);
    }
  }

  private OutputDirectory.Mode mode() {
    if (resume) {
      return OutputDirectory.Mode.RESUME;
    }
    return overwrite ? OutputDirectory.Mode.OVERWRITE : OutputDirectory.Mode.NEW;
  }

  private int run(
      SparkSession spark, Stopwatch stopwatch, OutputDirectory directory, Checkpoints checkpoints) {
    RejectedFiles rejected = new RejectedFiles(directory);
    Optional<WarmStart> warmStart = warmStart(spark, checkpoints);
    try (TrainingData data = TrainingData.load(config.data(), spark, rejected)) {
      rejected.publish();
      stopwatch.lap("read");
      Console console = new Console(out());
      console.data(data);
      BadRowPolicy policy = config.data().badRows().policy();
      sets(data)
          .forEach(
              (name, set) ->
                  console.rejected(name, set.rejections(), policy, Optional.of(directory)));
      Optional<SoftmaxModel> start =
          warmStart.map(from -> from.fitTo(data, config.intercept(), out()::println));
      Trainer.Result result = train(data, start, directory, checkpoints);
      stopwatch.lap("train");
      Map<String, ClassificationReport> reports = evaluate(data, result);
      stopwatch.lap("evaluate");
      ModelStore.save(result.model(), directory);
      SummaryJson summary = new SummaryJson().training(config, data, result).shape(data);
      sets(data).forEach((name, set) -> summary.measures(name, set, reports.get(name)));
      directory.write("summary.json", summary.seconds(stopwatch.seconds()).text());
      console.result(result, config);
      console.reports(reports, sets(data));
      console.written(directory, stopwatch.seconds());
      return result.optimization().stopReason().isFailure() ? failed(result) : ExitCode.DONE;
    }
  }

  private int failed(Trainer.Result result) {
    System.err.println(
        "Training failed: %s after %d iterations; the model of the last good iteration was saved (a smaller data.feature-multiplier or optimizer.step-size.initial, or regularization.strength > 0, may help)"
            .formatted(
                result.optimization().stopReason(), result.optimization().state().iteration()));
    return ExitCode.TRAINING_FAILED;
  }

  /** A run that goes on has left its start behind. */
  private Optional<WarmStart> warmStart(SparkSession spark, Checkpoints checkpoints) {
    return checkpoints.resumed().isPresent()
        ? Optional.empty()
        : config.optimizer().warmStart().map(path -> WarmStart.load(path, spark));
  }

  private Trainer.Result train(
      TrainingData data,
      Optional<SoftmaxModel> start,
      OutputDirectory directory,
      Checkpoints checkpoints) {
    try (MetricsFile metrics = new MetricsFile(directory, checkpoints.earlierMetrics());
        Progress progress = Progress.create(out(), config.optimizer())) {
      Checkpointing checkpointing = checkpoints.during(data, metrics);
      try {
        Trainer.Result result =
            new Trainer(config)
                .train(
                    data,
                    checkpoints.resumed(),
                    start,
                    checkpointing.after(
                        (state, seconds, validation, selection) -> {
                          metrics.iteration(state, seconds, validation);
                          progress.iteration(state, seconds, validation);
                        }));
        if (result.optimization().stopReason() == StopReason.MAX_ITERATIONS) {
          checkpointing.saveLast();
        }
        return result;
      } catch (Throwable failure) { // Spark's are not declared
        checkpointing
            .lastSaved()
            .ifPresent(saved -> out().println("train --resume goes on from " + saved));
        throw failure;
      }
    }
  }

  private static Map<String, ClassificationReport> evaluate(
      TrainingData data, Trainer.Result result) {
    Map<String, ClassificationReport> reports = new LinkedHashMap<>();
    sets(data)
        .forEach((name, set) -> reports.put(name, SparkEvaluator.evaluate(result.model(), set)));
    return reports;
  }

  private static Map<String, DataSet> sets(TrainingData data) {
    Map<String, DataSet> sets = new LinkedHashMap<>();
    sets.put("train", data.train());
    data.validation().ifPresent(set -> sets.put("validation", set));
    data.test().ifPresent(set -> sets.put("test", set));
    return sets;
  }
}

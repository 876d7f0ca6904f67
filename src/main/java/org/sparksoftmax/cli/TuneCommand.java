package org.sparksoftmax.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.sparksoftmax.config.EarlyStoppingConfig;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.data.block.TableVersions;
import org.sparksoftmax.math.kernel.Kernels;
import org.sparksoftmax.output.OutputDirectory;
import org.sparksoftmax.run.Lineage;
import org.sparksoftmax.run.record.RejectedFiles;
import org.sparksoftmax.run.record.TuneJson;
import org.sparksoftmax.text.Count;
import org.sparksoftmax.text.TextWidth;
import org.sparksoftmax.train.Start;
import org.sparksoftmax.train.Trainer;
import org.sparksoftmax.train.checkpoint.MetricsFile;
import org.sparksoftmax.train.tune.GridEdges;
import org.sparksoftmax.train.tune.Tuner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tune}: trains a grid of configurations together and publishes the best model. */
@Command(
    name = "tune",
    description = {
      "Trains every combination of tune.strengths, tune.elastic-nets, tune.step-sizes and tune.seeds",
      "together, on one copy of the data. Publishes the model that is best on the validation data, or, with",
      "tune.folds, the best configuration by cross-validation, retrained on all rows."
    })
final class TuneCommand extends SparkCommand {

  private static final double MAX_SILENCE_SECONDS = 5;
  private static final int MIN_REASON = 18;

  @Mixin private ConfigOptions options;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description =
          "Directory for model, summary.json and tune.json (default: softmax-runs/<time> here).")
  private String output;

  @Option(names = "--overwrite", description = "Replace the results of an earlier run in --output.")
  private boolean overwrite;

  private List<Tuner.Candidate> candidates;
  private long lastShown;

  @Override
  void prepare() {
    TrainingConfig config = options.readOrDigits(List.of());
    List<List<String>> grid = config.tune().candidates();
    config.tune().check(config.data(), config.optimizer());
    candidates = new ArrayList<>();
    for (List<String> overrides : grid) {
      candidates.add(new Tuner.Candidate(overrides, options.readOrDigits(overrides)));
    }
    output = output == null ? Results.newDirectory() : output;
  }

  @Override
  Optional<Kernels.Form> kernels() {
    return kernelsFor(candidates.get(0).config().data().format());
  }

  @Override
  int run(SparkSession spark, Stopwatch stopwatch) {
    OutputDirectory.Mode mode =
        overwrite ? OutputDirectory.Mode.OVERWRITE : OutputDirectory.Mode.NEW;
    try (OutputDirectory directory =
        OutputDirectory.open(output, mode, spark.sparkContext().hadoopConfiguration())) {
      RejectedFiles rejected = new RejectedFiles(directory);
      TrainingConfig config = candidates.get(0).config();
      lineage().started(Lineage.inputs(config.data()), directory.path());
      try (TrainingData data =
          TrainingData.load(config.data(), spark, rejected, out()::println, TableVersions.NONE)) {
        rejected.publish();
        lineage().read(Lineage.reads(config.data(), data));
        Results results = new Results(config, data, directory, stopwatch, out());
        results.show(config, data);
        return tune(data, results, directory, stopwatch);
      }
    }
  }

  private int tune(
      TrainingData data, Results results, OutputDirectory directory, Stopwatch stopwatch) {
    int runs = candidates.size() * Math.max(1, candidates.get(0).config().tune().folds());
    out()
        .printf(
            Locale.ROOT,
            "%s, %s%n",
            Count.of(candidates.size(), "configuration"),
            Count.of(runs, "concurrent run"));
    Tuner.Result tuned = new Tuner(data, candidates).tune(this::showPass);
    stopwatch.lap("tune");
    directory.write(
        TuneJson.NAME,
        TuneJson.text(
            candidates.get(0).config(), tuned, stopwatch.seconds().getOrDefault("tune", 0.0)));
    show(tuned);
    if (tuned.best().isEmpty()) {
      lineage().failed("Training failed for every configuration");
      System.err.println(
          "Training failed for every configuration: see the stop reasons in "
              + directory.display(TuneJson.NAME));
      return ExitCode.TRAINING_FAILED;
    }
    Tuner.Candidate best = tuned.best().get().candidate();
    List<Tuner.Run> runsOfBest = tuned.best().get().runs();
    if (runsOfBest.size() > 1) {
      return results.publish(
          best.config(), data, retrained(best.config(), data, directory, stopwatch), lineage());
    }
    directory.remove(MetricsFile.NAME); // else the report would show an earlier run's
    return results.publish(best.config(), data, runsOfBest.get(0).result(), lineage());
  }

  /** Trains the best configuration on all rows. */
  private Trainer.Result retrained(
      TrainingConfig config, TrainingData data, OutputDirectory directory, Stopwatch stopwatch) {
    out().println("training the best configuration on all rows");
    try (MetricsFile metrics = new MetricsFile(directory, new byte[0]);
        Progress progress = Progress.create(out(), config.optimizer())) {
      Trainer.Result result =
          new Trainer(config)
              .train(
                  data,
                  new Start.Anew(),
                  (state, seconds, validation, selection) -> {
                    metrics.iteration(state, seconds, validation);
                    progress.iteration(state, seconds, validation);
                  });
      stopwatch.lap("train");
      return result;
    }
  }

  private void showPass(int passes, int live) {
    long now = System.nanoTime();
    if (passes == 1 || (now - lastShown) * 1e-9 >= MAX_SILENCE_SECONDS) {
      out().printf(Locale.ROOT, "pass %4d  %s active%n", passes, Count.of(live, "run"));
      out().flush();
      lastShown = now;
    }
  }

  private void show(Tuner.Result tuned) {
    out().println();
    int width =
        Math.max(
            MIN_REASON, TextWidth.of(tuned.scores().stream().map(TuneCommand::reasons).toList()));
    out()
        .printf(
            Locale.ROOT,
            "%10s %10s %10s %6s %6s  %s %s%n",
            "log loss",
            "+/-",
            "accuracy",
            "iter.",
            "eval.",
            TextWidth.pad("ended", width),
            "configuration");
    for (Tuner.Score score : tuned.scores()) {
      boolean best = tuned.best().isPresent() && score.equals(tuned.best().get());
      out()
          .printf(
              Locale.ROOT,
              "%10.4f %10s %10.4f %6d %6d  %s %s%s%n",
              score.logLoss(),
              error(score),
              score.accuracy(),
              score.runs().stream()
                  .mapToInt(run -> run.result().optimization().state().iteration())
                  .sum(),
              score.runs().stream()
                  .mapToInt(run -> run.result().optimization().state().evaluations())
                  .sum(),
              TextWidth.pad(reasons(score), width),
              String.join(" ", score.candidate().overrides()),
              best ? "  <- best" : "");
    }
    out().printf(Locale.ROOT, "%s over the data in total%n", Count.of(tuned.passes(), "pass"));
    GridEdges.advice(tuned).forEach(out()::println);
  }

  private static String reasons(Tuner.Score score) {
    return score.runs().stream()
        .map(run -> run.result().optimization().stopReason().name())
        .distinct()
        .collect(Collectors.joining(","));
  }

  private static String error(Tuner.Score score) {
    double error = score.standardError(EarlyStoppingConfig.Metric.LOSS);
    return Double.isNaN(error) ? "" : String.format(Locale.ROOT, "%.4f", error);
  }
}

package org.sparksoftmax.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.sparksoftmax.config.EarlyStoppingConfig;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.math.kernel.Kernels;
import org.sparksoftmax.output.OutputDirectory;
import org.sparksoftmax.run.FinishedRun;
import org.sparksoftmax.run.Lineage;
import org.sparksoftmax.run.record.RejectedFiles;
import org.sparksoftmax.run.record.TuneJson;
import org.sparksoftmax.text.Count;
import org.sparksoftmax.text.TextWidth;
import org.sparksoftmax.train.Start;
import org.sparksoftmax.train.Trainer;
import org.sparksoftmax.train.checkpoint.MetricsFile;
import org.sparksoftmax.train.checkpoint.TrainingListener;
import org.sparksoftmax.train.tune.GridEdges;
import org.sparksoftmax.train.tune.SearchStore;
import org.sparksoftmax.train.tune.Tuner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tune}: trains a grid of configurations together and publishes the best model. */
@Command(
    name = "tune",
    description =
        "Trains every combination of tune.strengths, tune.elastic-nets, tune.step-sizes and tune.seeds "
            + "together, on one copy of the data. Publishes the model that is best on the validation data, or, with "
            + "tune.folds, the best configuration by cross-validation, retrained on all rows.")
final class TuneCommand extends SparkCommand {

  private static final double MAX_SILENCE_SECONDS = 5;

  /** Checking a grid of this size takes a noticeable time. */
  private static final int LARGE_GRID = 1000;

  /** The scores that the console shows of a large grid. */
  private static final int MOST_SHOWN = 20;

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

  @Option(
      names = "--resume",
      description = {
        "Continue the search in --output that was stopped: runs that ended are not repeated. The result is",
        "the same, bit for bit, as of an uninterrupted search."
      })
  private boolean resume;

  /** The configuration with the grid. */
  private TrainingConfig config;

  private List<Tuner.Candidate> candidates;
  private long lastShown;

  @Override
  void prepare() {
    config = options.readOrDigits();
    TrainCommand.requireOutput(output, resume, overwrite);
    config.tune().check(config.data(), config.optimizer());
    List<List<String>> grid = config.tune().candidates();
    if (grid.size() >= LARGE_GRID) {
      showRead(0, grid.size());
    }
    List<TrainingConfig> configs = options.readGrid(grid, read -> showReadIfDue(read, grid.size()));
    candidates = new ArrayList<>();
    for (int c = 0; c < grid.size(); c++) {
      candidates.add(new Tuner.Candidate(grid.get(c), configs.get(c)));
    }
    output = output == null ? Results.newDirectory() : output;
  }

  private void showReadIfDue(int read, int all) {
    if (all >= LARGE_GRID && (read == all || isDue())) {
      showRead(read, all);
    }
  }

  private void showRead(int read, int all) {
    out().printf(Locale.ROOT, "checked %,d of %,d configurations%n", read, all);
    out().flush();
    lastShown = System.nanoTime();
  }

  private boolean isDue() {
    return (System.nanoTime() - lastShown) * 1e-9 >= MAX_SILENCE_SECONDS;
  }

  @Override
  Optional<Kernels.Form> kernels() {
    return kernelsFor(config.data().format());
  }

  @Override
  double waitSeconds() {
    return config.cluster().waitSeconds();
  }

  @Override
  int run(SparkSession spark, Stopwatch stopwatch) {
    try (OutputDirectory directory =
        OutputDirectory.open(
            output,
            TrainCommand.mode(resume, overwrite),
            spark.sparkContext().hadoopConfiguration())) {
      SearchStore store =
          resume
              ? SearchStore.resume(directory, config.resolvedJson(), out()::println)
              : SearchStore.begin(directory, config.resolvedJson());
      if (resume && store.lastSaved().isEmpty()) {
        FinishedRun.requireNothing(directory, "search");
      }
      lineage().started(Lineage.inputs(config.data()), directory.path());
      try {
        return run(spark, stopwatch, directory, store);
      } catch (Throwable failure) { // Spark's exceptions are undeclared
        store
            .lastSaved()
            .ifPresent(saved -> out().println(TrainCommand.continuation(directory, saved)));
        throw failure;
      }
    }
  }

  private int run(
      SparkSession spark, Stopwatch stopwatch, OutputDirectory directory, SearchStore store) {
    RejectedFiles rejected = new RejectedFiles(directory);
    try (TrainingData data =
        TrainingData.load(config.data(), spark, rejected, out()::println, store.tables())) {
      rejected.publish();
      lineage().read(Lineage.reads(config.data(), data));
      Results results = new Results(config, data, directory, stopwatch, out());
      results.show(config, data);
      return tune(data, results, directory, stopwatch, store);
    }
  }

  private int tune(
      TrainingData data,
      Results results,
      OutputDirectory directory,
      Stopwatch stopwatch,
      SearchStore store) {
    showGrid();
    Tuner.Result tuned = new Tuner(data, candidates).tune(this::showPass, Optional.of(store));
    stopwatch.lap("tune");
    directory.write(
        TuneJson.NAME, TuneJson.text(config, tuned, stopwatch.seconds().getOrDefault("tune", 0.0)));
    show(tuned);
    if (tuned.best().isEmpty()) {
      lineage().failed("Training failed for every configuration");
      System.err.println(
          "Training failed for every configuration: see the stop reasons in "
              + directory.display(TuneJson.NAME));
      return ExitCode.TRAINING_FAILED;
    }
    TrainingConfig best = options.readOrDigits(tuned.best().get().candidate().overrides());
    if (tuned.resultOfBest().isEmpty()) {
      return results.publish(best, data, retrained(best, data, directory, stopwatch), lineage());
    }
    directory.remove(MetricsFile.NAME); // else the report would show an earlier run's
    return results.publish(best, data, tuned.resultOfBest().get(), lineage());
  }

  private void showGrid() {
    long runs = (long) candidates.size() * Math.max(1, config.tune().folds());
    long atOnce = Math.min(runs, Tuner.MOST_AT_ONCE);
    out()
        .printf(
            Locale.ROOT,
            "%s, %s%n",
            Count.of(candidates.size(), "configuration"),
            runs == atOnce
                ? Count.of(runs, "concurrent run")
                : String.format(
                    Locale.ROOT, "%s, at most %d at once", Count.of(runs, "run"), atOnce));
    out().flush();
  }

  /** Trains the best configuration on all rows. */
  private Trainer.Result retrained(
      TrainingConfig config, TrainingData data, OutputDirectory directory, Stopwatch stopwatch) {
    out().println("training the best configuration on all rows");
    try (MetricsFile metrics = new MetricsFile(directory, new byte[0]);
        Progress progress = Progress.create(out(), config.optimizer())) {
      TrainingListener written =
          (state, seconds, validation, selection) -> metrics.iteration(state, seconds, validation);
      Trainer.Result result =
          new Trainer(config).train(data, new Start.Anew(), written.andThen(progress));
      stopwatch.lap("train");
      return result;
    }
  }

  private void showPass(int passes, int live, int ended) {
    if (passes == 1 || isDue()) {
      out()
          .printf(
              Locale.ROOT,
              "pass %4d  %s active, %,d ended%n",
              passes,
              Count.of(live, "run"),
              ended);
      out().flush();
      lastShown = System.nanoTime();
    }
  }

  private void show(Tuner.Result tuned) {
    out().println();
    List<Tuner.Score> shown = shown(tuned.scores());
    if (shown.size() < tuned.scores().size()) {
      out()
          .printf(
              Locale.ROOT,
              "the best %,d of %,d configurations (%s has all):%n",
              shown.size(),
              tuned.scores().size(),
              TuneJson.NAME);
    }
    int width =
        Math.max(MIN_REASON, TextWidth.of(shown.stream().map(TuneCommand::reasons).toList()));
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
    for (Tuner.Score score : shown) {
      boolean best = tuned.best().isPresent() && score.equals(tuned.best().get());
      out()
          .printf(
              Locale.ROOT,
              "%10.4f %10s %10.4f %6d %6d  %s %s%s%n",
              score.logLoss(),
              error(score),
              score.accuracy(),
              score.runs().stream().mapToInt(run -> run.iterations()).sum(),
              score.runs().stream().mapToInt(run -> run.evaluations()).sum(),
              TextWidth.pad(reasons(score), width),
              String.join(" ", score.candidate().overrides()),
              best ? "  <- best" : "");
    }
    out().printf(Locale.ROOT, "%s over the data in total%n", Count.of(tuned.passes(), "pass"));
    GridEdges.advice(tuned).forEach(out()::println);
  }

  /** All scores in the order of the grid, or, of a large one, the best, with the best first. */
  private List<Tuner.Score> shown(List<Tuner.Score> all) {
    return all.size() < LARGE_GRID
        ? all
        : all.stream()
            .sorted(
                Comparator.comparing((Tuner.Score score) -> !score.isUsable())
                    .thenComparingDouble(score -> score.rank(config.tune().metric())))
            .limit(MOST_SHOWN)
            .toList();
  }

  private static String reasons(Tuner.Score score) {
    return score.runs().stream()
        .map(run -> run.stopReason().name())
        .distinct()
        .collect(Collectors.joining(","));
  }

  private static String error(Tuner.Score score) {
    double error = score.standardError(EarlyStoppingConfig.Metric.LOSS);
    return Double.isNaN(error) ? "" : String.format(Locale.ROOT, "%.4f", error);
  }
}

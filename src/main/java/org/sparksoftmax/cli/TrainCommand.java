package org.sparksoftmax.cli;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.math.kernel.Kernels;
import org.sparksoftmax.math.optimize.StopReason;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.output.OutputDirectory;
import org.sparksoftmax.run.FinishedRun;
import org.sparksoftmax.run.Lineage;
import org.sparksoftmax.run.TrainingRun;
import org.sparksoftmax.run.record.RejectedFiles;
import org.sparksoftmax.text.OneLine;
import org.sparksoftmax.train.Trainer;
import org.sparksoftmax.train.WarmStart;
import org.sparksoftmax.train.checkpoint.Checkpoints;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code train}: trains, evaluates and saves a model. */
@Command(
    name = "train",
    description = "Trains a classifier; without --config, on the bundled handwritten digits.")
final class TrainCommand extends SparkCommand {

  /** The stop reasons after which a run can be resumed. */
  private static final Set<StopReason> RESUMABLE =
      EnumSet.of(StopReason.MAX_ITERATIONS, StopReason.MAX_SECONDS);

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
      description =
          "Continue from the newest checkpoint in --output, with the same result, bit for bit, as an "
              + "uninterrupted run; without a checkpoint, start a new run.")
  private boolean resume;

  private TrainingConfig config;

  @Override
  void prepare() {
    config = options.readOrDigits();
    requireOutput(output, resume, overwrite);
    output = output == null ? Results.newDirectory() : output;
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
  boolean needsSql() {
    return config.data().format().isTable() || config.optimizer().warmStart().isPresent();
  }

  @Override
  int run(SparkSession spark, Stopwatch stopwatch) {
    try (OutputDirectory directory =
        OutputDirectory.open(
            output, mode(resume, overwrite), spark.sparkContext().hadoopConfiguration())) {
      Optional<String> finished = resume ? FinishedRun.in(directory, config) : Optional.empty();
      if (finished.isPresent()) {
        out().println(finished.get());
        return ExitCode.DONE;
      }
      Checkpoints checkpoints =
          resume
              ? Checkpoints.resume(directory, config, out()::println)
              : Checkpoints.begin(directory, config);
      if (resume && checkpoints.resumed().isEmpty()) {
        FinishedRun.requireNoOther(directory, config);
      }
      config = checkpoints.config();
      lineage().started(Lineage.inputs(config.data()), directory.path());
      return run(spark, stopwatch, directory, checkpoints);
    }
  }

  /**
   * Checks the options for the output.
   *
   * @throws ConfigException if {@code --resume} is given without {@code --output}, or with {@code
   *     --overwrite}
   */
  static void requireOutput(String output, boolean resume, boolean overwrite) {
    if (resume && (output == null || overwrite)) {
      throw new ConfigException(
          output == null
              ? "Missing --output DIR: --resume continues the run in that directory"
              : "Invalid --resume with --overwrite (one continues a run, the other starts a new one): omit one of them");
    }
  }

  /** How to open the output directory. */
  static OutputDirectory.Mode mode(boolean resume, boolean overwrite) {
    if (resume) {
      return OutputDirectory.Mode.RESUME;
    }
    return overwrite ? OutputDirectory.Mode.OVERWRITE : OutputDirectory.Mode.NEW;
  }

  private int run(
      SparkSession spark, Stopwatch stopwatch, OutputDirectory directory, Checkpoints checkpoints) {
    RejectedFiles rejected = new RejectedFiles(directory);
    Optional<WarmStart> warmStart = warmStart(spark, checkpoints);
    try (TrainingData data =
        TrainingData.load(config.data(), spark, rejected, out()::println, checkpoints.tables())) {
      rejected.publish();
      lineage().read(Lineage.reads(config.data(), data));
      data.sets().values().stream()
          .flatMap(set -> set.tables().stream())
          .distinct()
          .forEach(table -> out().println("read " + OneLine.of(table.toString())));
      Results results = new Results(config, data, directory, stopwatch, out());
      results.show(config, data);
      Optional<SoftmaxModel> start =
          warmStart.map(
              from ->
                  from.fitTo(data, config.intercept(), config.network().hidden(), out()::println));
      Trainer.Result result;
      try (Progress progress = Progress.create(out(), config.optimizer())) {
        result =
            new TrainingRun(config, data, start, progress)
                .train(
                    directory,
                    checkpoints,
                    RESUMABLE::contains,
                    saved -> {
                      progress.end();
                      out().println(continuation(directory, saved));
                    });
      }
      stopwatch.lap("train");
      return results.publish(config, data, result, lineage());
    }
  }

  /** A line that names the command to continue. */
  static String continuation(OutputDirectory directory, String saved) {
    return String.format(
        Locale.ROOT,
        "To continue from %s, repeat the command with --output %s --resume",
        saved,
        directory.display());
  }

  /** The model to start from; empty for a resumed run, which has already started. */
  private Optional<WarmStart> warmStart(SparkSession spark, Checkpoints checkpoints) {
    return checkpoints.resumed().isPresent()
        ? Optional.empty()
        : config.optimizer().warmStart().map(path -> WarmStart.load(path, spark));
  }
}

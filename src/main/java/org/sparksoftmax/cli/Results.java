package org.sparksoftmax.cli;

import java.io.PrintWriter;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.sparksoftmax.config.BadRows;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.output.OutputDirectory;
import org.sparksoftmax.run.Lineage;
import org.sparksoftmax.run.Publisher;
import org.sparksoftmax.text.OneLine;
import org.sparksoftmax.train.Convergence;
import org.sparksoftmax.train.Outcome;
import org.sparksoftmax.train.Trainer;

/**
 * Prints the data of a training command; then calibrates, evaluates, saves and prints the model.
 */
final class Results {

  private final OutputDirectory directory;
  private final Publisher publisher;
  private final Stopwatch stopwatch;
  private final Console console;

  /**
   * Checks the configuration of the report.
   *
   * @throws org.sparksoftmax.config.ConfigException if the configuration does not match the data
   */
  Results(
      TrainingConfig config,
      TrainingData data,
      OutputDirectory directory,
      Stopwatch stopwatch,
      PrintWriter out) {
    this.directory = directory;
    this.publisher = new Publisher(config, data, directory);
    this.stopwatch = stopwatch;
    this.console = new Console(out);
  }

  /** The output directory of a run without {@code --output}. */
  static String newDirectory() {
    DateTimeFormatter time = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT);
    return "softmax-runs/" + ZonedDateTime.now(ZoneOffset.UTC).format(time);
  }

  /** Prints the data sets. */
  void show(TrainingConfig config, TrainingData data) {
    stopwatch.lap("read");
    console.data(data);
    BadRows.Policy policy = config.data().badRows().policy();
    data.sets()
        .forEach(
            (name, set) ->
                console.rejected(name, set.rejections(), policy, Optional.of(directory)));
  }

  /**
   * Publishes a trained model and its metrics.
   *
   * @param lineage receives the checksum of the model, or why the training failed
   * @return the exit code
   */
  int publish(TrainingConfig config, TrainingData data, Trainer.Result result, Lineage lineage) {
    Outcome outcome = Outcome.of(config, data, result, stopwatch::lap);
    publisher.publish(config, outcome, stopwatch.start(), stopwatch.seconds());
    if (result.optimization().isFailure()) {
      lineage.failed(Convergence.failure(config, result));
    } else {
      lineage.completed(outcome.model().sha256());
    }
    console.result(result, config);
    outcome
        .calibration()
        .ifPresent(done -> console.calibration(done, outcome.reports().get("validation")));
    console.reports(outcome.reports(), data.sets(), publisher.classNames());
    console.warnings(outcome.warnings());
    int reported = report(outcome);
    stopwatch.lap("report");
    console.written(directory, stopwatch.seconds());
    if (reported == ExitCode.DONE) {
      console.reported(directory);
    }
    return result.optimization().isFailure() ? failed(config, result) : reported;
  }

  /**
   * Writes the report. A failure is reported, and leaves the model and summary in place.
   *
   * @return the exit code
   */
  private int report(Outcome outcome) {
    try {
      publisher.report(outcome, Report::html);
      return ExitCode.DONE;
    } catch (RuntimeException failure) {
      ExitCode.Failure reason = ExitCode.of(failure);
      System.err.println(
          "Cannot make the report (the model and summary.json are written): " + reason.message());
      return reason.code();
    }
  }

  private static int failed(TrainingConfig config, Trainer.Result result) {
    System.err.println(
        OneLine.of(
            String.format(
                Locale.ROOT,
                "Training failed: %s; the model of the last successful iteration was saved",
                Convergence.failure(config, result))));
    return ExitCode.TRAINING_FAILED;
  }
}

package org.sparksoftmax.cli;

import java.io.PrintWriter;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sparksoftmax.config.BadRowPolicy;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.math.evaluate.ClassificationReport;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.output.OutputDirectory;
import org.sparksoftmax.run.record.ReportJson;
import org.sparksoftmax.run.record.RunStore;
import org.sparksoftmax.run.record.SummaryJson;
import org.sparksoftmax.text.OneLine;
import org.sparksoftmax.train.Convergence;
import org.sparksoftmax.train.ModelStore;
import org.sparksoftmax.train.Outcome;
import org.sparksoftmax.train.Overfitting;
import org.sparksoftmax.train.Trainer;
import org.sparksoftmax.train.pass.SparkEvaluator;
import org.sparksoftmax.train.pass.TemperatureScaling;

/** What commands that train do before and after: show the data; calibrate, measure, save, show. */
final class Results {

  private static final String VALIDATION = "validation";

  private final OutputDirectory directory;
  private final ReportJson reportDetails;
  private final Stopwatch stopwatch;
  private final Console console;

  /**
   * Checks what the report is to show.
   *
   * @throws org.sparksoftmax.config.ConfigException if it does not fit the data
   */
  Results(
      TrainingConfig config,
      TrainingData data,
      OutputDirectory directory,
      Stopwatch stopwatch,
      PrintWriter out) {
    this.directory = directory;
    this.reportDetails = ReportJson.of(config.report(), data, directory.fileSystem().getConf());
    this.stopwatch = stopwatch;
    this.console = new Console(out);
  }

  /** The directory of a run that names none. */
  static String newDirectory() {
    DateTimeFormatter time = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS");
    return "softmax-runs/" + ZonedDateTime.now(ZoneOffset.UTC).format(time);
  }

  /** Shows what was read. */
  void show(TrainingConfig config, TrainingData data) {
    stopwatch.lap("read");
    console.data(data);
    BadRowPolicy policy = config.data().badRows().policy();
    data.sets()
        .forEach(
            (name, set) ->
                console.rejected(name, set.rejections(), policy, Optional.of(directory)));
  }

  /**
   * Publishes a trained model and its measures.
   *
   * @return the exit code
   */
  int publish(TrainingConfig config, TrainingData data, Trainer.Result result) {
    Optional<TemperatureScaling.Result> calibration =
        Outcome.calibrate(config, data, result.model());
    calibration.ifPresent(done -> stopwatch.lap("calibrate"));
    SoftmaxModel model = calibration.map(TemperatureScaling.Result::model).orElse(result.model());
    Map<String, ClassificationReport> reports = SparkEvaluator.evaluate(model, data.sets());
    stopwatch.lap("evaluate");
    ModelStore.save(model, directory);
    SummaryJson summary = new SummaryJson().training(config, data, result).model(model);
    calibration.ifPresent(done -> summary.calibration(done, reports.get(VALIDATION)));
    data.sets().forEach((name, set) -> summary.measures(name, set, reports.get(name)));
    List<String> warnings = Overfitting.warnings(config, reports);
    summary.warnings(warnings);
    directory.write("summary.json", summary.shape(data).seconds(stopwatch.seconds()).text());
    console.result(result, config);
    calibration.ifPresent(done -> console.calibration(done, reports.get(VALIDATION)));
    console.reports(reports, data.sets());
    console.warnings(warnings);
    int reported = report(model, data);
    stopwatch.lap("report");
    console.written(directory, stopwatch.seconds());
    if (reported == ExitCode.DONE) {
      console.reported(directory);
    }
    return result.optimization().isFailure() ? failed(config, result) : reported;
  }

  /**
   * Makes the report. What goes wrong here takes nothing from the model, but does not pass unsaid.
   *
   * @return the exit code
   */
  private int report(SoftmaxModel model, TrainingData data) {
    try {
      directory.remove(Report.NAME); // that of an earlier run, should this one fail
      directory.remove(ReportJson.NAME);
      String last = "";
      for (String name : data.sets().keySet()) {
        last = name;
      }
      directory.write(
          ReportJson.NAME, reportDetails.text(model, data, last, data.sets().get(last)));
      directory.write(Report.NAME, Report.html(List.of(RunStore.read(directory))));
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
            "Training failed: %s; the model of the last good iteration was saved"
                .formatted(Convergence.failure(config, result))));
    return ExitCode.TRAINING_FAILED;
  }
}

package org.sparksoftmax.run;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.output.OutputDirectory;
import org.sparksoftmax.run.record.ReportJson;
import org.sparksoftmax.run.record.RunStore;
import org.sparksoftmax.run.record.SummaryJson;
import org.sparksoftmax.run.report.RunFiles;
import org.sparksoftmax.train.ModelStore;
import org.sparksoftmax.train.Outcome;

/** Publishes the results of a run to its directory: model, {@code summary.json} and the report. */
public final class Publisher {

  /** The report of a run, in its directory. */
  public static final String REPORT = "report.html";

  private static final String VALIDATION = "validation";

  private final TrainingData data;
  private final OutputDirectory directory;
  private final ReportJson details;

  /**
   * Checks the configuration of the report.
   *
   * @throws org.sparksoftmax.config.ConfigException if the configuration does not match the data
   */
  public Publisher(TrainingConfig config, TrainingData data, OutputDirectory directory) {
    this.data = data;
    this.directory = directory;
    this.details = ReportJson.of(config.report(), data, directory.fileSystem().getConf());
  }

  /**
   * Publishes the model and {@code summary.json}.
   *
   * @param start the beginning of the run
   * @param seconds the duration of each part of the run so far
   */
  public void publish(
      TrainingConfig config, Outcome outcome, Instant start, Map<String, Double> seconds) {
    ModelStore.save(outcome.model(), directory);
    SummaryJson summary = summary(config, data, outcome).origin(start).seconds(seconds);
    directory.write(SummaryJson.NAME, summary.text());
  }

  /** The display names of the classes, in class order; empty unless configured. */
  public Optional<List<String>> classNames() {
    return details.classNames();
  }

  /** Summarises a run, except for its duration. */
  public static SummaryJson summary(TrainingConfig config, TrainingData data, Outcome outcome) {
    SummaryJson summary =
        new SummaryJson().training(config, data, outcome.training()).model(outcome.model());
    outcome
        .calibration()
        .ifPresent(done -> summary.calibration(done, outcome.reports().get(VALIDATION)));
    data.sets().forEach((name, set) -> summary.measures(name, set, outcome.reports().get(name)));
    summary.baselines(config.loss(), outcome.reports());
    return summary.warnings(outcome.warnings()).shape(data);
  }

  /**
   * Publishes the report; call {@link #publish} first. If this fails, the directory has no report.
   *
   * @param page renders the page of a run
   */
  public void report(Outcome outcome, Function<List<RunFiles>, String> page) {
    directory.remove(REPORT); // from an earlier run
    directory.remove(ReportJson.NAME);
    directory.write(ReportJson.NAME, details.text(outcome.model(), data, outcome.reports()));
    directory.write(REPORT, page.apply(List.of(RunStore.read(directory))));
  }
}

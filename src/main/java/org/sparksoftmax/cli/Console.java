package org.sparksoftmax.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.sparksoftmax.config.BadRows;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.data.block.DataSet;
import org.sparksoftmax.data.row.Rejections;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.evaluate.ClassificationReport;
import org.sparksoftmax.math.evaluate.DetailedMeasures;
import org.sparksoftmax.math.evaluate.TemperatureSearch;
import org.sparksoftmax.math.optimize.OptimizerState;
import org.sparksoftmax.math.optimize.StopReason;
import org.sparksoftmax.output.OutputDirectory;
import org.sparksoftmax.run.Publisher;
import org.sparksoftmax.run.record.RejectedFiles;
import org.sparksoftmax.run.record.SummaryJson;
import org.sparksoftmax.run.record.TuneJson;
import org.sparksoftmax.text.Count;
import org.sparksoftmax.text.Names;
import org.sparksoftmax.text.OneLine;
import org.sparksoftmax.text.TextWidth;
import org.sparksoftmax.train.Convergence;
import org.sparksoftmax.train.ModelStore;
import org.sparksoftmax.train.Trainer;
import org.sparksoftmax.train.checkpoint.MetricsFile;
import org.sparksoftmax.train.pass.TemperatureScaling;

/** Prints the data, the result and the metrics. */
final class Console {

  private static final int MAX_CLASSES = 30;
  private static final int MAX_CONFUSIONS = 5;
  private static final int MAX_UNKNOWN = 5;
  private static final int MIN_LABEL = 16;
  private static final int MAX_LABEL = 40;

  /** Two such names, quoted, with the words between them and a count fit 80 columns. */
  private static final int MAX_CONFUSED = 24;

  private final PrintWriter out;

  Console(PrintWriter out) {
    this.out = out;
  }

  /** Prints the shape of the training data. */
  void data(TrainingData data) {
    line(
        "data: %s, %s, %s, %s, %s",
        Count.of(data.train().rows(), "row"),
        Count.of(data.schema().features(), "feature"),
        Count.of(data.classes().size(), "class"),
        data.order() == WeightOrder.FEATURE_MAJOR
            ? "sparse " + data.storage().name().toLowerCase(Locale.ROOT)
            : "dense " + data.storage().name().toLowerCase(Locale.ROOT),
        Count.of(data.train().partitions(), "partition"));
  }

  /**
   * Prints the number of bad rows of an input, if there are any.
   *
   * @param directory the output directory, if there is one
   */
  void rejected(
      String input,
      Rejections rejections,
      BadRows.Policy policy,
      Optional<OutputDirectory> directory) {
    if (rejections.rows() == 0) {
      return;
    }
    String treatment =
        policy == BadRows.Policy.SKIP
            ? "skipped"
            : directory.isPresent()
                ? "quarantined in " + RejectedFiles.fileOf(input)
                : "not written: this run has no --output";
    line(
        "%s: %s rejected (%s); the first: %s",
        input, Count.of(rejections.rows(), "row"), treatment, rejections.first().get(0));
  }

  /** Prints the result of the optimisation. */
  void result(Trainer.Result result, TrainingConfig config) {
    OptimizerState state = result.optimization().state();
    line("");
    line(
        "%s after %s, %s, %.1f passes over the data",
        result.optimization().stopReason(),
        Count.of(state.iteration(), "iteration"),
        Count.of(state.evaluations(), "evaluation"),
        result.passes());
    line(
        "objective %.9f = loss %.9f + regularization %.9f; gradient norm %.3e",
        state.value().objective(),
        state.value().meanLoss(),
        state.value().regularization(),
        state.value().gradientNorm());
    if (config.regularization().isAuto()) {
      line(
          "regularization.strength = auto: %.4g (1 / total example weight)",
          result.regularizationStrength());
    }
    result
        .refinedAt()
        .ifPresent(
            iteration ->
                line(
                    "float64 from iteration %d on: float32 was too inexact for further progress",
                    iteration));
    result
        .optimization()
        .limit()
        .filter(limit -> result.optimization().stopReason() == StopReason.CONVERGED)
        .ifPresent(
            limit ->
                line(
                    "rounding hides any further gain: less than %.1e of the objective",
                    limit.uncertainty()));
    result
        .bestIteration()
        .ifPresent(
            best -> line("the model is from iteration %d, the best on validation data", best));
    Convergence.advice(config, result).ifPresent(advice -> line("warning: %s", advice));
  }

  /**
   * Prints the result of calibration.
   *
   * @param after the metrics on the validation data at the new temperature
   */
  void calibration(TemperatureScaling.Result result, ClassificationReport after) {
    TemperatureSearch.Result search = result.search();
    switch (search.outcome()) {
      case FITTED ->
          line(
              "temperature %.6g (%s): validation log loss %.4f to %.4f, ECE %.4f to %.4f",
              search.temperature(),
              Count.of(search.passes(), "pass"),
              result.before().logLoss(),
              after.logLoss(),
              ece(result.before()),
              ece(after));
      case NO_ROWS ->
          uncalibrated("no validation row has both a class of the model and a positive weight");
      case SEPARABLE ->
          uncalibrated(
              "every validation row is predicted correctly, so no finite temperature is optimal; use more validation rows");
      case UNINFORMATIVE ->
          uncalibrated("on validation data the model is no better than equal probabilities");
      case FAILED -> uncalibrated("the minimum of the validation log loss cannot be computed");
    }
  }

  private void uncalibrated(String reason) {
    line("temperature remains 1: %s", reason);
  }

  private static double ece(ClassificationReport report) {
    return report.details().map(DetailedMeasures::ece).orElse(Double.NaN);
  }

  /** Prints the warnings. */
  void warnings(List<String> warnings) {
    if (!warnings.isEmpty()) {
      line("");
      warnings.forEach(warning -> line("warning: %s", warning));
    }
  }

  /**
   * Prints the metrics on each data set, then the details of the last one.
   *
   * @param classNames the display names of the classes, in class order; empty for their labels
   */
  void reports(
      Map<String, ClassificationReport> reports,
      Map<String, DataSet> sets,
      Optional<List<String>> classNames) {
    line("");
    line(
        "%-12s %10s %10s %10s %10s %10s %10s %10s",
        "data", "rows", "accuracy", "log loss", "macro F1", "AUC", "Brier", "ECE");
    reports.forEach(this::measures);
    String last = "";
    for (String name : reports.keySet()) {
      unknown(name, sets.get(name));
      last = name;
    }
    String shown = last;
    reports.get(last).details().ifPresent(details -> details(shown, details, classNames));
  }

  private void measures(String name, ClassificationReport report) {
    StringBuilder line = new StringBuilder();
    line.append(String.format(Locale.ROOT, "%-12s %,10d", name, report.rows()));
    line.append(number(report.accuracy())).append(number(report.logLoss()));
    report
        .details()
        .ifPresent(
            details ->
                line.append(number(details.macro().f1()))
                    .append(number(details.auc().macro()))
                    .append(number(details.brier()))
                    .append(number(details.ece())));
    line("%s", line);
  }

  /** Formats a table cell; undefined values become a dash. */
  private static String number(double value) {
    return Double.isNaN(value)
        ? String.format(Locale.ROOT, "%11s", "-")
        : String.format(Locale.ROOT, " %10.4f", value);
  }

  /** Prints the elapsed time and the paths of the results. */
  void written(OutputDirectory directory, Map<String, Double> seconds) {
    StringBuilder parts = new StringBuilder();
    seconds.forEach(
        (part, value) -> parts.append(String.format(Locale.ROOT, "%s %.1f s, ", part, value)));
    line("");
    line("time: %s", parts.substring(0, parts.length() - 2));
    Stream.of(ModelStore.NAME, SummaryJson.NAME, TuneJson.NAME, MetricsFile.NAME)
        .filter(directory::hasPublished)
        .forEach(name -> line("wrote %s", directory.display(name)));
  }

  /** Prints the path of the report. */
  void reported(OutputDirectory directory) {
    line("wrote %s", directory.display(Publisher.REPORT));
  }

  private void unknown(String name, DataSet set) {
    set.unknownLabels().entrySet().stream()
        .limit(MAX_UNKNOWN)
        .forEach(
            label ->
                line(
                    "%s: %s with the label '%s', which is not a class of the model: counted as errors",
                    name, Count.of(label.getValue(), "row"), OneLine.of(label.getKey())));
    if (set.unknownLabels().size() > MAX_UNKNOWN) {
      line(
          "%s: ... and %s",
          name, Count.of(set.unknownLabels().size() - MAX_UNKNOWN, "more such label"));
    }
    set.unknownCategories().entrySet().stream()
        .limit(MAX_UNKNOWN)
        .forEach(
            category ->
                line(
                    "%s: %s with %s, which is not in the training data: all its features are 0",
                    name, Count.of(category.getValue(), "row"), OneLine.of(category.getKey())));
    if (set.unknownFeatureValues() > 0) {
      line(
          "%s: ignored %s of features that are not in the training data",
          name, Count.of(set.unknownFeatureValues(), "value"));
    }
  }

  private void details(String name, DetailedMeasures details, Optional<List<String>> classNames) {
    List<String> labels = details.perClass().stream().map(c -> c.label()).toList();
    List<String> names = classNames.orElse(labels);
    if (names.size() <= MAX_CLASSES) {
      line("");
      classes(name, details, names.stream().map(c -> TextWidth.cut(c, MAX_LABEL)).toList());
    }
    if (!details.confusions().isEmpty()) {
      line("");
      line("most frequent confusions on %s:", name);
      details.confusions().stream()
          .limit(MAX_CONFUSIONS)
          .forEach(
              c ->
                  line(
                      "  %s predicted as %s: %,d",
                      confused(names.get(labels.indexOf(c.label()))),
                      confused(names.get(labels.indexOf(c.prediction()))),
                      c.rows()));
    }
  }

  private static String confused(String name) {
    return Names.shown(TextWidth.cut(name, MAX_CONFUSED));
  }

  private void classes(String set, DetailedMeasures details, List<String> names) {
    int width = Math.max(MIN_LABEL, TextWidth.of(names));
    line(
        "%s %10s %10s %10s %10s %10s",
        TextWidth.pad(set + " class", width), "rows", "precision", "recall", "F1", "AUC");
    for (int k = 0; k < names.size(); k++) {
      DetailedMeasures.ClassMeasures c = details.perClass().get(k);
      line(
          "%s %,10d %10.4f %10.4f %10.4f%s",
          TextWidth.pad(names.get(k), width),
          c.rows(),
          c.precision(),
          c.recall(),
          c.f1(),
          number(c.auc()));
    }
  }

  private void line(String format, Object... arguments) {
    out.println(String.format(Locale.ROOT, format, arguments).stripTrailing());
  }
}

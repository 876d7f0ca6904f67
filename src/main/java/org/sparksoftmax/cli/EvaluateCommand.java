package org.sparksoftmax.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.sparksoftmax.config.BadRows;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.data.EvaluationData;
import org.sparksoftmax.data.block.DataSet;
import org.sparksoftmax.data.row.Quarantine;
import org.sparksoftmax.math.evaluate.ClassificationReport;
import org.sparksoftmax.math.kernel.Kernels;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.output.OutputDirectory;
import org.sparksoftmax.run.record.RejectedFiles;
import org.sparksoftmax.run.record.ReportJson;
import org.sparksoftmax.run.record.SummaryJson;
import org.sparksoftmax.train.ModelStore;
import org.sparksoftmax.train.pass.SparkEvaluator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code evaluate}: evaluates a model on every configured data set. */
@Command(
    name = "evaluate",
    description =
        "Evaluates a model on labelled data: data.path (as 'train'), and data.validation and data.test, if "
            + "configured. Features are raw: the weights of the model include data.feature-multiplier.")
final class EvaluateCommand extends SparkCommand {

  @Option(names = "--model", paramLabel = "DIR", required = true, description = "The model.")
  private String model;

  @Mixin private ConfigOptions options;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Directory for summary.json (default: do not write it).")
  private String output;

  @Option(names = "--overwrite", description = "Replace the summary of an earlier run in --output.")
  private boolean overwrite;

  private TrainingConfig config;

  @Override
  void prepare() {
    config = options.read();
  }

  @Override
  double waitSeconds() {
    return config.cluster().waitSeconds();
  }

  @Override
  boolean needsSql() {
    return config.data().format().isTable();
  }

  @Override
  Optional<Kernels.Form> kernels() {
    return kernelsFor(config.data().format());
  }

  @Override
  int run(SparkSession spark, Stopwatch stopwatch) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    SoftmaxModel loaded = ModelStore.load(model, hadoop);
    if (output == null) {
      measure(spark, loaded, stopwatch, Optional.empty());
      return ExitCode.DONE;
    }
    OutputDirectory.Mode mode =
        overwrite ? OutputDirectory.Mode.OVERWRITE : OutputDirectory.Mode.NEW;
    try (OutputDirectory target = OutputDirectory.open(output, mode, hadoop)) {
      SummaryJson summary = measure(spark, loaded, stopwatch, Optional.of(target));
      target.write(
          SummaryJson.NAME, summary.origin(stopwatch.start()).seconds(stopwatch.seconds()).text());
      out().println("wrote " + target.display(SummaryJson.NAME));
      return ExitCode.DONE;
    }
  }

  private SummaryJson measure(
      SparkSession spark,
      SoftmaxModel loaded,
      Stopwatch stopwatch,
      Optional<OutputDirectory> directory) {
    Optional<RejectedFiles> rejected = directory.map(RejectedFiles::new);
    Map<String, DataSet> sets =
        EvaluationData.load(
            config.data(),
            spark,
            loaded,
            rejected.<Quarantine>map(r -> r).orElse(Quarantine.NOWHERE),
            out()::println);
    rejected.ifPresent(RejectedFiles::publish);
    stopwatch.lap("read");
    Map<String, ClassificationReport> reports = SparkEvaluator.evaluate(loaded, sets);
    stopwatch.lap("evaluate");
    Optional<List<String>> classNames =
        ReportJson.classNames(
            config.report(), loaded.classes(), spark.sparkContext().hadoopConfiguration());
    Console console = new Console(out());
    BadRows.Policy policy = config.data().badRows().policy();
    sets.forEach((name, set) -> console.rejected(name, set.rejections(), policy, directory));
    console.reports(reports, sets, classNames);
    SummaryJson summary = new SummaryJson().model(loaded).config(config);
    sets.forEach((name, set) -> summary.measures(name, set, reports.get(name)));
    return summary;
  }
}

package org.sparksoftmax.cli;

import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.sparksoftmax.config.BadRows;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.data.PredictionInput;
import org.sparksoftmax.data.row.Rejections;
import org.sparksoftmax.math.kernel.Kernels;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.output.OutputDirectory;
import org.sparksoftmax.run.record.RejectedFiles;
import org.sparksoftmax.text.Count;
import org.sparksoftmax.text.OneLine;
import org.sparksoftmax.train.ModelStore;
import org.sparksoftmax.train.predict.Predictor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code predict}: writes the predicted label and the probabilities of every row of data.path. */
@Command(
    name = "predict",
    description = {
      "Predicts the rows of data.path. Writes its columns (or the row number, from 1), then 'prediction'",
      "(the label) and 'probability' (one entry per class, in the order that 'describe' prints). A row that",
      "cannot be scored has neither, but a 'reason'."
    })
final class PredictCommand extends SparkCommand {

  @Option(names = "--model", paramLabel = "DIR", required = true, description = "The model.")
  private String model;

  @Mixin private ConfigOptions options;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      required = true,
      description = "Directory for the predictions, a data set that Spark can read.")
  private String output;

  @Option(names = "--overwrite", description = "Write into a directory that is not empty.")
  private boolean overwrite;

  @Option(
      names = "--format",
      defaultValue = "parquet",
      description = "parquet, csv or json (default: parquet).")
  private String format;

  private TrainingConfig config;
  private Predictor.Format form;

  @Override
  void prepare() {
    config = options.read();
    form = formOf(format);
  }

  private static Predictor.Format formOf(String name) {
    for (Predictor.Format candidate : Predictor.Format.values()) {
      if (candidate.name().toLowerCase(Locale.ROOT).equals(name)) {
        return candidate;
      }
    }
    throw new ConfigException(
        String.format(Locale.ROOT, "Invalid --format %s (must be parquet, csv or json)", name));
  }

  @Override
  Optional<Kernels.Form> kernels() {
    return kernelsFor(config.data().format());
  }

  @Override
  int run(SparkSession spark, Stopwatch stopwatch) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    SoftmaxModel loaded = ModelStore.load(model, hadoop);
    OutputDirectory.Mode mode =
        overwrite ? OutputDirectory.Mode.OVERWRITE : OutputDirectory.Mode.NEW;
    try (OutputDirectory directory = OutputDirectory.open(output, mode, hadoop)) {
      RejectedFiles rejected = new RejectedFiles(directory);
      PredictionInput input =
          PredictionInput.read(config.data(), spark, loaded, rejected, out()::println);
      rejected.publish();
      Predictor.write(
          new Predictor(spark, loaded).predict(input),
          form,
          directory,
          config.data().text().csv().nullValues());
      report(input, directory);
      out().println("wrote " + directory.display());
      return ExitCode.DONE;
    }
  }

  private void report(PredictionInput input, OutputDirectory directory) {
    out().println("predicted " + Count.of(input.rows(), "row"));
    Rejections rejections = input.rejections();
    if (rejections.rows() > 0) {
      out()
          .println(
              String.format(
                  Locale.ROOT,
                  "%s without a prediction, with the reason instead; the first: %s",
                  Count.of(rejections.rows(), "row"),
                  rejections.first().get(0)));
    }
    if (config.data().badRows().policy() == BadRows.Policy.QUARANTINE) {
      new Console(out())
          .rejected("input", rejections, BadRows.Policy.QUARANTINE, Optional.of(directory));
    }
    input
        .unknownCategories()
        .forEach(
            (category, rows) ->
                out()
                    .printf(
                        Locale.ROOT,
                        "%s with %s, which is not in the training data: all its features are 0%n",
                        Count.of(rows, "row"),
                        OneLine.of(category)));
    if (input.unknownFeatureValues() > 0) {
      out()
          .printf(
              Locale.ROOT,
              "ignored %s of features that the model does not have%n",
              Count.of(input.unknownFeatureValues(), "value"));
    }
  }
}

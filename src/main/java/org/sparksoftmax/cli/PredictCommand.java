package org.sparksoftmax.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.sparksoftmax.config.BadRows;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.data.PredictionInput;
import org.sparksoftmax.data.block.InputPaths;
import org.sparksoftmax.data.row.Rejections;
import org.sparksoftmax.math.kernel.Kernels;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.output.OutputDirectory;
import org.sparksoftmax.run.Lineage;
import org.sparksoftmax.run.record.RejectedFiles;
import org.sparksoftmax.text.Count;
import org.sparksoftmax.text.Keyword;
import org.sparksoftmax.text.OneLine;
import org.sparksoftmax.train.ModelStore;
import org.sparksoftmax.train.predict.PredictionFiles;
import org.sparksoftmax.train.predict.Predictor;
import org.sparksoftmax.train.predict.Probabilities;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code predict}: writes the predicted label and the probabilities of every row of data.path. */
@Command(
    name = "predict",
    description =
        "Predicts the rows of data.path. Writes its columns (or the row number, from 1), then 'prediction' "
            + "(the label, of the type that it was trained on) and 'probability' (one entry per class, in the order "
            + "that 'describe' prints). A row that cannot be scored has neither, but a 'reason'.")
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

  @Option(
      names = "--probabilities",
      defaultValue = "array",
      paramLabel = "FORM",
      description =
          "array: one column 'probability', an array in the order of the file _classes; columns: one column "
              + "'probability_CLASS' for each of at most 1,000 classes; none (default: array).")
  private String probabilities;

  private TrainingConfig config;
  private PredictionFiles.Format files;
  private Probabilities form;

  @Override
  void prepare() {
    config = options.read();
    files = choice("--format", format, PredictionFiles.Format.class, "parquet, csv or json");
    form = choice("--probabilities", probabilities, Probabilities.class, "array, columns or none");
  }

  private static <E extends Enum<E>> E choice(
      String option, String name, Class<E> type, String choices) {
    return Keyword.find(type, name)
        .orElseThrow(
            () ->
                new ConfigException(
                    String.format(
                        Locale.ROOT, "Invalid %s %s (must be %s)", option, name, choices)));
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
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    SoftmaxModel loaded = ModelStore.load(model, hadoop);
    Predictor predictor = new Predictor(spark, loaded, form);
    OutputDirectory.Mode mode =
        overwrite ? OutputDirectory.Mode.OVERWRITE : OutputDirectory.Mode.NEW;
    try (OutputDirectory directory = OutputDirectory.open(output, mode, hadoop)) {
      InputPaths rows = InputPaths.prediction(config.data());
      lineage().started(List.of(rows), directory.path());
      RejectedFiles rejected = new RejectedFiles(directory);
      PredictionInput input =
          PredictionInput.read(config.data(), spark, loaded, rejected, out()::println);
      rejected.publish();
      long read = input.rows() + input.rejections().rows();
      lineage().read(List.of(new Lineage.Read(rows, read, "", loaded.schema())));
      // A file of text keeps the numbers as they are written in the input.
      boolean texts = files == PredictionFiles.Format.CSV;
      PredictionFiles.write(
          predictor.predict(texts ? input.withTexts() : input),
          loaded,
          form,
          files,
          directory,
          config.data().text().csv().nullValues());
      lineage().completed("");
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

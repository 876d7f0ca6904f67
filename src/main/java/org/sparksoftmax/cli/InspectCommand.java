package org.sparksoftmax.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.data.inspect.DataProfile;
import org.sparksoftmax.data.inspect.FeatureSummary;
import org.sparksoftmax.data.inspect.Inspection;
import org.sparksoftmax.data.inspect.SampleSize;
import org.sparksoftmax.output.OutputDirectory;
import org.sparksoftmax.output.OutputFile;
import org.sparksoftmax.text.Count;
import org.sparksoftmax.text.OneLine;
import org.sparksoftmax.text.Secrets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code inspect}: profiles the data and proposes a configuration. */
@Command(
    name = "inspect",
    description =
        "Reads a sample of data.path and prints the type and values of each column with a proposed role, all "
            + "problems found, and a configuration for 'train'.")
final class InspectCommand extends SparkCommand {

  @Mixin private ConfigOptions options;

  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "The most rows of the sample (default: ${DEFAULT-VALUE}).",
      defaultValue = "" + SampleSize.DEFAULT_ROWS)
  private long rows;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "The file for the configuration (default: only print it).")
  private String output;

  @Option(names = "--overwrite", description = "Replace the file of --output.")
  private boolean overwrite;

  private TrainingConfig config;

  @Override
  void prepare() {
    if (rows < 1) {
      throw new ConfigException(
          String.format(Locale.ROOT, "Invalid --rows %d (must be >= 1)", rows));
    }
    config = options.read();
  }

  @Override
  double waitSeconds() {
    return config.cluster().waitSeconds();
  }

  @Override
  int run(SparkSession spark, Stopwatch stopwatch) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    SampleSize size = new SampleSize(rows);
    DataChoices choices = new DataChoices(options, spark, this::print);
    choices.chooseFormat();
    choices.chooseDelimiter();
    config = choices.config();
    if (!config.data().format().hasColumns()) {
      FeatureSummary.read(config.data(), size, spark).lines().forEach(this::print);
      return ExitCode.DONE;
    }
    Inspection inspection = choices.inspect(size);
    config = choices.config();
    print(heading(inspection.data()));
    inspection.data().remarks().forEach(this::print);
    out().println();
    inspection.table().forEach(this::print);
    out().println();
    print(
        Count.of(inspection.problems().size(), "problem")
            + (inspection.problems().isEmpty() ? "" : ":"));
    inspection.problems().forEach(problem -> print("- " + problem));
    out().println();
    Secrets.mask(inspection.configuration()).lines().forEach(this::print);
    if (output != null) {
      OutputDirectory.Mode mode =
          overwrite ? OutputDirectory.Mode.OVERWRITE : OutputDirectory.Mode.NEW;
      String written = OutputFile.write(output, mode, inspection.configuration(), hadoop);
      out().println();
      print("wrote " + written + ": train with submit/softmax train --config " + output);
    }
    return ExitCode.DONE;
  }

  private String heading(DataProfile data) {
    List<String> parts = new ArrayList<>();
    parts.add(
        Count.of(data.rows(), "row") + (data.whole() ? "" : " (a sample; --rows sets its size)"));
    parts.add(Count.of(data.columns().size(), "column"));
    parts.add(config.data().format().toString());
    if (data.header()) {
      parts.add("the first line is the header");
    } else if (!data.columns().isEmpty() && !data.columns().get(0).named()) {
      parts.add("without a header");
    }
    return Secrets.mask(config.data().path()) + ": " + String.join(", ", parts);
  }

  private void print(String line) {
    out().println(OneLine.of(line));
  }
}

package org.sparksoftmax.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.text.OneLine;
import org.sparksoftmax.train.ExportTarget;
import org.sparksoftmax.train.MllibModels;
import org.sparksoftmax.train.ModelStore;
import org.sparksoftmax.train.OutputDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code export}: writes a model in a form that others read. */
@Command(
    name = "export",
    description = {
      "Writes a model in a form that others read. mllib: a folder for Spark's own",
      "LogisticRegressionModel.load, with the names of the classes beside in labels.json. Linear",
      "models only."
    })
final class ExportCommand extends SparkCommand {

  private static final int MAX_SHOWN = 30;

  @Option(names = "--model", paramLabel = "DIR", required = true, description = "The model.")
  private String model;

  @Option(names = "--format", required = true, description = "mllib.")
  private String format;

  @Option(
      names = "--output",
      paramLabel = "PATH",
      required = true,
      description = "The folder to be made; the one above it must be writable.")
  private String output;

  @Option(names = "--overwrite", description = "Replace an earlier export.")
  private boolean overwrite;

  @Override
  void prepare() {
    if (!"mllib".equals(format)) {
      throw new ConfigException("Invalid --format %s (must be mllib)".formatted(format));
    }
  }

  @Override
  int run(SparkSession spark, Stopwatch stopwatch) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    SoftmaxModel loaded = ModelStore.load(model, hadoop);
    MllibModels.requireLinear(loaded); // before the directory above --output is made
    OutputDirectory.Mode mode =
        overwrite ? OutputDirectory.Mode.OVERWRITE : OutputDirectory.Mode.NEW;
    try (ExportTarget target = ExportTarget.open(output, mode, MllibModels.CONTENTS, hadoop)) {
      MllibModels.save(loaded, target, spark);
      report(loaded);
      out().println("wrote " + target.display());
      return ExitCode.DONE;
    }
  }

  /** What a vector of features and a number of a class mean, which MLlib has no names for. */
  private void report(SoftmaxModel loaded) {
    FeatureSchema schema = loaded.schema();
    out().printf(Locale.ROOT, "features: a vector of %,d entries%n", schema.features());
    if (!schema.columns().isEmpty() && schema.features() <= MAX_SHOWN) {
      out().println(OneLine.of("  " + numbered(schema.featureNames())));
    }
    out().printf(Locale.ROOT, "prediction: a class from 0 to %,d%n", loaded.classes().size() - 1);
    out().println(OneLine.of("  " + numbered(loaded.classes().labels())));
  }

  private static String numbered(List<String> names) {
    return IntStream.range(0, Math.min(MAX_SHOWN, names.size()))
            .mapToObj(i -> i + " = " + names.get(i))
            .collect(Collectors.joining(", "))
        + (names.size() > MAX_SHOWN ? ", ... (labels.json has all)" : "");
  }
}

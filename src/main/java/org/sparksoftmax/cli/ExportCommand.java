package org.sparksoftmax.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.model.export.ModelFile;
import org.sparksoftmax.model.export.OnnxFile;
import org.sparksoftmax.model.export.PmmlFile;
import org.sparksoftmax.output.ExportTarget;
import org.sparksoftmax.output.OutputDirectory;
import org.sparksoftmax.text.OneLine;
import org.sparksoftmax.train.ModelStore;
import org.sparksoftmax.train.mllib.MllibModels;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code export}: writes a model in a standard format. */
@Command(
    name = "export",
    description = {
      "Writes a model in a standard format.",
      "onnx: a file for ONNX runtimes; linear models and networks.",
      "pmml: a PMML 4.4 file; linear models only.",
      "mllib: a folder for MLlib's LogisticRegressionModel.load, with the class labels in labels.json;",
      "linear models only."
    })
final class ExportCommand extends SparkCommand {

  private static final int MAX_SHOWN = 30;
  private static final String MLLIB = "mllib";

  /** The formats that need no Spark session. */
  private static final List<ModelFile> FILES = List.of(new OnnxFile(), new PmmlFile());

  @Option(names = "--model", paramLabel = "DIR", required = true, description = "The model.")
  private String model;

  @Option(names = "--format", required = true, description = "onnx, pmml or mllib.")
  private String format;

  @Option(
      names = "--output",
      paramLabel = "PATH",
      required = true,
      description = "The file or folder to write; its parent must be writable.")
  private String output;

  @Option(names = "--overwrite", description = "Replace an earlier export of the same format.")
  private boolean overwrite;

  @Override
  void prepare() {
    if (file().isEmpty() && !MLLIB.equals(format)) {
      throw new ConfigException(
          String.format(Locale.ROOT, "Invalid --format %s (must be onnx, pmml or mllib)", format));
    }
  }

  private Optional<ModelFile> file() {
    return FILES.stream().filter(file -> file.name().equals(format)).findFirst();
  }

  private OutputDirectory.Mode mode() {
    return overwrite ? OutputDirectory.Mode.OVERWRITE : OutputDirectory.Mode.NEW;
  }

  @Override
  OptionalInt runWithoutSpark() {
    if (file().isEmpty()) {
      return OptionalInt.empty();
    }
    // The configuration includes the spark.hadoop settings of the command line.
    export(file().get(), SparkHadoopUtil.get().newConfiguration(new SparkConf()));
    return OptionalInt.of(ExitCode.DONE);
  }

  private void export(ModelFile file, Configuration hadoop) {
    SoftmaxModel loaded = ModelStore.load(model, hadoop);
    file.requireFits(loaded); // before the parent of --output is created
    try (ExportTarget target =
        ExportTarget.file(output, mode(), ModelFile.HEAD_BYTES, file::isOne, hadoop)) {
      target.write(out -> file.write(loaded, out));
      file.interfaceOf(loaded).forEach(line -> out().println(OneLine.of(line)));
      out().println(OneLine.of("classes, in order: " + named(loaded.classes().labels())));
      out().println("wrote " + target.display());
    }
  }

  private static String named(List<String> labels) {
    return labels.stream().limit(MAX_SHOWN).collect(Collectors.joining(" "))
        + (labels.size() > MAX_SHOWN ? " ... (describe prints all)" : "");
  }

  @Override
  int run(SparkSession spark, Stopwatch stopwatch) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    SoftmaxModel loaded = ModelStore.load(model, hadoop);
    MllibModels.requireLinear(loaded); // before the parent of --output is created
    try (ExportTarget target = ExportTarget.folder(output, mode(), MllibModels.CONTENTS, hadoop)) {
      MllibModels.save(loaded, target, spark);
      report(loaded);
      out().println("wrote " + target.display());
      return ExitCode.DONE;
    }
  }

  /** Prints the names of vector entries and class indices, which MLlib does not store. */
  private void report(SoftmaxModel loaded) {
    FeatureSchema schema = loaded.schema();
    out().printf(Locale.ROOT, "features: a vector of size %,d%n", schema.features());
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

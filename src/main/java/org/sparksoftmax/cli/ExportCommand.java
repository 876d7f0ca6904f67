package org.sparksoftmax.cli;

import java.util.Arrays;
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
import org.sparksoftmax.model.export.OnnxOptions;
import org.sparksoftmax.model.export.PmmlFile;
import org.sparksoftmax.output.ExportTarget;
import org.sparksoftmax.output.OutputDirectory;
import org.sparksoftmax.text.Keyword;
import org.sparksoftmax.text.Names;
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
      "mllib: a folder for MLlib's LogisticRegressionModel.load, with the class labels in labels.json; "
          + "linear models only."
    })
final class ExportCommand extends SparkCommand {

  private static final int MAX_SHOWN = 30;
  private static final String MLLIB = "mllib";

  private static final String ONNX = "onnx";
  private static final String PMML = "pmml";

  @Option(
      names = "--model",
      paramLabel = "DIR",
      required = true,
      description = "The model, or a saved pipeline with one model of spark-softmax.")
  private String model;

  @Option(names = "--format", required = true, description = "onnx, pmml or mllib.")
  private String format;

  @Option(
      names = "--output",
      paramLabel = "PATH",
      required = true,
      description = "The file or folder to write; its parent must be writable.")
  private String output;

  @Option(
      names = "--inputs",
      description =
          "Of onnx: vector (one input of all features, the default) or "
              + "columns (one input per column, with categories as in the data).")
  private String inputs;

  @Option(
      names = "--precision",
      description =
          "Of onnx: float32, float64 or auto (the default: weights and arithmetic in float64, "
              + "inputs in float32 unless the columns need float64).")
  private String precision;

  @Option(
      names = "--model-version",
      paramLabel = "N",
      description = "Of onnx: the model_version in the file, 1 by default.")
  private Long modelVersion;

  @Option(names = "--overwrite", description = "Replace an earlier export of the same format.")
  private boolean overwrite;

  private Optional<ModelFile> file;

  @Override
  void prepare() {
    if (!List.of(ONNX, PMML, MLLIB).contains(format)) {
      throw new ConfigException(
          String.format(Locale.ROOT, "Invalid --format %s (must be onnx, pmml or mllib)", format));
    }
    if (!format.equals(ONNX)) {
      refuse("--inputs", inputs, "pmml always takes columns, and mllib a vector");
      refuse("--precision", precision, "pmml and mllib compute in float64");
      refuse("--model-version", modelVersion, "pmml and mllib have none");
    }
    // mllib needs a Spark session instead.
    file =
        switch (format) {
          case ONNX -> Optional.of(new OnnxFile(onnxOptions()));
          case PMML -> Optional.of(new PmmlFile());
          default -> Optional.empty();
        };
  }

  private void refuse(String option, Object value, String reason) {
    if (value != null) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "Invalid %s %s for --format %s: it is for onnx; %s",
              option,
              value,
              format,
              reason));
    }
  }

  private OnnxOptions onnxOptions() {
    OnnxOptions usual = OnnxOptions.DEFAULT;
    long version = modelVersion == null ? usual.modelVersion() : modelVersion;
    if (version < 1) {
      throw new ConfigException(
          String.format(Locale.ROOT, "Invalid --model-version %d (must be > 0)", version));
    }
    return new OnnxOptions(
        choice("--inputs", OnnxOptions.Inputs.class, inputs, usual.inputs()),
        choice("--precision", OnnxOptions.Precision.class, precision, usual.precision()),
        version);
  }

  private static <E extends Enum<E>> E choice(
      String option, Class<E> type, String given, E otherwise) {
    if (given == null) {
      return otherwise;
    }
    return Keyword.find(type, given)
        .orElseThrow(
            () ->
                new ConfigException(
                    String.format(
                        Locale.ROOT,
                        "Invalid %s %s (must be one of %s)",
                        option,
                        given,
                        Arrays.stream(type.getEnumConstants())
                            .map(Keyword::of)
                            .collect(Collectors.joining(", ")))));
  }

  private OutputDirectory.Mode mode() {
    return overwrite ? OutputDirectory.Mode.OVERWRITE : OutputDirectory.Mode.NEW;
  }

  @Override
  OptionalInt runWithoutSpark() {
    if (file.isEmpty()) {
      return OptionalInt.empty();
    }
    // The configuration includes the spark.hadoop settings of the command line.
    export(file.get(), SparkHadoopUtil.get().newConfiguration(new SparkConf()));
    return OptionalInt.of(ExitCode.DONE);
  }

  private void export(ModelFile form, Configuration hadoop) {
    SoftmaxModel loaded = load(hadoop);
    form.requireFits(loaded); // before the parent of --output is created
    try (ExportTarget target =
        ExportTarget.file(output, mode(), ModelFile.HEAD_BYTES, form::isOne, hadoop)) {
      target.write(out -> form.write(loaded, out));
      form.interfaceOf(loaded).forEach(line -> out().println(OneLine.of(line)));
      out().println(OneLine.of("classes, in order: " + named(loaded.classes().labels())));
      out().println("wrote " + target.display());
    }
  }

  /** Loads the model, which may be a stage of a saved pipeline. */
  private SoftmaxModel load(Configuration hadoop) {
    Optional<String> stage = ModelStore.onlyStage(model, hadoop);
    stage.ifPresent(
        folder ->
            out()
                .println(
                    OneLine.of(
                        String.format(
                            Locale.ROOT,
                            "model: the stage %s; its features are those that the stages before it compute, which the export does not contain",
                            folder))));
    return ModelStore.load(stage.orElse(model), hadoop);
  }

  private static String named(List<String> labels) {
    return Names.list(labels.subList(0, Math.min(MAX_SHOWN, labels.size())))
        + (labels.size() > MAX_SHOWN ? " ... (describe prints all)" : "");
  }

  @Override
  int run(SparkSession spark, Stopwatch stopwatch) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    SoftmaxModel loaded = load(hadoop);
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
            .mapToObj(i -> i + " = " + Names.shown(names.get(i)))
            .collect(Collectors.joining(", "))
        + (names.size() > MAX_SHOWN ? ", ... (labels.json has all)" : "");
  }
}

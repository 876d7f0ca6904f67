package org.sparksoftmax.data;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.LabelIndex;

/** Opens the files of a configuration. */
final class Sources {

  private final DataConfig config;
  private final SparkSession spark;
  private final JavaSparkContext context;
  private final Configuration hadoop;

  Sources(DataConfig config, SparkSession spark) {
    this.config = config;
    this.spark = spark;
    this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    this.hadoop = spark.sparkContext().hadoopConfiguration();
  }

  /** The training files. */
  RowSource training() {
    return open(config.path(), config.labelsPath(), "data.path", Optional.empty(), true);
  }

  /**
   * Opens files.
   *
   * @param key the configuration key of {@code path}, for messages
   * @param known the schema of the model that the rows are for; empty while training
   */
  RowSource open(
      String path,
      Optional<String> labelsPath,
      String key,
      Optional<FeatureSchema> known,
      boolean labelRequired) {
    try {
      return switch (config.format()) {
        case CSV -> text(path, key, (byte) ',', known, labelRequired);
        case TSV -> text(path, key, (byte) '\t', known, labelRequired);
        case LIBSVM -> libsvm(path, key, known);
        case IDX -> idx(path, labelsPath, key, labelRequired);
        case CIFAR -> cifar(path, key);
        case PARQUET, ORC, JSON -> TableSource.open(path, key, config, spark, known, labelRequired);
      };
    } catch (IOException cannot) {
      throw new DataException(
          "Cannot read %s = %s: %s".formatted(key, path, cannot.getMessage()), cannot);
    }
  }

  private RowSource text(
      String path, String key, byte delimiter, Optional<FeatureSchema> known, boolean labelRequired)
      throws IOException {
    List<InputFile> files = InputFiles.list(path, key, hadoop);
    TextLines.FirstLine firstLine = TextLines.first(files.get(0).path(), hadoop);
    CsvSchema schema = CsvSchema.resolve(config, delimiter, firstLine, known, labelRequired);
    return new FileSource(
        context,
        Splits.ofText(files),
        new CsvReader(schema),
        schema.featureNames(),
        schema.header() != null,
        schema.categorical(),
        Optional.of(schema.table()));
  }

  private RowSource libsvm(String path, String key, Optional<FeatureSchema> known)
      throws IOException {
    int maxFeatures = known.isPresent() ? 0 : config.numFeatures().orElse(0);
    List<InputSplit> splits = Splits.ofText(InputFiles.list(path, key, hadoop));
    return new FileSource(context, splits, new LibsvmReader(maxFeatures));
  }

  private RowSource idx(String path, Optional<String> labelsPath, String key, boolean labelRequired)
      throws IOException {
    String labelsKey = key.replace(".path", "") + ".labels-path";
    if (labelRequired && labelsPath.isEmpty()) {
      throw new ConfigException(
          "Missing %s: idx data has its labels in files of their own".formatted(labelsKey));
    }
    List<InputFile> labels =
        labelsPath.isPresent() ? InputFiles.list(labelsPath.get(), labelsKey, hadoop) : List.of();
    List<InputFile> files = InputFiles.list(path, key, hadoop);
    return new FileSource(context, Splits.ofIdx(files, labels, key, hadoop), new IdxReader());
  }

  private RowSource cifar(String path, String key) throws IOException {
    List<InputFile> files = InputFiles.list(path, key, hadoop);
    CifarReader.Form form = null;
    for (InputFile file : files) {
      CifarReader.Form found = CifarReader.Form.of(file.path(), CifarReader.length(file, hadoop));
      if (form != null && form != found) {
        throw new DataException(
            "Cannot mix CIFAR-10 and CIFAR-100 files: %s = %s".formatted(key, path));
      }
      form = found;
    }
    return new FileSource(context, Splits.ofCifar(files, form), new CifarReader(form));
  }

  /** How rows of {@code source} become blocks. */
  RawOptions options(RowSource source, boolean holdOut, int knownFeatures, boolean keepCells) {
    HoldOut roles =
        holdOut
            ? new HoldOut(
                config.validation().fraction(), config.test().fraction(), config.splitSeed())
            : HoldOut.NONE;
    return new RawOptions(config.storage(), roles, source.categorical(), knownFeatures, keepCells);
  }

  /** Labelled rows from files of their own, in the form of the training rows. */
  DataSet labelled(
      String path,
      Optional<String> labelsPath,
      String key,
      LabelIndex classes,
      FeatureSchema schema,
      boolean sparse) {
    RowSource source = open(path, labelsPath, key, Optional.of(schema), true);
    RawOptions options = options(source, false, schema.features(), false);
    try (RawData raw = RawData.read(source, options)) {
      if (raw.rows(Role.TRAIN) == 0) {
        throw new DataException(
            "Cannot evaluate on zero rows: %s = %s has no row".formatted(key, path));
      }
      TrainingData.requireWidth(raw, schema, path);
      BlockPlan plan = TrainingData.plan(raw, source, classes, schema, sparse, config);
      return raw.assemble(Role.TRAIN, plan, classes, schema, 0);
    }
  }
}

package org.sparksoftmax.data;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.data.binary.CifarReader;
import org.sparksoftmax.data.binary.IdxReader;
import org.sparksoftmax.data.block.BlockPlan;
import org.sparksoftmax.data.block.DataSet;
import org.sparksoftmax.data.block.InputPaths;
import org.sparksoftmax.data.block.RawData;
import org.sparksoftmax.data.block.RawOptions;
import org.sparksoftmax.data.block.RowSource;
import org.sparksoftmax.data.column.ReadPurpose;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.HoldOut;
import org.sparksoftmax.data.row.InputFile;
import org.sparksoftmax.data.row.InputFiles;
import org.sparksoftmax.data.row.InputSplit;
import org.sparksoftmax.data.row.Quarantine;
import org.sparksoftmax.data.row.RowRules;
import org.sparksoftmax.data.row.SplitRole;
import org.sparksoftmax.data.table.TableSource;
import org.sparksoftmax.data.text.CsvSchema;
import org.sparksoftmax.data.text.LibsvmReader;
import org.sparksoftmax.data.text.TextLines;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.model.FeatureSchema;

/** Opens and reads the files of a configuration. */
final class Sources {

  private final DataConfig config;
  private final SparkSession spark;
  private final JavaSparkContext context;
  private final Configuration hadoop;
  private final Quarantine quarantine;

  Sources(DataConfig config, SparkSession spark, Quarantine quarantine) {
    KryoClasses.require(spark.sparkContext().conf());
    this.config = config;
    this.quarantine = quarantine;
    this.spark = spark;
    this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    this.hadoop = spark.sparkContext().hadoopConfiguration();
  }

  Configuration hadoop() {
    return hadoop;
  }

  /** Opens the training files. */
  RowSource training() {
    return open(InputPaths.training(config), ReadPurpose.training());
  }

  /** Opens the files of an input. */
  RowSource open(InputPaths input, ReadPurpose purpose) {
    try {
      return switch (config.format()) {
        case CSV -> text(input, (byte) ',', purpose);
        case TSV -> text(input, (byte) '\t', purpose);
        case LIBSVM -> libsvm(input, purpose);
        case IDX -> idx(input, purpose);
        case CIFAR -> cifar(input);
        case PARQUET, ORC, JSON -> TableSource.open(input, config, spark, purpose);
      };
    } catch (IOException cannot) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "Cannot read %s = %s: %s",
              input.key(),
              input.path(),
              cannot.getMessage()),
          cannot);
    }
  }

  private RowSource text(InputPaths input, byte delimiter, ReadPurpose purpose) throws IOException {
    List<InputFile> files = files(input);
    TextLines.FirstLine firstLine = TextLines.first(files.get(0).path(), hadoop);
    CsvSchema schema = CsvSchema.resolve(config, delimiter, firstLine, purpose);
    return new FileSource(context, Splits.ofText(files), schema);
  }

  private RowSource libsvm(InputPaths input, ReadPurpose purpose) throws IOException {
    int maxFeatures = purpose.schema().isPresent() ? 0 : config.numFeatures().orElse(0);
    List<InputSplit> splits = Splits.ofText(files(input));
    return new FileSource(context, splits, new LibsvmReader(maxFeatures));
  }

  private RowSource idx(InputPaths input, ReadPurpose purpose) throws IOException {
    if (purpose.labelled() && input.labelsPath().isEmpty()) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "Missing %s: idx data has its labels in files of their own",
              input.labelsKey()));
    }
    List<InputFile> labels =
        input.labelsPath().isPresent()
            ? InputFiles.list(input.labelsPath().get(), input.labelsKey(), hadoop)
            : List.of();
    List<InputSplit> splits = Splits.ofIdx(files(input), labels, input.key(), hadoop);
    return new FileSource(context, splits, new IdxReader());
  }

  private RowSource cifar(InputPaths input) throws IOException {
    List<InputFile> files = files(input);
    CifarReader.Form form = null;
    for (InputFile file : files) {
      CifarReader.Form found = CifarReader.Form.of(file.path(), CifarReader.length(file, hadoop));
      if (form != null && form != found) {
        throw new DataException(
            String.format(
                Locale.ROOT,
                "Cannot mix CIFAR-10 and CIFAR-100 files: %s = %s",
                input.key(),
                input.path()));
      }
      form = found;
    }
    return new FileSource(context, Splits.ofCifar(files, form), new CifarReader(form));
  }

  private List<InputFile> files(InputPaths input) throws IOException {
    return InputFiles.list(input.path(), input.key(), hadoop);
  }

  /**
   * Reads the training files.
   *
   * @param knownFeatures number of features of the model for which rows are read; 0 in training
   */
  RawData readTraining(RowSource source, int knownFeatures) {
    HoldOut roles =
        new HoldOut(config.validation().fraction(), config.test().fraction(), config.splitSeed());
    RowRules rules = RowRules.labelled(config);
    RawOptions options =
        new RawOptions(config.storage(), roles, source.categorical(), knownFeatures, false, rules);
    return RawData.read(source, options, InputPaths.training(config), quarantine);
  }

  /** Reads rows to predict, with their cells if the format has columns. */
  RawData readPrediction(RowSource source, int knownFeatures) {
    boolean keepCells = source.table().isPresent();
    RowRules rules = RowRules.unlabelled(config);
    RawOptions options =
        new RawOptions(
            config.storage(), HoldOut.NONE, source.categorical(), knownFeatures, keepCells, rules);
    return RawData.read(source, options, InputPaths.prediction(config), quarantine);
  }

  /** Reads labelled rows from separate files, in the form of the training rows. */
  DataSet labelled(InputPaths input, ModelForm form, boolean sparse) {
    LabelIndex classes = form.classes();
    FeatureSchema schema = form.schema();
    RowSource source = open(input, ReadPurpose.evaluation(schema, classes));
    RawOptions options =
        new RawOptions(
            config.storage(),
            HoldOut.NONE,
            source.categorical(),
            schema.features(),
            false,
            RowRules.labelled(config));
    try (RawData raw = RawData.read(source, options, input, quarantine)) {
      if (raw.rows(SplitRole.TRAIN) == 0) {
        throw new DataException(
            String.format(
                Locale.ROOT,
                "Cannot evaluate on zero rows: %s = %s has no row%s",
                input.key(),
                input.path(),
                raw.rejections().remark()));
      }
      form.requireWidth(raw, input.path());
      BlockPlan plan = form.plan(raw, source, sparse, config);
      return raw.assemble(SplitRole.TRAIN, plan, classes, schema, 0);
    }
  }
}

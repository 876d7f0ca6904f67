package org.sparksoftmax.data;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.config.TextFiles;
import org.sparksoftmax.data.binary.CifarReader;
import org.sparksoftmax.data.binary.IdxReader;
import org.sparksoftmax.data.block.BlockPlan;
import org.sparksoftmax.data.block.DataSet;
import org.sparksoftmax.data.block.InputPaths;
import org.sparksoftmax.data.block.RawData;
import org.sparksoftmax.data.block.RawOptions;
import org.sparksoftmax.data.block.RowSource;
import org.sparksoftmax.data.block.TableVersions;
import org.sparksoftmax.data.column.ReadPurpose;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.HoldOut;
import org.sparksoftmax.data.row.InputFile;
import org.sparksoftmax.data.row.InputFiles;
import org.sparksoftmax.data.row.InputSplit;
import org.sparksoftmax.data.row.Quarantine;
import org.sparksoftmax.data.row.RowRules;
import org.sparksoftmax.data.row.SplitRole;
import org.sparksoftmax.data.source.TableLogs;
import org.sparksoftmax.data.table.FrameInput;
import org.sparksoftmax.data.table.TableSource;
import org.sparksoftmax.data.text.CsvSchema;
import org.sparksoftmax.data.text.LibsvmForm;
import org.sparksoftmax.data.text.LibsvmReader;
import org.sparksoftmax.data.text.TextSample;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.output.FileFailure;
import org.sparksoftmax.text.OneLine;

/** Opens and reads the files of a configuration. */
final class Sources {

  private final DataConfig config;
  private final SparkSession spark;
  private final JavaSparkContext context;
  private final Configuration hadoop;
  private final Quarantine quarantine;
  private final Consumer<String> remarks;

  /** The versions of tables to read; the current ones of other tables. */
  private final TableVersions begun;

  /** The smallest index that the data shows; −1 until it is known. */
  private int foundIndexBase = -1;

  Sources(DataConfig config, SparkSession spark, Quarantine quarantine, Consumer<String> remarks) {
    this(config, spark, quarantine, remarks, TableVersions.NONE);
  }

  /**
   * @param remarks receives what the data decides where the configuration leaves it open, one line
   *     each
   * @param begun the versions of tables that a resumed run began with
   */
  Sources(
      DataConfig config,
      SparkSession spark,
      Quarantine quarantine,
      Consumer<String> remarks,
      TableVersions begun) {
    KryoClasses.require(spark.sparkContext().conf());
    this.config = config;
    this.quarantine = quarantine;
    this.begun = begun;
    this.remarks = remark -> remarks.accept("note: " + OneLine.of(remark));
    this.spark = spark;
    this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    this.hadoop = spark.sparkContext().hadoopConfiguration();
  }

  /** The sources of a run over a DataFrame, whose rows need no remarks. */
  static Sources of(DataConfig config, FrameInput input) {
    return new Sources(config, input.frame().sparkSession(), Quarantine.NOWHERE, remark -> {});
  }

  /** Tells what the user should know about the data, in one line. */
  void remark(String text) {
    remarks.accept(text);
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
    if (!config.format().isDataSource()) {
      TableLogs.refuse(input, config.format(), hadoop);
    }
    try {
      return switch (config.format().name()) {
        case "csv", "tsv" -> text(input, purpose);
        case "libsvm" -> libsvm(input, purpose);
        case "idx" -> idx(input, purpose);
        case "cifar" -> cifar(input);
        default -> TableSource.open(input, config, spark, purpose, begun);
      };
    } catch (IOException cannot) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "Cannot read %s = %s: %s",
              input.key(),
              input.path(),
              FileFailure.reason(cannot)),
          cannot);
    }
  }

  private RowSource text(InputPaths input, ReadPurpose purpose) throws IOException {
    List<InputFile> files = files(input);
    requireSameFolders(files);
    TextSample sample = TextSample.of(files, config.text().encoding(), hadoop);
    CsvSchema schema = CsvSchema.resolve(config, sample, purpose, remarks);
    return new FileSource(context, Splits.ofText(files), schema);
  }

  private RowSource libsvm(InputPaths input, ReadPurpose purpose) throws IOException {
    int maxFeatures = purpose.schema().isPresent() ? 0 : config.numFeatures().orElse(0);
    List<InputSplit> splits = Splits.ofText(filesWithoutFolders(input));
    LibsvmForm form = LibsvmForm.of(config, indexBase(), maxFeatures);
    return new FileSource(context, splits, new LibsvmReader(form));
  }

  /** The smallest index, which for all inputs is that of data.path. */
  private int indexBase() throws IOException {
    TextFiles.IndexBase configured = config.text().indexBase();
    if (configured != TextFiles.IndexBase.AUTO) {
      return LibsvmForm.baseOf(configured);
    }
    if (foundIndexBase < 0) {
      List<InputFile> files = files(InputPaths.training(config));
      TextSample sample = TextSample.of(files, config.text().encoding(), hadoop);
      foundIndexBase = LibsvmForm.baseOf(sample, remarks);
    }
    return foundIndexBase;
  }

  private static void requireSameFolders(List<InputFile> files) {
    InputFile first = files.get(0);
    for (InputFile file : files) {
      if (!file.keys().equals(first.keys())) {
        throw new DataException(
            String.format(
                Locale.ROOT,
                "Cannot read files in different folders key=value as one table: %s has the keys %s, and %s has %s",
                InputFiles.shown(first.path()),
                first.keys(),
                InputFiles.shown(file.path()),
                file.keys()));
      }
    }
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
    List<InputSplit> splits = Splits.ofIdx(filesWithoutFolders(input), labels, input.key(), hadoop);
    return new FileSource(context, splits, new IdxReader());
  }

  private RowSource cifar(InputPaths input) throws IOException {
    List<InputFile> files = filesWithoutFolders(input);
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
    return new FileSource(context, Splits.ofCifar(files, form, hadoop), new CifarReader(form));
  }

  /** The files of a format without columns, to which folders cannot add any. */
  private List<InputFile> filesWithoutFolders(InputPaths input) throws IOException {
    List<InputFile> files = files(input);
    for (InputFile file : files) {
      if (!file.keys().isEmpty()) {
        throw new DataException(
            String.format(
                Locale.ROOT,
                "Cannot read %s: %s data has no column for the key %s of its folder; name the folders in %s",
                InputFiles.shown(file.path()),
                config.format(),
                file.keys(),
                input.key()));
      }
    }
    return files;
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
    RowRules rules = RowRules.labelled(config, source.hasNumericLabels());
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
            RowRules.labelled(config, source.hasNumericLabels()));
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

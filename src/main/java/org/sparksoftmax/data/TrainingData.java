package org.sparksoftmax.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.config.SplitConfig;
import org.sparksoftmax.config.Storage;
import org.sparksoftmax.data.block.BlockPlan;
import org.sparksoftmax.data.block.DataSet;
import org.sparksoftmax.data.block.FeatureProfile;
import org.sparksoftmax.data.block.InputPaths;
import org.sparksoftmax.data.block.RawData;
import org.sparksoftmax.data.block.RawSample;
import org.sparksoftmax.data.block.RowSource;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.NameFile;
import org.sparksoftmax.data.row.Quarantine;
import org.sparksoftmax.data.row.RawSummary;
import org.sparksoftmax.data.row.SplitRole;
import org.sparksoftmax.data.table.FrameInput;
import org.sparksoftmax.data.table.FrameSource;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.FeatureUnits;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.model.FeatureSchema;

/**
 * The data sets of a training run, and what was learned from the training rows alone: classes and
 * schema.
 *
 * @param profile how values are stored, and how far the features spread
 */
public record TrainingData(
    DataSet train,
    Optional<DataSet> validation,
    Optional<DataSet> test,
    LabelIndex classes,
    FeatureSchema schema,
    FeatureProfile profile)
    implements AutoCloseable {

  /** Above it, dense rows take less time than sparse ones, and little more memory. */
  private static final double DENSE_SHARE = 0.25;

  /**
   * Reads the files that {@code config} names and caches them.
   *
   * @throws DataException if the data is bad
   * @throws org.sparksoftmax.config.ConfigException if the configuration does not fit the data
   */
  public static TrainingData load(DataConfig config, SparkSession spark) {
    return load(config, spark, Quarantine.NOWHERE);
  }

  /** As {@link #load(DataConfig, SparkSession)}; bad rows to be kept go into {@code quarantine}. */
  public static TrainingData load(DataConfig config, SparkSession spark, Quarantine quarantine) {
    Sources sources = new Sources(config, spark, quarantine);
    return load(config, sources, sources.training());
  }

  /**
   * Reads the rows of a DataFrame and caches them.
   *
   * @param config how to read them; it names no files
   * @throws DataException if a row is bad
   */
  public static TrainingData load(DataConfig config, FrameInput input) {
    Sources sources = new Sources(config, input.frame().sparkSession(), Quarantine.NOWHERE);
    return load(config, sources, FrameSource.training(input));
  }

  private static TrainingData load(DataConfig config, Sources sources, RowSource source) {
    try (RawData raw = sources.readTraining(source, 0)) {
      requireRows(raw, config);
      requireHeldOut(raw, source);
      LabelIndex classes = classes(raw, source, config);
      FeatureSchema schema = schema(raw, source, config);
      ModelSize.require(classes.size(), schema.features(), true);
      FeatureSchema named = named(schema, config, sources);
      boolean sparse = isSparse(raw, source, schema);
      FeatureProfile profile =
          FeatureProfile.of(
              RawSample.of(raw, schema), schema, config.storage(), raw.allU8(), sparse);
      BlockPlan plan =
          new BlockPlan(
              classes, schema, source.categorical(), sparse, profile.storage(), profile.units());
      ModelForm form = new ModelForm(classes, schema, profile.units());
      Assembly assembly = new Assembly(sources, form, sparse);
      int partitions = config.partitions().orElse(0);
      DataSet train = raw.assemble(SplitRole.TRAIN, plan, classes, schema, partitions);
      Optional<DataSet> validation =
          source.holdsOut(SplitRole.VALIDATION)
              ? Optional.of(raw.assemble(SplitRole.VALIDATION, plan, classes, schema, 0))
              : assembly.heldOut(raw, plan, SplitRole.VALIDATION, config.validation());
      Optional<DataSet> test = assembly.heldOut(raw, plan, SplitRole.TEST, config.test());
      return new TrainingData(train, validation, test, classes, named, profile);
    }
  }

  /** Where the data sets are. */
  public SparkContext context() {
    return train.context();
  }

  /** All data sets by name: {@code train}, and {@code validation} and {@code test} if there are. */
  public Map<String, DataSet> sets() {
    Map<String, DataSet> sets = new LinkedHashMap<>();
    sets.put(SplitRole.TRAIN.keyword(), train);
    validation.ifPresent(set -> sets.put(SplitRole.VALIDATION.keyword(), set));
    test.ifPresent(set -> sets.put(SplitRole.TEST.keyword(), set));
    return sets;
  }

  /** The weight order of every block. */
  public WeightOrder order() {
    return train.order();
  }

  /** The same rows, with another {@link DataSet#withAggregationDepth depth}. */
  public TrainingData withAggregationDepth(int depth) {
    return new TrainingData(
        train.withAggregationDepth(depth),
        validation.map(set -> set.withAggregationDepth(depth)),
        test.map(set -> set.withAggregationDepth(depth)),
        classes,
        schema,
        profile);
  }

  /** How values are stored: u8, f32 or f64. */
  public Storage storage() {
    return profile.storage();
  }

  /** The units of the features in the blocks. */
  public FeatureUnits units() {
    return profile.units();
  }

  /** About how large the stored values of each feature are; 0 where a sample shows none. */
  public double[] sizes() {
    return profile.sizes();
  }

  @Override
  public void close() {
    train.close();
    validation.ifPresent(DataSet::close);
    test.ifPresent(DataSet::close);
  }

  /** How rows that were read for a model take its form. */
  static BlockPlan plan(
      RawData raw, RowSource source, ModelForm form, boolean sparse, DataConfig config) {
    return new BlockPlan(
        form.classes(),
        form.schema(),
        source.categorical(),
        sparse,
        storage(raw, form.units(), config),
        form.units());
  }

  private static Storage storage(RawData raw, FeatureUnits units, DataConfig config) {
    if (config.storage() != Storage.AUTO) {
      return config.storage();
    }
    if (units.needsFloat64()) {
      return Storage.F64;
    }
    return raw.allU8() && !units.isCentred() ? Storage.U8 : Storage.F32;
  }

  /**
   * Checks that dense rows have the model's number of columns.
   *
   * @throws DataException if they do not
   */
  static void requireWidth(RawData raw, FeatureSchema schema, String path) {
    int width = schema.columns().isEmpty() ? schema.features() : schema.columns().size();
    for (RawSummary summary : raw.summaries()) {
      boolean dense = !summary.anySparseRow && summary.features > 0;
      if (dense && summary.features != width) {
        throw new DataException(
            "Cannot apply the model to %s: its rows have %d features where the model has %d"
                .formatted(path, summary.features, width));
      }
    }
  }

  /** Sparse rows stay sparse; one-hot columns become sparse where that is smaller than dense. */
  static boolean isSparse(RawData raw, FeatureSchema schema) {
    return raw.anySparseRow()
        || (schema.hasCategories() && schema.features() > 2 * schema.columns().size());
  }

  /**
   * As {@link #isSparse(RawData, FeatureSchema)}; vectors by how many of their values are not 0.
   */
  static boolean isSparse(RawData raw, RowSource source, FeatureSchema schema) {
    return isSparse(raw, schema)
        && !(source.vectors() && raw.shareOfValues(schema.features()) > DENSE_SHARE);
  }

  private static void requireHeldOut(RawData raw, RowSource source) {
    if (source.holdsOut(SplitRole.VALIDATION) && raw.rows(SplitRole.VALIDATION) == 0) {
      throw new DataException(
          "Cannot validate on zero rows: no row is marked as one for validation");
    }
  }

  private static void requireRows(RawData raw, DataConfig config) {
    if (raw.rows(SplitRole.TRAIN) == 0) {
      throw new DataException(
          "Cannot train on zero rows: data.path = %s has no row%s%s"
              .formatted(
                  config.path(),
                  raw.rows(SplitRole.TEST) + raw.rows(SplitRole.VALIDATION) > 0
                      ? " left beside data.validation.fraction and data.test.fraction"
                      : "",
                  raw.rejections().remark()));
    }
    if (raw.summaries().stream().noneMatch(summary -> summary.anyPositiveWeight)) {
      throw new DataException(
          "Cannot train on rows of weight 0: every row of data.path = %s has the weight 0 (data.weight-column)"
              .formatted(config.path()));
    }
  }

  /** All classes that have a target, or those that occur. */
  private static LabelIndex classes(RawData raw, RowSource source, DataConfig config) {
    LabelIndex classes = source.classes(raw.labelRows(SplitRole.TRAIN).keySet());
    if (classes.size() < 2) {
      throw new DataException(
          "Cannot train on %d class: all %d rows of data.path = %s have the label '%s' (at least 2 classes needed)"
              .formatted(
                  classes.size(), raw.rows(SplitRole.TRAIN), config.path(), classes.label(0)));
    }
    return classes;
  }

  private static void requireOneWidth(RawData raw, int widest, DataConfig config) {
    for (RawSummary summary : raw.summaries()) {
      boolean dense = !summary.anySparseRow && summary.features > 0;
      if (dense && summary.features < widest && !raw.anySparseRow()) {
        throw new DataException(
            "Cannot train on rows of different lengths: data.path = %s has rows of %d and of %d features"
                .formatted(config.path(), summary.features, widest));
      }
    }
  }

  /** Of vectors, sparse ones among them. */
  private static void requireOneSize(RawData raw, DataConfig config) {
    int[] sizes =
        raw.summaries().stream()
            .mapToInt(summary -> summary.features)
            .filter(size -> size > 0)
            .distinct()
            .toArray();
    if (sizes.length > 1) {
      throw new DataException(
          "Cannot train on vectors of different sizes: data.path = %s has vectors of %d and of %d values"
              .formatted(config.path(), sizes[0], sizes[1]));
    }
  }

  private static FeatureSchema schema(RawData raw, RowSource source, DataConfig config) {
    int seen = raw.summaries().stream().mapToInt(summary -> summary.features).max().orElse(0);
    if (source.vectors()) {
      requireOneSize(raw, config);
    }
    List<String> names = source.columns();
    if (names.isEmpty()) {
      requireOneWidth(raw, seen, config);
      int features = config.numFeatures().orElse(Math.max(seen, source.features()));
      if (features < 1) {
        throw new DataException(
            "Cannot train without features: no row of data.path = %s has one"
                .formatted(config.path()));
      }
      return FeatureSchema.unnamed(features);
    }
    List<FeatureSchema.InputColumn> columns = new ArrayList<>();
    int c = 0;
    int[] categorical = source.categorical();
    for (int j = 0; j < names.size(); j++) {
      List<String> categories = List.of();
      if (c < categorical.length && categorical[c] == j) {
        categories =
            LabelIndex.inNaturalOrder(raw.categoryRows(SplitRole.TRAIN, c++).keySet()).labels();
      }
      columns.add(new FeatureSchema.InputColumn(names.get(j), categories));
    }
    int features = columns.stream().mapToInt(FeatureSchema.InputColumn::width).sum();
    return new FeatureSchema(features, columns, source.columnsNamed());
  }

  /** The names of features change nothing of the rows, nor of their fingerprint. */
  private static FeatureSchema named(FeatureSchema schema, DataConfig config, Sources sources) {
    if (config.featureNames().isEmpty()) {
      return schema;
    }
    String key = "data.feature-names";
    String path = config.featureNames().get();
    if (!schema.columns().isEmpty()) {
      throw new ConfigException(
          "Invalid %s = %s: the columns of data.path = %s have names of their own; remove it"
              .formatted(key, path, config.path()));
    }
    return FeatureSchema.named(
        new NameFile(path, key).read(schema.features(), "features", sources.hadoop()));
  }

  /** Gives held-out rows the form of the training rows. */
  private record Assembly(Sources sources, ModelForm form, boolean sparse) {

    Optional<DataSet> heldOut(
        RawData trainingFiles, BlockPlan plan, SplitRole role, SplitConfig split) {
      Optional<InputPaths> files = InputPaths.heldOut(role, split);
      if (files.isPresent()) {
        return Optional.of(sources.labelled(files.get(), form, sparse));
      }
      return split.fraction() > 0
          ? Optional.of(trainingFiles.assemble(role, plan, form.classes(), form.schema(), 0))
          : Optional.empty();
    }
  }
}

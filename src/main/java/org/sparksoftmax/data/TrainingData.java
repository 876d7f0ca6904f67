package org.sparksoftmax.data;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
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
import org.sparksoftmax.data.block.TableVersions;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.Quarantine;
import org.sparksoftmax.data.row.SplitRole;
import org.sparksoftmax.data.table.FrameInput;
import org.sparksoftmax.data.table.FrameSource;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.FeatureUnits;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.LabelType;

/**
 * The data sets of a training run, with the classes and schema learned from the training rows only.
 *
 * @param labelType the type of the labels
 * @param profile storage and spread of the features
 * @param onlyLabel the label that all training rows have; empty if they differ, or have target
 *     probabilities
 */
public record TrainingData(
    DataSet train,
    Optional<DataSet> validation,
    Optional<DataSet> test,
    LabelIndex classes,
    LabelType labelType,
    FeatureSchema schema,
    FeatureProfile profile,
    Optional<String> onlyLabel)
    implements AutoCloseable {

  /**
   * Reads the configured files and caches the rows.
   *
   * @throws DataException if the data is invalid
   * @throws org.sparksoftmax.config.ConfigException if the configuration does not fit the data
   */
  public static TrainingData load(DataConfig config, SparkSession spark) {
    return load(config, spark, Quarantine.NOWHERE);
  }

  /**
   * Reads the configured files and caches the rows; {@code quarantine} stores bad rows if
   * configured.
   */
  public static TrainingData load(DataConfig config, SparkSession spark, Quarantine quarantine) {
    return load(config, spark, quarantine, remark -> {});
  }

  /** Reads the rows and caches them; the current versions of tables. */
  public static TrainingData load(
      DataConfig config, SparkSession spark, Quarantine quarantine, Consumer<String> remarks) {
    return load(config, spark, quarantine, remarks, TableVersions.NONE);
  }

  /**
   * Reads the rows and caches them.
   *
   * @param quarantine stores bad rows if configured
   * @param remarks receives what the data decides where the configuration leaves it open, one line
   *     each
   * @param begun the versions of tables that a resumed run began with
   */
  public static TrainingData load(
      DataConfig config,
      SparkSession spark,
      Quarantine quarantine,
      Consumer<String> remarks,
      TableVersions begun) {
    Sources sources = new Sources(config, spark, quarantine, remarks, begun);
    return load(config, sources, sources.training());
  }

  /**
   * Reads the rows of a DataFrame and caches them.
   *
   * @param config how to read the rows; without files
   * @throws DataException if a row is bad
   */
  public static TrainingData load(DataConfig config, FrameInput input) {
    Sources sources = Sources.of(config, input);
    return load(config, sources, FrameSource.training(input));
  }

  private static TrainingData load(DataConfig config, Sources sources, RowSource source) {
    try (RawData raw = sources.readTraining(source, 0)) {
      TrainingRows rows = new TrainingRows(raw, source, config);
      rows.requireRows();
      LabelIndex classes = rows.classes();
      FeatureSchema schema = rows.schema(sources::remark);
      ModelSize.require(classes.size(), schema.features(), true);
      FeatureSchema named = rows.named(schema, sources.hadoop());
      boolean sparse = ModelForm.isSparse(raw, source, schema);
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
      rows.remarks().forEach(sources::remark);
      LabelType type = rows.labelType(classes);
      return new TrainingData(
          train, validation, test, classes, type, named, profile, rows.onlyLabel());
    }
  }

  /** The Spark context that caches the data sets. */
  public SparkContext context() {
    return train.context();
  }

  /**
   * All data sets by name: {@code train}, and {@code validation} and {@code test} if they exist.
   */
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

  /** Returns the same rows with another {@link DataSet#withAggregationDepth depth}. */
  public TrainingData withAggregationDepth(int depth) {
    return new TrainingData(
        train.withAggregationDepth(depth),
        validation.map(set -> set.withAggregationDepth(depth)),
        test.map(set -> set.withAggregationDepth(depth)),
        classes,
        labelType,
        schema,
        profile,
        onlyLabel);
  }

  /** The storage type of the values: u8, f32 or f64. */
  public Storage storage() {
    return profile.storage();
  }

  /** The units of the features in the blocks. */
  public FeatureUnits units() {
    return profile.units();
  }

  /** The typical magnitude of the stored values of each feature; 0 if a sample has none. */
  public double[] sizes() {
    return profile.sizes();
  }

  @Override
  public void close() {
    train.close();
    validation.ifPresent(DataSet::close);
    test.ifPresent(DataSet::close);
  }

  /** Converts held-out rows to the form of the training rows. */
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

package org.sparksoftmax.data;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.data.block.BlockPlan;
import org.sparksoftmax.data.block.InputPaths;
import org.sparksoftmax.data.block.RawData;
import org.sparksoftmax.data.block.RowSource;
import org.sparksoftmax.data.column.ReadPurpose;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.Quarantine;
import org.sparksoftmax.data.row.RawSummary;
import org.sparksoftmax.data.row.Rejections;
import org.sparksoftmax.data.row.SplitRole;
import org.sparksoftmax.math.block.FeatureBlock;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.model.SoftmaxModel;

/**
 * Rows to predict: features in the form of the model, and the input cells that the output keeps.
 * Labels are not required.
 *
 * @param columns type of the kept columns: those of the input or, without columns, the row number
 *     from 1
 * @param numbers the columns of a text file that are features as they are, in increasing order:
 *     their cells are the texts of numbers
 * @param batches all rows in input order, the bad ones without features
 * @param rows the number of rows with features
 * @param rejections the bad rows
 * @param unknownCategories number of rows of each category that the model does not have
 * @param unknownFeatureValues number of ignored sparse values at features that the model does not
 *     have
 * @param cached the rows as read, from which Spark computes the batches
 */
public record PredictionInput(
    StructType columns,
    int[] numbers,
    JavaRDD<Batch> batches,
    long rows,
    Rejections rejections,
    Map<String, Long> unknownCategories,
    long unknownFeatureValues,
    JavaRDD<?> cached)
    implements AutoCloseable {

  /**
   * Consecutive rows.
   *
   * @param features the features of the rows that have them; null if none has
   * @param kept the kept columns of each row
   * @param reasons why a row has no features; null for a row with features
   */
  public record Batch(FeatureBlock features, Object[][] kept, String[] reasons)
      implements Serializable {}

  /**
   * Reads {@code data.path} for {@code model}.
   *
   * @param quarantine stores bad rows if configured
   */
  public static PredictionInput read(
      DataConfig config, SparkSession spark, SoftmaxModel model, Quarantine quarantine) {
    return read(config, spark, model, quarantine, remark -> {});
  }

  /**
   * Reads {@code data.path} for {@code model}.
   *
   * @param remarks receives what the data decides where the configuration leaves it open, one line
   *     each
   */
  public static PredictionInput read(
      DataConfig config,
      SparkSession spark,
      SoftmaxModel model,
      Quarantine quarantine,
      Consumer<String> remarks) {
    Sources sources = new Sources(config, spark, quarantine, remarks);
    RowSource source =
        sources.open(InputPaths.prediction(config), ReadPurpose.prediction(model.schema()));
    Optional<StructType> table = source.table();
    LabelIndex none = LabelIndex.inGivenOrder(List.of());
    ModelForm form = new ModelForm(none, model.schema(), model.units());
    RawData raw = sources.readPrediction(source, model.schema().features());
    try {
      form.requireWidth(raw, config.path());
    } catch (DataException bad) {
      raw.close();
      throw bad;
    }
    boolean sparse = ModelForm.isSparse(raw, model.schema());
    BlockPlan plan = form.plan(raw, source, sparse, config);
    PredictionRows rows = new PredictionRows(plan, table.map(StructType::size), offsets(raw));
    JavaRDD<Batch> batches = raw.partitions().flatMap(partition -> rows.of(partition).iterator());
    return new PredictionInput(
        table.orElse(new StructType().add("row", DataTypes.LongType, false)),
        source.numbers(),
        batches,
        raw.rows(SplitRole.TRAIN),
        raw.rejections(),
        raw.unknownCategories(SplitRole.TRAIN, model.schema()),
        raw.summaries().stream().mapToLong(summary -> summary.unknownFeatureValues).sum(),
        raw.partitions());
  }

  /** The same rows, whose numbers in text files remain the texts that the file has. */
  public PredictionInput withTexts() {
    return new PredictionInput(
        columns,
        new int[0],
        batches,
        rows,
        rejections,
        unknownCategories,
        unknownFeatureValues,
        cached);
  }

  /** Frees the cached rows. Spark reads them again for batches that it computes later. */
  @Override
  public void close() {
    cached.unpersist(false);
  }

  /** The number of rows before each split. */
  private static long[] offsets(RawData raw) {
    long[] offsets = new long[raw.summaries().size()];
    long before = 0;
    for (RawSummary summary : raw.summaries()) {
      offsets[summary.split] = before;
      before += summary.rows() + summary.rejected;
    }
    return offsets;
  }
}

package org.sparksoftmax.data;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.linalg.FeatureBlock;
import org.sparksoftmax.model.LabelIndex;
import org.sparksoftmax.model.SoftmaxModel;

/**
 * Rows to be predicted: features in the model's form beside what is to be kept of the input. Labels
 * are not needed.
 *
 * @param columns type of the kept columns: the input's own, or the number of the row from 1
 * @param batches the rows in input order, block by block
 * @param unknownCategories rows of each category that the model does not know
 * @param unknownFeatureValues sparse values at features that the model does not have
 */
public record PredictionInput(
    StructType columns,
    JavaRDD<Batch> batches,
    long rows,
    Map<String, Long> unknownCategories,
    long unknownFeatureValues) {

  /**
   * Some consecutive rows.
   *
   * @param kept for each row its kept columns
   */
  public record Batch(FeatureBlock features, Object[][] kept) implements Serializable {}

  /** Reads {@code data.path} for {@code model}. */
  public static PredictionInput read(DataConfig config, SparkSession spark, SoftmaxModel model) {
    Sources sources = new Sources(config, spark);
    RowSource source =
        sources.open(
            config.path(), config.labelsPath(), "data.path", Optional.of(model.schema()), false);
    Optional<StructType> table = source.table();
    RawOptions options =
        sources.options(source, false, model.schema().features(), table.isPresent());
    RawData raw = RawData.read(source, options);
    TrainingData.requireWidth(raw, model.schema(), config.path());
    boolean sparse = TrainingData.isSparse(raw, model.schema());
    LabelIndex none = LabelIndex.inGivenOrder(List.of());
    BlockPlan plan = TrainingData.plan(raw, source, none, model.schema(), sparse, config);
    long[] offsets = offsets(raw);
    boolean keepsCells = table.isPresent();
    JavaRDD<Batch> batches =
        raw.partitions()
            .flatMap(
                partition -> {
                  int[][] maps = plan.categoryMaps(partition.summary());
                  long offset = offsets[partition.summary().split];
                  return partition.blocks().stream()
                      .map(block -> batch(block, plan, maps, keepsCells, offset))
                      .iterator();
                });
    return new PredictionInput(
        table.orElse(new StructType().add("row", DataTypes.LongType, false)),
        batches,
        raw.rows(Role.TRAIN),
        raw.unknownCategories(Role.TRAIN, model.schema()),
        raw.summaries().stream().mapToLong(summary -> summary.unknownFeatureValues).sum());
  }

  private static Batch batch(
      RawBlock block, BlockPlan plan, int[][] maps, boolean keepsCells, long offset) {
    Object[][] kept =
        keepsCells
            ? block.cells()
            : IntStream.range(0, block.rows())
                .mapToObj(i -> new Object[] {offset + block.firstRow() + i + 1})
                .toArray(Object[][]::new);
    return new Batch(plan.features(block, maps), kept);
  }

  /** Rows before each split. */
  private static long[] offsets(RawData raw) {
    long[] offsets = new long[raw.summaries().size()];
    long before = 0;
    for (RawSummary summary : raw.summaries()) {
      offsets[summary.split] = before;
      before += summary.rows(Role.TRAIN);
    }
    return offsets;
  }
}

package org.sparksoftmax.data.block;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.PartitionPruningRDD;
import org.apache.spark.storage.StorageLevel;
import org.sparksoftmax.data.job.ExecutorJob;
import org.sparksoftmax.data.job.JobDescription;
import org.sparksoftmax.data.job.PartitionJob;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.Quarantine;
import org.sparksoftmax.data.row.RawSummary;
import org.sparksoftmax.data.row.RejectedRow;
import org.sparksoftmax.data.row.Rejections;
import org.sparksoftmax.data.row.SplitRole;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.model.FeatureSchema;
import scala.Function1;
import scala.Tuple2;

/** All splits of one input, read once and cached until closed. */
public final class RawData implements AutoCloseable {

  private final JavaRDD<RawPartition> partitions;
  private final List<RawSummary> summaries;
  private final Rejections rejections;

  /** The source of the rows of each split. */
  private final List<String> places;

  /** The versions of the tables that the rows come from. */
  private final List<TableVersion> tables;

  /** The lineages of the blocks assembled from this data. */
  private final List<LightLineage> lineages = new ArrayList<>();

  private RawData(JavaRDD<RawPartition> partitions, List<RawSummary> summaries, RowSource source) {
    this.partitions = partitions;
    this.summaries = summaries;
    this.places = source.places();
    this.tables = source.tables();
    this.rejections = Rejections.of(summaries);
  }

  /**
   * Reads all splits.
   *
   * @param quarantine stores the bad rows if configured
   * @throws DataException for the first error in file order, or if there are too many bad rows
   */
  public static RawData read(
      RowSource source, RawOptions options, InputPaths input, Quarantine quarantine) {
    JavaRDD<RawPartition> partitions = source.read(options);
    partitions.persist(StorageLevel.MEMORY_AND_DISK());
    List<RawSummary> summaries =
        new ArrayList<>(
            JobDescription.during(
                partitions.context(),
                "reading " + input.key(),
                () -> PartitionJob.collectAll(partitions, RawData::summaries)));
    summaries.sort(Comparator.comparingInt(summary -> summary.split));
    RawData data = new RawData(partitions, summaries, source);
    try {
      data.requireUsable(input, options.rules().maxRejected());
      if (options.rules().quarantines() && data.rejections.rows() > 0) {
        quarantine.take(input.name(), data.rejectedRows());
      }
      return data;
    } catch (RuntimeException failed) {
      data.close();
      throw failed;
    }
  }

  private void requireUsable(InputPaths input, long maxRejected) {
    for (RawSummary summary : summaries) {
      if (summary.error != null) {
        throw new DataException(summary.error);
      }
    }
    if (rejections.rows() > maxRejected) {
      long rows = rejections.rows() + summaries.stream().mapToLong(RawSummary::rows).sum();
      boolean cutShort = summaries.stream().anyMatch(summary -> summary.cutShort);
      throw new DataException(
          String.format(
              Locale.ROOT,
              "Too many bad rows: %,d of %,d rows%s of %s = %s are bad, data.max-bad-rows = %,d; the first: %s",
              rejections.rows(),
              rows,
              cutShort ? " read" : "",
              input.key(),
              input.path(),
              maxRejected,
              rejections.first().get(0)));
    }
  }

  /** All bad rows as JSON; the iterator fetches one split at a time. */
  private Iterator<String> rejectedRows() {
    HashSet<Object> splits = new HashSet<>();
    summaries.stream().filter(s -> s.rejected > 0).forEach(s -> splits.add(s.split));
    Function1<Object, Object> affected =
        (Function1<Object, Object> & Serializable) splits::contains;
    JavaRDD<String> rows =
        partitions.flatMap(
            part -> Arrays.stream(part.rejected()).map(RejectedRow::json).iterator());
    return PartitionPruningRDD.create(rows.rdd(), affected).toJavaRDD().toLocalIterator();
  }

  public Rejections rejections() {
    return rejections;
  }

  public JavaRDD<RawPartition> partitions() {
    return partitions;
  }

  public List<RawSummary> summaries() {
    return summaries;
  }

  public boolean anySparseRow() {
    return summaries.stream().anyMatch(summary -> summary.anySparseRow);
  }

  /** The number of stored values of all rows, as a fraction of rows · features. */
  public double shareOfValues(int features) {
    double rows = summaries.stream().mapToDouble(RawSummary::rows).sum();
    return storedValues() / (rows * features);
  }

  /** The number of stored values of all rows: cells, or non-zeros. */
  double storedValues() {
    return summaries.stream()
        .flatMap(summary -> summary.blocks.stream())
        .mapToDouble(RawSummary.BlockSize::storedValues)
        .sum();
  }

  public boolean allU8() {
    return summaries.stream().allMatch(summary -> summary.allU8);
  }

  public long rows(SplitRole role) {
    return summaries.stream().mapToLong(summary -> summary.rows(role)).sum();
  }

  /** The number of rows of each label. */
  public Map<String, Long> labelRows(SplitRole role) {
    Map<String, Long> rows = new TreeMap<>();
    summaries.forEach(
        summary ->
            summary
                .labelRows
                .getOrDefault(role, new HashMap<>())
                .forEach((label, count) -> rows.merge(label, count, Long::sum)));
    return rows;
  }

  /** The number of rows of each value of categorical column {@code c}. */
  public Map<String, Long> categoryRows(SplitRole role, int c) {
    Map<String, Long> rows = new TreeMap<>();
    for (RawSummary summary : summaries) {
      if (summary.categoryRows.containsKey(role)) {
        summary
            .categoryRows
            .get(role)
            .get(c)
            .forEach((category, count) -> rows.merge(category, count, Long::sum));
      }
    }
    return rows;
  }

  /**
   * Converts the rows of {@code role} to their final form, in {@code wanted} partitions; 0 to
   * choose the number by size.
   */
  public DataSet assemble(
      SplitRole role, BlockPlan plan, LabelIndex classes, FeatureSchema schema, int wanted) {
    JavaRDD<ExampleBlock> blocks =
        partitions.flatMap(partition -> plan.assemble(partition, role).iterator());
    List<RawSummary.BlockSize> sizes = blockSizes(role);
    int splits = partitions.getNumPartitions();
    int target = wanted > 0 ? wanted : plan.partitions(sizes);
    boolean goodAsRead = wanted == 0 && splits >= target && splits <= 4 * target;
    if (splits != target && !goodAsRead && !sizes.isEmpty()) {
      BlockPartitioner partitioner = BlockPartitioner.of(sizes, target);
      blocks =
          SplitPieces.areInMemory(partitions)
              ? SplitPieces.of(partitions, plan, role, partitioner, sizes)
              : blocks
                  .mapToPair(block -> new Tuple2<>(block.order(), block))
                  .partitionBy(partitioner)
                  .mapPartitions(RawData::sorted);
    }
    LightLineage lineage = LightLineage.of(blocks);
    lineages.add(lineage);
    blocks = lineage.toJavaRDD();
    blocks.persist(StorageLevel.MEMORY_AND_DISK());
    BlockInventory inventory = inventory(blocks, role, schema);
    return new DataSet(
        ExecutorJob.of(blocks),
        plan.order(),
        plan.arithmetic(),
        rows(role),
        role == SplitRole.TRAIN ? rejections : Rejections.NONE,
        plan.storedValues(sizes),
        unknownLabels(role, classes),
        unknownCategories(role, schema),
        summaries.stream().mapToLong(summary -> summary.unknownFeatureValues).sum(),
        inventory,
        places,
        tables,
        inventory.fingerprint(classes.labels() + "\n" + schema),
        PartitionJob.USUAL_DEPTH);
  }

  private static List<RawSummary> summaries(Iterator<RawPartition> parts) {
    List<RawSummary> summaries = new ArrayList<>();
    parts.forEachRemaining(part -> summaries.add(part.summary()));
    return summaries;
  }

  /** Computes the inventory. The blocks remain cached only if this succeeds. */
  private static BlockInventory inventory(
      JavaRDD<ExampleBlock> blocks, SplitRole role, FeatureSchema schema) {
    try {
      return JobDescription.during(
          blocks.context(),
          String.format(Locale.ROOT, "blocks of %s rows", role.keyword()),
          () -> DataSet.inventoryOf(blocks, schema.features()));
    } catch (Throwable failed) { // Spark's exceptions are undeclared
      blocks.unpersist(false);
      throw failed;
    }
  }

  @Override
  public void close() {
    partitions.unpersist(false);
    lineages.forEach(LightLineage::renew);
  }

  private List<RawSummary.BlockSize> blockSizes(SplitRole role) {
    return summaries.stream()
        .flatMap(summary -> summary.blocks.stream())
        .filter(block -> block.role() == role)
        .sorted(Comparator.comparingLong(RawSummary.BlockSize::order))
        .toList();
  }

  private static Iterator<ExampleBlock> sorted(Iterator<Tuple2<Long, ExampleBlock>> pairs) {
    List<ExampleBlock> blocks = new ArrayList<>();
    pairs.forEachRemaining(pair -> blocks.add(pair._2()));
    blocks.sort(Comparator.comparingLong(ExampleBlock::order));
    return blocks.iterator();
  }

  private Map<String, Long> unknownLabels(SplitRole role, LabelIndex classes) {
    Map<String, Long> unknown = labelRows(role);
    unknown.keySet().removeIf(label -> classes.indexOf(label).isPresent());
    return unknown;
  }

  public Map<String, Long> unknownCategories(SplitRole role, FeatureSchema schema) {
    Map<String, Long> unknown = new TreeMap<>();
    int c = 0;
    for (FeatureSchema.InputColumn column : schema.columns()) {
      if (column.isCategorical()) {
        categoryRows(role, c++)
            .forEach(
                (category, rows) -> {
                  if (!column.categories().contains(category)) {
                    unknown.put(column.featureName(category), rows);
                  }
                });
      }
    }
    return unknown;
  }
}

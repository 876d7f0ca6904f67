package org.sparksoftmax.data.block;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.sparksoftmax.data.job.ExecutorJob;
import org.sparksoftmax.data.job.JobDescription;
import org.sparksoftmax.data.job.PartitionJob;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.Rejections;
import org.sparksoftmax.math.block.Arithmetic;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.block.WeightOrder;

/**
 * Labelled rows in final form, cached on the executors until closed.
 *
 * @param executors runs the passes over the blocks, which are sorted by order within each partition
 * @param order the weight order of every block
 * @param arithmetic the type in which products over the blocks are computed
 * @param rejections the bad rows that were skipped; none for held-out rows of the training files,
 *     whose bad rows are counted in the training set
 * @param storedValues number of stored values of all blocks: cells, or non-zeros
 * @param unknownLabels number of rows of each label that the model does not have
 * @param unknownCategories number of rows of each category that the model does not have, as {@code
 *     column=category}
 * @param unknownFeatureValues number of sparse values at features that the model does not have
 * @param inventory the inventory of the blocks
 * @param places the source of the rows of each split, for messages
 * @param tables the versions of the tables that the rows come from; empty if they have none
 * @param fingerprint SHA-256 over the contents, the same for the same files and configuration
 * @param aggregationDepth depth of the tree in which partial results of many partitions are merged
 */
public record DataSet(
    ExecutorJob<ExampleBlock> executors,
    WeightOrder order,
    Arithmetic arithmetic,
    long rows,
    Rejections rejections,
    long storedValues,
    Map<String, Long> unknownLabels,
    Map<String, Long> unknownCategories,
    long unknownFeatureValues,
    BlockInventory inventory,
    List<String> places,
    List<TableVersion> tables,
    String fingerprint,
    int aggregationDepth)
    implements AutoCloseable {

  /** The cached blocks. */
  public JavaRDD<ExampleBlock> blocks() {
    return executors.elements();
  }

  /** The Spark context that caches the blocks. */
  public SparkContext context() {
    return blocks().context();
  }

  /**
   * The number of cores that Spark gives to an executor, or to this process if it runs the tasks.
   */
  public int coresOfExecutor() {
    return executors.cores();
  }

  public int partitions() {
    return blocks().getNumPartitions();
  }

  /**
   * Sums over all blocks, in one Spark job.
   *
   * @param sum computes the sum over the blocks of a partition; must read all of them
   * @param merge adds one sum to another; sums are merged in any order
   * @throws DataException if a file has changed
   */
  public <S> S fold(PartitionJob.OfPartition<ExampleBlock, S> sum, PartitionJob.Merge<S> merge) {
    CheckedSum<S> total =
        PartitionJob.reduce(
            blocks(),
            partition -> new CheckedSum<>(sum, partition),
            (one, other) -> one.merge(other, merge),
            PartitionJob.treeDepth(partitions(), aggregationDepth));
    return checked(total);
  }

  /**
   * Returns the sum over all blocks.
   *
   * @throws DataException if a file has changed
   */
  public <S> S checked(CheckedSum<S> all) {
    requireUnchanged(all.checksum(), order -> true);
    return all.sum();
  }

  /**
   * Computes the sum over the blocks of each partition, in partition order, in one Spark job.
   *
   * @param sum as for {@link #fold}
   * @throws DataException if a file has changed
   */
  public <S> List<S> foldEach(PartitionJob.OfPartition<ExampleBlock, S> sum) {
    List<CheckedSum<S>> sums =
        PartitionJob.collect(blocks(), partition -> new CheckedSum<>(sum, partition));
    requireUnchanged(sums.stream().mapToLong(CheckedSum::checksum).sum(), order -> true);
    return sums.stream().map(CheckedSum::sum).toList();
  }

  /**
   * Computes a value from all blocks together, partition after partition, in one task.
   *
   * @param function as for {@link #fold}
   * @throws DataException if a file has changed
   */
  public <S> S foldTogether(PartitionJob.OfPartition<ExampleBlock, S> function) {
    CheckedSum<S> all =
        PartitionJob.collect(
                blocks().coalesce(1), partition -> new CheckedSum<>(function, partition))
            .get(0);
    return checked(all);
  }

  /**
   * Checks that a pass read every block once, with its original contents. Cached blocks that were
   * lost are read again from files, which may have changed.
   *
   * @param checksum sum of the content hashes of the blocks of the pass
   * @param selected selects the blocks of the pass by their order
   * @throws DataException if a file has changed
   */
  public void requireUnchanged(long checksum, LongPredicate selected) {
    if (checksum == inventory.checksum(selected)) {
      return;
    }
    OptionalLong changed = inventory.firstDifference(inventoryOf(blocks(), inventory.features()));
    throw new DataException(
        changed.isPresent()
            ? String.format(
                Locale.ROOT,
                "Input changed during the run: %s differs from the first read; restore it or start again",
                place(changed.getAsLong()))
            : "Input changed during the run, and has since been restored: start again with files that do not change");
  }

  /**
   * Computes the example weight of each class, Σ w·t, in one Spark job. The result is bit-identical
   * for any distribution of the blocks. Rows of a class that the model does not have are ignored.
   *
   * @param classes K
   * @throws DataException if a file has changed
   */
  public double[] classWeightSums(int classes) {
    return JobDescription.during(
            context(),
            "weights of the classes",
            () ->
                fold(
                    partition -> {
                      ClassTotals part = new ClassTotals(classes);
                      partition.forEachRemaining(part::add);
                      return part;
                    },
                    ClassTotals::merge))
        .values();
  }

  /**
   * Computes the number of rows before each block, with blocks sorted and keyed by order, in one
   * Spark job.
   */
  public NavigableMap<Long, Long> rowsBefore() {
    NavigableMap<Long, Long> counts = new TreeMap<>();
    foldEach(
            partition -> {
              List<long[]> rowsOfBlocks = new ArrayList<>();
              partition.forEachRemaining(
                  block -> rowsOfBlocks.add(new long[] {block.order(), block.rows()}));
              return rowsOfBlocks;
            })
        .forEach(part -> part.forEach(block -> counts.put(block[0], block[1])));
    long before = 0;
    for (Map.Entry<Long, Long> block : counts.entrySet()) {
      before += block.setValue(before);
    }
    return counts;
  }

  /** The source of the rows of the block with this order, such as the path of a file. */
  public String place(long order) {
    int split = RawBlock.split(order);
    return split < places.size() ? places.get(split) : "part " + split;
  }

  /** Computes the inventory of the blocks, in one Spark job. */
  static BlockInventory inventoryOf(JavaRDD<ExampleBlock> blocks, int features) {
    return PartitionJob.reduce(
        blocks,
        partition -> {
          BlockInventory inventory = new BlockInventory(features);
          partition.forEachRemaining(inventory::add);
          return inventory;
        },
        BlockInventory::merge,
        PartitionJob.treeDepth(blocks.getNumPartitions(), PartitionJob.USUAL_DEPTH));
  }

  /**
   * Returns the same rows; partial results of their partitions are merged in a tree of this depth.
   */
  public DataSet withAggregationDepth(int depth) {
    return new DataSet(
        executors,
        order,
        arithmetic,
        rows,
        rejections,
        storedValues,
        unknownLabels,
        unknownCategories,
        unknownFeatureValues,
        inventory,
        places,
        tables,
        fingerprint,
        depth);
  }

  /** Frees the cached blocks. */
  @Override
  public void close() {
    blocks().unpersist(false);
  }
}

package org.sparksoftmax.data.block;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function2;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.JobDescription;
import org.sparksoftmax.data.row.Rejections;
import org.sparksoftmax.math.block.Arithmetic;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.block.WeightOrder;

/**
 * Labelled rows in final form, cached on the executors until closed.
 *
 * @param blocks sorted by order within each partition
 * @param order the weight order of every block
 * @param arithmetic the type in which products over the blocks are computed
 * @param rejections bad rows that were left out of the files; none for rows held out from the
 *     training files, whose bad rows are those of the training set
 * @param storedValues of all blocks: cells, or non-zeros
 * @param unknownLabels rows of each label that the model does not know
 * @param unknownCategories rows of each category that the model does not know, as {@code
 *     column=category}
 * @param unknownFeatureValues sparse values at features that the model does not have
 * @param inventory which blocks there are
 * @param places where the rows of each split come from, for messages
 * @param fingerprint SHA-256 over the contents, the same for the same files and configuration
 * @param aggregationDepth depth of the tree in which partial results of many partitions are merged
 */
public record DataSet(
    JavaRDD<ExampleBlock> blocks,
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
    String fingerprint,
    int aggregationDepth)
    implements AutoCloseable {

  /** Partial results of so many partitions are merged fastest on the driver. */
  private static final int FEW_PARTITIONS = 16;

  /** Of the tree in which those of more are merged, unless another is asked for. */
  public static final int USUAL_DEPTH = 2;

  /** Where the blocks are. */
  public SparkContext context() {
    return blocks.context();
  }

  public int partitions() {
    return blocks.getNumPartitions();
  }

  /**
   * Sums over all blocks: one Spark job.
   *
   * @param sum over the blocks of a partition
   * @param merge adds one sum to another, in any order
   * @throws DataException if a file has changed
   */
  public <S> S fold(CheckedSum.OfPartition<S> sum, Function2<S, S, S> merge) {
    CheckedSum<S> total =
        checked(sum).treeReduce((one, other) -> one.merge(other, merge), treeDepth());
    requireUnchanged(total.checksum(), order -> true);
    return total.sum();
  }

  /**
   * The sums over the blocks of each partition, in the order of the partitions: one Spark job.
   *
   * @throws DataException if a file has changed
   */
  public <S> List<S> foldEach(CheckedSum.OfPartition<S> sum) {
    List<CheckedSum<S>> sums = checked(sum).collect();
    requireUnchanged(sums.stream().mapToLong(CheckedSum::checksum).sum(), order -> true);
    return sums.stream().map(CheckedSum::sum).toList();
  }

  private <S> JavaRDD<CheckedSum<S>> checked(CheckedSum.OfPartition<S> sum) {
    return blocks.mapPartitions(partition -> List.of(new CheckedSum<>(sum, partition)).iterator());
  }

  /**
   * Checks that a pass read every block once, with its original contents: cached blocks that were
   * lost are read again, from files that may have changed.
   *
   * @param checksum sum of the content hashes of the blocks of the pass
   * @param selected the blocks of the pass, by their order
   * @throws DataException if a file has changed
   */
  public void requireUnchanged(long checksum, LongPredicate selected) {
    if (checksum == inventory.checksum(selected)) {
      return;
    }
    OptionalLong changed = inventory.firstDifference(inventoryOf(blocks, inventory.features()));
    throw new DataException(
        changed.isPresent()
            ? "Input changed while it was in use: %s is not what it was when it was read first; restore it, or begin again"
                .formatted(place(changed.getAsLong()))
            : "Input changed while it was in use, and is now as before: begin again with files that nobody writes to");
  }

  /**
   * The example weight of each class, Σ w·t: one Spark job. The same bits however the blocks are
   * spread; rows of a class that the model does not know count for none.
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
   * The number of rows before each block, by its order, the blocks being sorted by it: one Spark
   * job.
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

  /** Where the rows of the block of this order come from, such as the path of a file. */
  public String place(long order) {
    int split = RawBlock.split(order);
    return split < places.size() ? places.get(split) : "part " + split;
  }

  /** Looks at every block: one Spark job. */
  static BlockInventory inventoryOf(JavaRDD<ExampleBlock> blocks, int features) {
    return blocks
        .mapPartitions(
            partition -> {
              BlockInventory inventory = new BlockInventory(features);
              partition.forEachRemaining(inventory::add);
              return List.of(inventory).iterator();
            })
        .treeReduce(BlockInventory::merge, treeDepth(blocks.getNumPartitions(), USUAL_DEPTH));
  }

  /** The same rows, the partial results of whose partitions are merged in a tree of this depth. */
  public DataSet withAggregationDepth(int depth) {
    return new DataSet(
        blocks,
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
        fingerprint,
        depth);
  }

  /**
   * Depth of the tree in which partial results are merged: few are merged fastest on the driver,
   * many would fill its memory.
   */
  public int treeDepth() {
    return treeDepth(partitions(), aggregationDepth);
  }

  /** As {@link #treeDepth()}, of so many partitions. */
  public static int treeDepth(int partitions, int aggregationDepth) {
    return partitions <= FEW_PARTITIONS ? 1 : aggregationDepth;
  }

  /** Frees the cached blocks. */
  @Override
  public void close() {
    blocks.unpersist(false);
  }
}

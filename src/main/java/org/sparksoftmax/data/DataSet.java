package org.sparksoftmax.data;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.sparksoftmax.linalg.Arithmetic;
import org.sparksoftmax.linalg.ExampleBlock;
import org.sparksoftmax.linalg.WeightOrder;

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
    String fingerprint)
    implements AutoCloseable {

  /** Where the blocks are. */
  public SparkContext context() {
    return blocks.context();
  }

  public int partitions() {
    return blocks.getNumPartitions();
  }

  /**
   * Checks that a pass saw every block once, with the contents that were there at first: cached
   * blocks that were lost are read anew, from files that may have changed.
   *
   * @param checksum sum of the content hashes of the blocks of the pass
   * @throws DataException if a file has changed
   */
  public void requireUnchanged(long checksum) {
    requireUnchanged(checksum, order -> true);
  }

  /**
   * As {@link #requireUnchanged(long)}, of a pass over some of the blocks.
   *
   * @param selected which, by their order
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

  private String place(long order) {
    int split = RawBlock.split(order);
    return split < places.size() ? places.get(split) : "part " + split;
  }

  /**
   * The example weight of each class, Σ w·t: one Spark job. The same bits however the blocks are
   * spread; rows of a class that the model does not know count for none.
   *
   * @param classes K
   * @throws DataException if a file has changed
   */
  public double[] classWeightSums(int classes) {
    ClassTotals totals =
        JobDescription.during(
            context(),
            "weights of the classes",
            () ->
                blocks
                    .mapPartitions(
                        partition -> {
                          ClassTotals part = new ClassTotals(classes);
                          partition.forEachRemaining(part::add);
                          return List.of(part).iterator();
                        })
                    .treeReduce(ClassTotals::merge, treeDepth(partitions())));
    requireUnchanged(totals.checksum());
    return totals.values();
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
        .treeReduce(BlockInventory::merge, treeDepth(blocks.getNumPartitions()));
  }

  /**
   * Depth of the tree in which partial results are merged: few are merged fastest on the driver,
   * many would fill its memory.
   */
  public static int treeDepth(int partitions) {
    return partitions <= 16 ? 1 : 2;
  }

  /** Frees the cached blocks. */
  @Override
  public void close() {
    blocks.unpersist(false);
  }
}

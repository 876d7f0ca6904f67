package org.sparksoftmax.data;

import java.util.Map;
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
    String fingerprint)
    implements AutoCloseable {

  public int partitions() {
    return blocks.getNumPartitions();
  }

  /** Frees the cached blocks. */
  @Override
  public void close() {
    blocks.unpersist(false);
  }
}

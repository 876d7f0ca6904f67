package org.sparksoftmax.data.job;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.sparksoftmax.math.block.ExampleBlock;

/**
 * The blocks of a partition of one of two data sets. Exists within a task only.
 *
 * @param second whether they are blocks of the second data set
 */
public record BlocksOfSet(boolean second, Iterator<ExampleBlock> blocks) {

  static JavaRDD<BlocksOfSet> of(JavaRDD<ExampleBlock> set, boolean second) {
    return set.mapPartitions(blocks -> List.of(new BlocksOfSet(second, blocks)).iterator());
  }
}

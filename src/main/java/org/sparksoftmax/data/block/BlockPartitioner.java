package org.sparksoftmax.data.block;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.Partitioner;
import org.sparksoftmax.data.row.RawSummary;

/** Assigns contiguous runs of blocks to partitions of about equal size. */
public final class BlockPartitioner extends Partitioner {
  private static final long serialVersionUID = 1L;

  /** Order of the first block of each partition, increasing. */
  private final long[] firstOrders;

  private BlockPartitioner(long[] firstOrders) {
    this.firstOrders = firstOrders;
  }

  /** Divides blocks, sorted by order, into at most {@code partitions} runs. */
  public static BlockPartitioner of(List<RawSummary.BlockSize> blocks, int partitions) {
    long total = blocks.stream().mapToLong(BlockPartitioner::cost).sum();
    long[] firstOrders = new long[Math.min(partitions, blocks.size())];
    long before = 0;
    int cut = 0;
    for (int b = 0; b < blocks.size() && cut < firstOrders.length; b++) {
      boolean mustCut = blocks.size() - b == firstOrders.length - cut;
      if (mustCut || before >= total * ((double) cut / firstOrders.length)) {
        firstOrders[cut++] = blocks.get(b).order();
      }
      before += cost(blocks.get(b));
    }
    return new BlockPartitioner(firstOrders);
  }

  private static long cost(RawSummary.BlockSize block) {
    return block.storedValues() + block.rows();
  }

  @Override
  public int numPartitions() {
    return firstOrders.length;
  }

  @Override
  public int getPartition(Object order) {
    int at = Arrays.binarySearch(firstOrders, (Long) order);
    return at >= 0 ? at : Math.max(0, -at - 2);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BlockPartitioner that && Arrays.equals(firstOrders, that.firstOrders);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(firstOrders);
  }
}

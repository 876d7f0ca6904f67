package org.sparksoftmax.data.block;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.data.row.RawSummary;
import org.sparksoftmax.data.row.SplitRole;

class BlockPartitionerTest {

  private static List<RawSummary.BlockSize> blocks(int count) {
    return LongStream.range(0, count)
        .mapToObj(order -> new RawSummary.BlockSize(SplitRole.TRAIN, 3 * order, 10, 1000))
        .toList();
  }

  @Test
  void blocksOfEqualSizeAreSharedEvenlyInOrder() {
    for (int partitions : new int[] {1, 2, 3, 7, 12}) {
      BlockPartitioner partitioner = BlockPartitioner.of(blocks(12), partitions);
      assertThat(partitioner.numPartitions()).isEqualTo(partitions);
      int[] counts = new int[partitions];
      int last = 0;
      for (long order = 0; order < 36; order += 3) {
        int partition = partitioner.getPartition(order);
        assertThat(partition).isBetween(last, last + 1);
        counts[partition]++;
        last = partition;
      }
      for (int count : counts) {
        assertThat(count).isBetween(12 / partitions, 12 / partitions + 1);
      }
    }
  }

  @Test
  void thereAreNeverMorePartitionsThanBlocks() {
    assertThat(BlockPartitioner.of(blocks(3), 64).numPartitions()).isEqualTo(3);
  }
}

package org.sparksoftmax.data.block;

import java.io.Serializable;
import java.util.Iterator;
import org.sparksoftmax.data.job.PartitionJob;
import org.sparksoftmax.math.block.ExampleBlock;

/**
 * A sum over blocks together with the sum of their content hashes, which shows whether a pass read
 * every block unchanged. Mutable and not thread-safe.
 */
public final class CheckedSum<S> implements Serializable {
  private static final long serialVersionUID = 1L;

  private S sum;
  private long checksum;

  /** Applies {@code function}, which must read all blocks, to {@code blocks}. */
  public CheckedSum(
      PartitionJob.OfPartition<ExampleBlock, S> function, Iterator<ExampleBlock> blocks) {
    sum =
        function.apply(
            new Iterator<>() {
              @Override
              public boolean hasNext() {
                return blocks.hasNext();
              }

              @Override
              public ExampleBlock next() {
                ExampleBlock block = blocks.next();
                checksum += block.contentHash();
                return block;
              }
            });
  }

  /** Adds {@code other} and returns this. */
  public CheckedSum<S> merge(CheckedSum<S> other, PartitionJob.Merge<S> addition) {
    sum = addition.apply(sum, other.sum);
    checksum += other.checksum;
    return this;
  }

  S sum() {
    return sum;
  }

  /** The sum of the content hashes of the blocks, modulo 2^64. */
  long checksum() {
    return checksum;
  }
}

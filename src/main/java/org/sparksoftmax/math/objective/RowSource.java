package org.sparksoftmax.math.objective;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.sparksoftmax.math.block.ExampleBlock;

/**
 * Finds rows by their number. The rows of all blocks are numbered consecutively, in block order.
 */
public interface RowSource {

  /** Number of rows. */
  long count();

  /** The rows with the given numbers, in the given order. */
  Rows take(int[] numbers);

  /** The rows of blocks in memory. */
  static RowSource of(List<ExampleBlock> blocks) {
    ExampleBlock[] sorted = blocks.toArray(ExampleBlock[]::new);
    Arrays.sort(sorted, Comparator.comparingLong(ExampleBlock::order));
    long[] firsts = new long[sorted.length + 1];
    for (int b = 0; b < sorted.length; b++) {
      firsts[b + 1] = firsts[b] + sorted[b].rows();
    }
    return new RowSource() {
      @Override
      public long count() {
        return firsts[sorted.length];
      }

      @Override
      public Rows take(int[] numbers) {
        ExampleBlock[] of = new ExampleBlock[numbers.length];
        int[] places = new int[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
          int b = blockOf(firsts, numbers[i]);
          of[i] = sorted[b];
          places[i] = (int) (numbers[i] - firsts[b]);
        }
        return new Rows(of, places);
      }
    };
  }

  /**
   * The index of the block with row {@code number}.
   *
   * @param firsts number of the first row of each block, then the number of all rows
   */
  static int blockOf(long[] firsts, long number) {
    int at = Arrays.binarySearch(firsts, number);
    if (at < 0) {
      return -at - 2;
    }
    while (firsts[at + 1] == number) { // skips empty blocks
      at++;
    }
    return at;
  }
}

package org.sparksoftmax.math.objective;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.sparksoftmax.math.linalg.Hashing;

/**
 * Draws mini-batches of whole blocks without replacement. B blocks form n = ⌈B / round(fB)⌉ batches
 * of nearly equal size (an epoch), and every epoch is drawn anew. Of every n consecutive blocks
 * each batch gets one, so that a batch is spread evenly over files and partitions, however the rows
 * are ordered. The blocks of a batch depend only on the seed, the number of the batch and the set
 * of blocks, not on where the blocks are stored.
 */
public final class BlockSampler {

  /** Ascending. */
  private final long[] orders;

  /** The batch of each block in the most recently requested epoch. */
  private int[] batchOf;

  private MiniBatch epochOf;
  private long epoch = -1;

  /**
   * @param orders orders of all blocks
   */
  public BlockSampler(long[] orders) {
    this.orders = orders.clone();
    Arrays.sort(this.orders);
  }

  /** The blocks of {@code batch}. */
  public BlockSelection select(MiniBatch batch) {
    if (batch.isWhole()) {
      return BlockSelection.ALL;
    }
    int batches = batches(batch.fraction());
    deal(batch, batch.number() / batches, batches);
    int place = (int) (batch.number() % batches);
    return new BlockSelection(
        IntStream.range(0, orders.length)
            .filter(b -> batchOf[b] == place)
            .mapToLong(b -> orders[b])
            .toArray());
  }

  /** Number of batches per epoch. */
  private int batches(double fraction) {
    int size = Math.max(1, (int) Math.round(fraction * orders.length));
    return (orders.length + size - 1) / size;
  }

  /** Assigns the blocks to the batches of an epoch. */
  private void deal(MiniBatch batch, long number, int batches) {
    boolean known =
        epoch == number && epochOf.seed() == batch.seed() && epochOf.fraction() == batch.fraction();
    if (known) {
      return;
    }
    batchOf = new int[orders.length];
    for (int from = 0; from < orders.length; from += batches) {
      int first = from;
      // The last group may have fewer blocks than there are batches: some batches get none.
      int[] places =
          IntStream.range(0, batches)
              .boxed()
              .sorted(
                  Comparator.comparingDouble(
                      place -> Hashing.toUnit(key(batch.seed(), number, first + (long) place))))
              .mapToInt(place -> place)
              .toArray();
      for (int b = from; b < Math.min(from + batches, orders.length); b++) {
        batchOf[b] = places[b - from];
      }
    }
    epoch = number;
    epochOf = batch;
  }

  private static long key(long seed, long epoch, long place) {
    return Hashing.mix(Hashing.mix(seed, epoch), place);
  }
}

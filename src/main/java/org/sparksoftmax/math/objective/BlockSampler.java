package org.sparksoftmax.math.objective;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.sparksoftmax.math.linalg.Hashing;

/**
 * Draws mini-batches of whole blocks, without replacement: B blocks make n = ⌈B / round(fB)⌉
 * batches of nearly equal size, drawn anew for every n of them (an epoch). Of every n blocks that
 * follow one another each batch gets one, so that a batch is spread evenly over the files and the
 * partitions, however the rows are ordered. Which blocks belong to a batch follows from the seed,
 * its number and the blocks alone, wherever they are.
 */
public final class BlockSampler {

  /** Ascending. */
  private final long[] orders;

  /** For each block its batch in the last epoch that was asked for. */
  private int[] batchOf;

  private MiniBatch epochOf;
  private long epoch = -1;

  /**
   * @param orders of all blocks
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

  /** Batches of an epoch. */
  private int batches(double fraction) {
    int size = Math.max(1, (int) Math.round(fraction * orders.length));
    return (orders.length + size - 1) / size;
  }

  /** Deals the blocks of an epoch out to its batches. */
  private void deal(MiniBatch batch, long number, int batches) {
    boolean known =
        epoch == number && epochOf.seed() == batch.seed() && epochOf.fraction() == batch.fraction();
    if (known) {
      return;
    }
    batchOf = new int[orders.length];
    for (int from = 0; from < orders.length; from += batches) {
      int first = from;
      // Of a last run that is too short for all batches, some get none.
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

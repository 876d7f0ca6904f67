package org.sparksoftmax.objective;

import java.util.Arrays;
import org.sparksoftmax.linalg.Hashing;

/**
 * Draws mini-batches of whole blocks, without replacement: B blocks make n = ⌈B / round(fB)⌉
 * batches of nearly equal size, in an order that is drawn anew for every n of them (an epoch).
 * Which blocks belong to a batch follows from the seed, its number and the blocks alone, wherever
 * they are.
 */
public final class BlockSampler {

  private final long[] orders;

  /** The keys of the last epoch that was asked for, ascending. */
  private long[] keys;

  private long keysSeed;
  private long keysEpoch = -1;

  /**
   * @param orders of all blocks
   */
  public BlockSampler(long[] orders) {
    this.orders = orders.clone();
  }

  /** The blocks of {@code batch}. */
  public BlockSelection select(MiniBatch batch) {
    if (batch.isWhole()) {
      return BlockSelection.ALL;
    }
    int batches = batches(batch.fraction());
    long epoch = batch.number() / batches;
    long place = batch.number() % batches;
    order(batch.seed(), epoch);
    int first = (int) (place * orders.length / batches);
    int end = (int) ((place + 1) * orders.length / batches);
    return new BlockSelection(batch.seed(), epoch, keys[first], keys[end - 1]);
  }

  /** Batches of an epoch. */
  private int batches(double fraction) {
    int size = Math.max(1, (int) Math.round(fraction * orders.length));
    return (orders.length + size - 1) / size;
  }

  private void order(long seed, long epoch) {
    if (keys != null && keysSeed == seed && keysEpoch == epoch) {
      return;
    }
    keys = Arrays.stream(orders).map(order -> key(seed, epoch, order)).sorted().toArray();
    keysSeed = seed;
    keysEpoch = epoch;
  }

  static long key(long seed, long epoch, long order) {
    return (long) (Hashing.toUnit(Hashing.mix(Hashing.mix(seed, epoch), order)) * 0x1p53);
  }
}

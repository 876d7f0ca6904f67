package org.sparksoftmax.objective;

import java.io.Serializable;

/**
 * Some blocks of a data set: those whose key in the order of an epoch is in a range.
 *
 * @param seed of the order
 * @param epoch which of the orders; −1 selects all blocks
 * @param first the least key
 * @param last the largest key
 */
public record BlockSelection(long seed, long epoch, long first, long last) implements Serializable {

  /** Every block. */
  public static final BlockSelection ALL = new BlockSelection(0, -1, 0, 0);

  /** Whether the block of this order is among them. */
  public boolean has(long order) {
    if (epoch < 0) {
      return true;
    }
    long key = BlockSampler.key(seed, epoch, order);
    return key >= first && key <= last;
  }
}

package org.sparksoftmax.math.objective;

import java.io.Serializable;
import java.util.Arrays;

/** A subset of the blocks of a data set, given by their orders. Immutable. */
public final class BlockSelection implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Every block. */
  public static final BlockSelection ALL = new BlockSelection(null);

  /** Ascending; null for all blocks. */
  private final long[] orders;

  /**
   * @param orders ascending; not copied
   */
  BlockSelection(long[] orders) {
    this.orders = orders;
  }

  /** Whether the block with this order is selected. */
  public boolean has(long order) {
    return orders == null || Arrays.binarySearch(orders, order) >= 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BlockSelection that && Arrays.equals(orders, that.orders);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(orders);
  }
}

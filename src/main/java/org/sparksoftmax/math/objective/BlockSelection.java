package org.sparksoftmax.math.objective;

import java.io.Serializable;
import java.util.Arrays;

/** Some blocks of a data set, by their orders. Immutable. */
public final class BlockSelection implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Every block. */
  public static final BlockSelection ALL = new BlockSelection(null);

  /** Ascending; null for all. */
  private final long[] orders;

  /**
   * @param orders ascending; kept
   */
  BlockSelection(long[] orders) {
    this.orders = orders;
  }

  /** Whether the block of this order is among them. */
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

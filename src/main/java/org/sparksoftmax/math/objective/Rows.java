package org.sparksoftmax.math.objective;

import org.sparksoftmax.math.block.ExampleBlock;

/**
 * Rows of a data set, from any of its blocks.
 *
 * @param blocks the block of each row; not copied
 * @param places the index of each row in its block; not copied
 */
public record Rows(ExampleBlock[] blocks, int[] places) {

  /** Number of rows. */
  public int count() {
    return places.length;
  }
}

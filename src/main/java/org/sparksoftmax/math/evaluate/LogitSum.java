package org.sparksoftmax.math.evaluate;

import java.io.Serializable;
import org.sparksoftmax.math.block.ExampleBlock;

/** A sum over examples and their logits, added block by block. */
public interface LogitSum extends Serializable {

  /**
   * Adds the rows from {@code from} up to {@code to}, exclusive, of a block. The rows of a block
   * must be added in order.
   *
   * @param logits Z of these rows, (to−from)×K, row-major; may be overwritten
   */
  void add(ExampleBlock block, int from, int to, double[] logits);

  /** Ends a block after all of its rows have been added. */
  void endBlock();
}

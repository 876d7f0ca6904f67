package org.sparksoftmax.math.evaluate;

import java.io.Serializable;
import org.sparksoftmax.math.block.ExampleBlock;

/** Sums over examples and their logits, block by block. */
public interface LogitSum extends Serializable {

  /**
   * Adds the rows from {@code from} to before {@code to} of a block, whose rows must come in order.
   *
   * @param logits Z of these rows, (to−from)×K, row-major; may be overwritten
   */
  void add(ExampleBlock block, int from, int to, double[] logits);

  /** Ends a block after its last row. */
  void endBlock();
}

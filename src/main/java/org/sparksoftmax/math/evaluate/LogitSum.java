package org.sparksoftmax.math.evaluate;

import java.io.Serializable;
import org.sparksoftmax.math.block.ExampleBlock;

/** Sums over examples and the logits that a model gives them, block by block. */
public interface LogitSum extends Serializable {

  /**
   * Adds the rows from {@code from} to before {@code to} of a block, whose rows must come in order.
   *
   * @param logits Z of these rows, (to−from)×K, row-major; may be overwritten
   */
  void add(ExampleBlock block, int from, int to, double[] logits);

  /** Ends a block, of which every row has been added. */
  void endBlock();
}

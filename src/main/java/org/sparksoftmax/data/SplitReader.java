package org.sparksoftmax.data;

import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;

/** Reads the rows of one split, in file order. Instances travel to executors and keep no state. */
interface SplitReader extends Serializable {

  /**
   * Reads every row of {@code split} into {@code sink}.
   *
   * @throws DataException if a row is bad; the message names file and line (or record)
   * @throws IOException if the file cannot be read
   */
  void read(InputSplit split, Configuration hadoop, RowSink sink) throws IOException;
}

package org.sparksoftmax.data.row;

import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads the rows of one split, in file order. Instances are sent to executors and have no state.
 */
public interface SplitReader extends Serializable {

  /**
   * Puts or rejects every row of {@code split} until {@code sink} accepts no more rows.
   *
   * @throws DataException if the file itself is bad; the message names file and line (or record)
   * @throws IOException if the file cannot be read
   */
  void read(InputSplit split, Configuration hadoop, RowSink sink) throws IOException;

  /**
   * The number of lines or records of the file before {@code split}, which is to be added to the
   * number of a rejected row. May read the file up to the split.
   */
  long rowsBefore(InputSplit split, Configuration hadoop) throws IOException;
}

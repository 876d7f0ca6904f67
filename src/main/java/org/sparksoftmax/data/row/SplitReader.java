package org.sparksoftmax.data.row;

import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;

/** Reads the rows of one split, in file order. Instances are stateless and sent to executors. */
public interface SplitReader extends Serializable {

  /**
   * Passes every row of {@code split} to {@code sink}, or rejects it, until the sink accepts no
   * more.
   *
   * @throws DataException if the file itself is invalid; the message gives the file and line (or
   *     record)
   * @throws IOException if the file cannot be read
   */
  void read(InputSplit split, Configuration hadoop, RowSink sink) throws IOException;

  /**
   * The number of lines or records of the file before {@code split}, an offset for the numbers of
   * rejected rows. May read the file up to the split.
   */
  long rowsBefore(InputSplit split, Configuration hadoop) throws IOException;
}

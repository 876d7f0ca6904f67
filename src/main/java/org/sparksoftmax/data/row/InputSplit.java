package org.sparksoftmax.data.row;

import java.io.Serializable;

/**
 * A contiguous piece of one file that one task reads. Splits depend on the files alone, not on the
 * cluster: the same files always have the same splits.
 *
 * @param file the file's Hadoop path
 * @param labelsFile the file of an idx data set's labels, else null
 * @param start first byte (text) or first record (idx, cifar)
 * @param end byte or record behind the last; {@code Long.MAX_VALUE}: to the end of the file
 */
public record InputSplit(String file, String labelsFile, long start, long end)
    implements Serializable {

  /**
   * The place of a row, for error messages.
   *
   * @param number 1-based line or record in the file, not in the split
   */
  public String place(long number) {
    return InputFiles.shown(file) + ":" + number;
  }
}

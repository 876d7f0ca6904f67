package org.sparksoftmax.data.row;

import java.io.Serializable;

/**
 * A contiguous piece of one file that one task reads. Splits are cut from the files alone, never
 * from the cluster, so that the same files always give the same splits.
 *
 * @param file the file's Hadoop path
 * @param labelsFile the file of an idx data set's labels, else null
 * @param start first byte (text) or first record (idx, cifar)
 * @param end byte or record behind the last; {@code Long.MAX_VALUE}: to the end of the file
 */
public record InputSplit(String file, String labelsFile, long start, long end)
    implements Serializable {

  /**
   * Place of a row, as error messages give it.
   *
   * @param number 1-based line or record in the file, not in the split
   */
  public String place(long number) {
    return InputFiles.shown(file) + ":" + number;
  }
}

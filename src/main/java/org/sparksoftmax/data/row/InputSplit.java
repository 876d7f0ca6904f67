package org.sparksoftmax.data.row;

import java.io.Serializable;

/**
 * A contiguous part of a file that one task reads. Splits depend only on the files: the same files
 * have the same splits on any cluster.
 *
 * @param file the file's Hadoop path
 * @param labelsFile the label file of an idx data set, else null
 * @param start first byte (text) or first record (idx, cifar)
 * @param end byte or record after the last one; {@code Long.MAX_VALUE} for the end of the file
 */
public record InputSplit(String file, String labelsFile, long start, long end)
    implements Serializable {

  /**
   * The place of a row, for error messages.
   *
   * @param number 1-based number of the line or record in the file, not in the split
   */
  public String place(long number) {
    return InputFiles.shown(file) + ":" + number;
  }
}

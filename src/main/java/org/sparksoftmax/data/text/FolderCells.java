package org.sparksoftmax.data.text;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.sparksoftmax.data.row.PartitionFolders;

/** The cells that the folders {@code key=value} of a file add to each of its lines. */
final class FolderCells {

  private final byte[][] values;
  private final byte delimiter;
  private byte[] line = new byte[256];

  /**
   * @param count the number of folders
   */
  FolderCells(String file, int count, byte delimiter) {
    List<String> texts = PartitionFolders.values(file, count);
    this.values =
        texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    this.delimiter = delimiter;
  }

  /**
   * Copies a line, with room for the values behind it. The copy is valid until the next call.
   *
   * @return the copy, from 0
   */
  byte[] copy(byte[] bytes, int from, int to) {
    int length = to - from;
    for (byte[] value : values) {
      length += 1 + value.length;
    }
    if (line.length < length) {
      line = new byte[2 * length];
    }
    System.arraycopy(bytes, from, line, 0, to - from);
    return line;
  }

  /**
   * Adds the values to the cells of a line that was copied.
   *
   * @param length the length of the line
   */
  void addTo(CsvCells cells, int length) {
    int at = length;
    for (byte[] value : values) {
      line[at++] = delimiter; // so that no quote precedes the value
      System.arraycopy(value, 0, line, at, value.length);
      cells.add(at, at + value.length);
      at += value.length;
    }
  }
}

package org.sparksoftmax.data.row;

import java.io.Serializable;
import java.util.List;

/**
 * An input file.
 *
 * @param path the full Hadoop path, with its scheme
 * @param length the length in bytes as stored, before decompression
 * @param keys the keys of the folders {@code key=value} in its path, below the configured path
 */
public record InputFile(String path, long length, List<String> keys) implements Serializable {

  public InputFile {
    keys = List.copyOf(keys);
  }

  /** Creates a file that is not in such folders. */
  public InputFile(String path, long length) {
    this(path, length, List.of());
  }
}

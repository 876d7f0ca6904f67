package org.sparksoftmax.output;

import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** An exclusive lock of a directory, held until it is released or the process ends. */
interface OutputLock {

  /** The hidden lock file in the directory. */
  String NAME = ".lock";

  /**
   * Acquires the lock of an existing directory.
   *
   * @param output the directory as given by the user
   * @throws OutputException if another run holds it
   */
  static OutputLock take(
      FileSystem fileSystem, Path directory, String output, MarkerLock.Timing timing)
      throws IOException {
    return "file".equals(fileSystem.getScheme())
        ? LocalFileLock.take(java.nio.file.Path.of(directory.toUri().getPath()), output)
        : MarkerLock.take(fileSystem, new Path(directory, NAME), output, timing);
  }

  /**
   * Checks that no other run has taken over the lock.
   *
   * @throws OutputException if another run has
   */
  void requireHeld() throws IOException;

  /** Releases the lock. Must be called only once. */
  void release() throws IOException;
}

package org.sparksoftmax.output;

import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The right of one run to write to a directory, until closed or until the process ends. */
interface OutputLock {

  /** Hidden file in the directory. */
  String NAME = ".lock";

  /**
   * Takes the lock of a directory that exists.
   *
   * @param output the directory, as the user named it
   * @throws OutputException if another run has it
   */
  static OutputLock take(
      FileSystem fileSystem, Path directory, String output, MarkerLock.Timing timing)
      throws IOException {
    return "file".equals(fileSystem.getScheme())
        ? LocalFileLock.take(java.nio.file.Path.of(directory.toUri().getPath()), output)
        : MarkerLock.take(fileSystem, new Path(directory, NAME), output, timing);
  }

  /**
   * Checks that no other run has taken over.
   *
   * @throws OutputException if one has
   */
  void requireHeld() throws IOException;

  /** Gives the lock up; once. */
  void release() throws IOException;
}

package org.sparksoftmax.cli;

import java.util.Optional;
import org.sparksoftmax.output.FileSystems;

/** Explains that Spark itself does not find the library of a file system. */
final class FileSystemFailure {

  private FileSystemFailure() {}

  /** The failure to report; empty if that is not the cause. */
  static Optional<ExitCode.Failure> of(Throwable thrown) {
    return FileSystems.missingLibrary(thrown)
        .map(why -> new ExitCode.Failure(ExitCode.USAGE, "Cannot open a path: " + why));
  }
}

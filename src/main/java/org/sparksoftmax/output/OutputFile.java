package org.sparksoftmax.output;

import java.io.IOException;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Writes a file atomically at a path of the user's choice. */
public final class OutputFile {

  private OutputFile() {}

  /**
   * Writes the file, creating its parent if necessary. Only one run at a time can open the parent.
   *
   * @param mode NEW, or OVERWRITE to replace an earlier file
   * @return the path, for messages
   * @throws OutputException if the path exists, or cannot be written to
   */
  public static String write(
      String path, OutputDirectory.Mode mode, String text, Configuration hadoop) {
    Path target = qualified(path, hadoop);
    if (target.getParent() == null) {
      throw new OutputException(
          String.format(
              Locale.ROOT,
              "Cannot write to --output %s: it is the root of a file system; name a file in it",
              path));
    }
    // The parent may contain other files.
    try (OutputDirectory parent =
        OutputDirectory.open(
            target.getParent().toString(), OutputDirectory.Mode.OVERWRITE, hadoop)) {
      requireFree(parent.fileSystem(), target, path, mode);
      parent.write(target.getName(), text);
      return parent.display(target.getName());
    }
  }

  private static Path qualified(String path, Configuration hadoop) {
    String name = "--output " + path;
    Path given = FileSystems.path(path, name);
    try {
      return FileSystems.of(given, name, hadoop).makeQualified(given);
    } catch (IOException | IllegalArgumentException bad) {
      throw new OutputException(
          String.format(Locale.ROOT, "Invalid --output %s: %s", path, bad.getMessage()), bad);
    }
  }

  private static void requireFree(
      FileSystem fileSystem, Path target, String path, OutputDirectory.Mode mode) {
    try {
      if (!fileSystem.exists(target)) {
        return;
      }
      if (fileSystem.getFileStatus(target).isDirectory()) {
        throw new OutputException(
            String.format(
                Locale.ROOT, "Cannot write to --output %s: it is a directory, not a file", path));
      }
      if (mode == OutputDirectory.Mode.NEW) {
        throw new OutputException(
            String.format(
                Locale.ROOT,
                "Cannot write to --output %s: it already exists; name another file or add --overwrite",
                path));
      }
    } catch (IOException cannot) {
      throw OutputException.cannotWrite("--output " + path, cannot);
    }
  }
}

package org.sparksoftmax.output;

import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Renames a completed file or directory into place. A previous one of that name is first renamed to
 * a derived hidden name and deleted last, so that {@link #settle} finds one of the two complete
 * after an interruption at any point.
 */
public final class Replacement {

  private static final String ASIDE = ".earlier";

  /** The names that {@link OutputDirectory#hiddenName} creates. */
  private static final Pattern TEMPORARY =
      Pattern.compile("\\..+\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.tmp");

  private Replacement() {}

  /** The path of the previous {@code target} during its replacement. */
  public static Path aside(Path target) {
    return new Path(target.getParent(), "." + target.getName() + ASIDE);
  }

  /**
   * Renames {@code temporary} to {@code target}.
   *
   * @throws IOException if the replacement fails; the previous target is then back in place, or
   *     {@link #settle} restores it
   */
  static void replace(FileSystem fileSystem, Path temporary, Path target) throws IOException {
    Path aside = aside(target);
    boolean replaces = fileSystem.exists(target);
    if (replaces) {
      delete(fileSystem, aside);
      try {
        rename(fileSystem, target, aside);
      } catch (IOException failed) {
        undo(failed, () -> settle(fileSystem, target));
        throw failed;
      }
    }
    try {
      rename(fileSystem, temporary, target);
    } catch (IOException failed) {
      if (replaces) {
        undo(
            failed,
            () -> {
              delete(fileSystem, target);
              rename(fileSystem, aside, target);
            });
      }
      throw failed;
    }
    delete(fileSystem, aside);
  }

  /**
   * Completes or undoes the replacements in {@code directory} that interrupted runs left
   * unfinished.
   */
  static void settleAll(FileSystem fileSystem, Path directory) throws IOException {
    for (FileStatus file : fileSystem.listStatus(directory)) {
      String name = file.getPath().getName();
      if (TEMPORARY.matcher(name).matches()) {
        delete(fileSystem, file.getPath());
      } else if (name.startsWith(".") && name.endsWith(ASIDE) && name.length() > ASIDE.length()) {
        String target = name.substring(1, name.length() - ASIDE.length());
        settle(fileSystem, new Path(directory, target));
      }
    }
  }

  /** Restores the previous file or directory, unless its replacement is complete. */
  private static void settle(FileSystem fileSystem, Path target) throws IOException {
    Path aside = aside(target);
    if (!fileSystem.exists(aside)) {
      return;
    }
    if (isWhole(fileSystem, target, aside)) {
      delete(fileSystem, aside);
    } else {
      delete(fileSystem, target);
      rename(fileSystem, aside, target);
    }
  }

  /**
   * Whether {@code target} is complete. On file systems that rename a directory by copying its
   * files, {@code target} may be partial. It is considered complete if it has all files of the
   * previous one.
   */
  private static boolean isWhole(FileSystem fileSystem, Path target, Path aside)
      throws IOException {
    if (!fileSystem.exists(target)) {
      return false;
    }
    Map<String, Long> present = sizes(fileSystem, target);
    return sizes(fileSystem, aside).entrySet().stream()
        .allMatch(earlier -> present.getOrDefault(earlier.getKey(), -1L) >= earlier.getValue());
  }

  /** The sizes of the files in a directory; empty for a file. */
  private static Map<String, Long> sizes(FileSystem fileSystem, Path path) throws IOException {
    Map<String, Long> sizes = new HashMap<>();
    if (fileSystem.getFileStatus(path).isDirectory()) {
      for (FileStatus file : fileSystem.listStatus(path)) {
        sizes.put(file.getPath().getName(), file.getLen());
      }
    }
    return sizes;
  }

  private interface Action {
    void run() throws IOException;
  }

  /** Undoes a step; the next run retries on failure. */
  private static void undo(IOException failed, Action action) {
    try {
      action.run();
    } catch (IOException again) {
      failed.addSuppressed(again);
    }
  }

  private static void rename(FileSystem fileSystem, Path from, Path to) throws IOException {
    if (!fileSystem.rename(from, to)) {
      throw new IOException(
          String.format(Locale.ROOT, "cannot rename %s to %s", from.getName(), to.getName()));
    }
  }

  /** Deletes a file, or a directory with its contents, if it exists. */
  public static void delete(FileSystem fileSystem, Path path) throws IOException {
    if (!fileSystem.delete(path, true) && fileSystem.exists(path)) {
      throw new IOException("cannot delete " + path.getName());
    }
  }
}

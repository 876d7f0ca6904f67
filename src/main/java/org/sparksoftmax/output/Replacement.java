package org.sparksoftmax.output;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Renames the completed file into place. A previous file of that name is put aside under a hidden
 * name that follows from it, and deleted last: wherever this stops, {@link #settle} finds the one
 * or the other.
 */
public final class Replacement {

  private static final String ASIDE = ".earlier";

  /** {@link OutputDirectory#hiddenName}. */
  private static final Pattern TEMPORARY =
      Pattern.compile("\\..+\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.tmp");

  private Replacement() {}

  /** Where the earlier {@code target} is while it is being replaced. */
  public static Path aside(Path target) {
    return new Path(target.getParent(), "." + target.getName() + ASIDE);
  }

  /**
   * Renames {@code temporary} to {@code target}.
   *
   * @throws IOException if it cannot; the earlier one then has its name again, or is found by
   *     {@link #settle}
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

  /** Ends what runs that were killed have left half-done in {@code directory}. */
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

  /** Restores what was put aside, unless what has its name now is whole. */
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
   * Whether {@code target} is there. Where renaming copies one file after the other, a directory
   * may be there in part: one is then taken for whole if it has all that the earlier one has.
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

  /** Sizes of the files in a directory; of a file, nothing. */
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

  /** What cannot be undone now is found by the next run. */
  private static void undo(IOException failed, Action action) {
    try {
      action.run();
    } catch (IOException again) {
      failed.addSuppressed(again);
    }
  }

  private static void rename(FileSystem fileSystem, Path from, Path to) throws IOException {
    if (!fileSystem.rename(from, to)) {
      throw new IOException("cannot rename %s to %s".formatted(from.getName(), to.getName()));
    }
  }

  /** Deletes a file, or a directory with what is in it, if it is there. */
  public static void delete(FileSystem fileSystem, Path path) throws IOException {
    if (!fileSystem.delete(path, true) && fileSystem.exists(path)) {
      throw new IOException("cannot delete " + path.getName());
    }
  }
}

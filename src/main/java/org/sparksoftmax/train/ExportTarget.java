package org.sparksoftmax.train;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A folder that appears as a whole at a path of the user's choice: the directory above it is open
 * for one run at a time, as any {@link OutputDirectory}.
 */
public final class ExportTarget implements AutoCloseable {

  private final OutputDirectory parent;
  private final String name;

  private ExportTarget(OutputDirectory parent, String name) {
    this.parent = parent;
    this.name = name;
  }

  /**
   * Makes the directory above {@code path}, and checks that the path is free.
   *
   * @param mode NEW, or OVERWRITE to replace an earlier export
   * @param contents names that are in every earlier export: a folder without them is not replaced
   * @throws OutputException if the path is taken, or cannot be written to
   */
  public static ExportTarget open(
      String path, OutputDirectory.Mode mode, List<String> contents, Configuration hadoop) {
    Path target = qualified(path, hadoop);
    if (target.getParent() == null) {
      throw new OutputException(
          "Cannot write to --output %s: it is the root of a file system; name a folder in it"
              .formatted(path));
    }
    // What else is in the directory above is left alone.
    OutputDirectory parent =
        OutputDirectory.open(userForm(target.getParent()), OutputDirectory.Mode.OVERWRITE, hadoop);
    try {
      requireFree(parent.fileSystem(), target, path, mode, contents);
      return new ExportTarget(parent, target.getName());
    } catch (RuntimeException taken) {
      parent.close();
      throw taken;
    }
  }

  private static Path qualified(String path, Configuration hadoop) {
    try {
      Path given = new Path(path);
      return given.getFileSystem(hadoop).makeQualified(given);
    } catch (IOException | IllegalArgumentException bad) {
      throw new OutputException("Invalid --output %s: %s".formatted(path, bad.getMessage()), bad);
    }
  }

  private static String userForm(Path path) {
    return "file".equals(path.toUri().getScheme()) ? path.toUri().getPath() : path.toString();
  }

  private static void requireFree(
      FileSystem fileSystem,
      Path target,
      String path,
      OutputDirectory.Mode mode,
      List<String> contents) {
    try {
      FileStatus status = fileSystem.getFileStatus(target);
      List<String> present =
          status.isDirectory()
              ? Arrays.stream(fileSystem.listStatus(target))
                  .map(f -> f.getPath().getName())
                  .toList()
              : List.of(target.getName());
      if (present.isEmpty()) {
        return;
      }
      if (mode == OutputDirectory.Mode.NEW) {
        throw new OutputException(
            "Cannot write to --output %s: it is not empty; name another folder or add --overwrite"
                .formatted(path));
      }
      if (!status.isDirectory() || !present.containsAll(contents)) {
        throw new OutputException(
            "Cannot replace --output %s: it is no earlier export (it lacks %s); name another folder"
                .formatted(path, String.join(" and ", contents)));
      }
    } catch (FileNotFoundException free) {
      return;
    } catch (IOException cannot) {
      throw OutputException.cannotWrite("--output " + path, cannot);
    }
  }

  /** Fills a folder. */
  interface Content {

    /**
     * Writes the folder at a hidden path, which does not exist yet.
     *
     * @param hidden its name relative to {@code parent}
     */
    void writeTo(OutputDirectory parent, String hidden) throws IOException;
  }

  /** Fills the folder, and then gives it its name. */
  void write(Content content) {
    Path temporary = parent.hidden(name);
    try {
      content.writeTo(parent, temporary.getName());
      parent.publish(temporary, name);
    } catch (IOException cannot) {
      throw OutputException.cannotWrite(display(), cannot);
    }
  }

  /** The path, as the user sees it. */
  public String display() {
    return parent.display(name);
  }

  /** Deletes what is not whole. */
  @Override
  public void close() {
    parent.close();
  }
}

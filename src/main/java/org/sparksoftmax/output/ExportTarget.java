package org.sparksoftmax.output;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A folder or file that is written atomically at a path of the user's choice. Only one run at a
 * time can open its parent, as for any {@link OutputDirectory}.
 */
public final class ExportTarget implements AutoCloseable {

  private final OutputDirectory parent;
  private final String name;

  private ExportTarget(OutputDirectory parent, String name) {
    this.parent = parent;
    this.name = name;
  }

  /**
   * Creates the parent of the folder {@code path}, and checks that the path is available.
   *
   * @param mode NEW, or OVERWRITE to replace an earlier export
   * @param contents names that every export contains; a folder without them is not replaced
   * @throws OutputException if the path exists, or cannot be written to
   */
  public static ExportTarget folder(
      String path, OutputDirectory.Mode mode, List<String> contents, Configuration hadoop) {
    return open(
        path,
        hadoop,
        (fileSystem, status) -> requireFreeFolder(fileSystem, status, path, mode, contents));
  }

  /**
   * Creates the parent of the file {@code path}, and checks that the path is available.
   *
   * @param isEarlier decides from the first {@code headBytes} bytes of a file, or all if it is
   *     shorter, whether it is an earlier export; other files are not replaced
   */
  public static ExportTarget file(
      String path,
      OutputDirectory.Mode mode,
      int headBytes,
      Predicate<byte[]> isEarlier,
      Configuration hadoop) {
    return open(
        path,
        hadoop,
        (fileSystem, status) -> {
          if (mode == OutputDirectory.Mode.NEW) {
            throw new OutputException(
                String.format(
                    Locale.ROOT,
                    "Cannot write to --output %s: it already exists; name another file or add --overwrite",
                    path));
          }
          if (status.isDirectory() || !isEarlier.test(head(fileSystem, status, headBytes))) {
            throw new OutputException(
                String.format(
                    Locale.ROOT,
                    "Cannot replace --output %s: it is not an earlier export of this format; name another file",
                    path));
          }
        });
  }

  private static byte[] head(FileSystem fileSystem, FileStatus status, int bytes)
      throws IOException {
    try (InputStream in = fileSystem.open(status.getPath())) {
      return in.readNBytes(bytes);
    }
  }

  private interface Taken {

    /** Rejects the existing file or folder unless it may be replaced. */
    void check(FileSystem fileSystem, FileStatus status) throws IOException;
  }

  private static ExportTarget open(String path, Configuration hadoop, Taken taken) {
    Path target = qualified(path, hadoop);
    if (target.getParent() == null) {
      throw new OutputException(
          String.format(
              Locale.ROOT,
              "Cannot write to --output %s: it is the root of a file system; name a path in it",
              path));
    }
    // The parent may contain other files.
    OutputDirectory parent =
        OutputDirectory.open(userForm(target.getParent()), OutputDirectory.Mode.OVERWRITE, hadoop);
    try {
      requireFree(parent.fileSystem(), target, path, taken);
      return new ExportTarget(parent, target.getName());
    } catch (RuntimeException cannot) {
      parent.close();
      throw cannot;
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

  private static String userForm(Path path) {
    return "file".equals(path.toUri().getScheme()) ? path.toUri().getPath() : path.toString();
  }

  private static void requireFree(FileSystem fileSystem, Path target, String path, Taken taken) {
    try {
      taken.check(fileSystem, fileSystem.getFileStatus(target));
    } catch (FileNotFoundException free) {
      return;
    } catch (IOException cannot) {
      throw OutputException.cannotWrite("--output " + path, cannot);
    }
  }

  private static void requireFreeFolder(
      FileSystem fileSystem,
      FileStatus status,
      String path,
      OutputDirectory.Mode mode,
      List<String> contents)
      throws IOException {
    List<String> present =
        status.isDirectory()
            ? Arrays.stream(fileSystem.listStatus(status.getPath()))
                .map(f -> f.getPath().getName())
                .toList()
            : List.of(status.getPath().getName());
    if (present.isEmpty()) {
      return;
    }
    if (mode == OutputDirectory.Mode.NEW) {
      throw new OutputException(
          String.format(
              Locale.ROOT,
              "Cannot write to --output %s: it is not empty; name another folder or add --overwrite",
              path));
    }
    if (!status.isDirectory() || !present.containsAll(contents)) {
      throw new OutputException(
          String.format(
              Locale.ROOT,
              "Cannot replace --output %s: it is not an earlier export (it lacks %s); name another folder",
              path,
              String.join(" and ", contents)));
    }
  }

  /** The content of a folder. */
  public interface Content {

    /**
     * Writes the folder at a hidden path, which does not exist yet.
     *
     * @param hidden the path relative to {@code parent}
     */
    void writeTo(OutputDirectory parent, String hidden) throws IOException;
  }

  /** Writes the folder under a hidden name, then renames it. */
  public void write(Content content) {
    Path temporary = parent.hidden(name);
    try {
      content.writeTo(parent, temporary.getName());
      parent.publish(temporary, name);
    } catch (IOException cannot) {
      throw OutputException.cannotWrite(display(), cannot);
    }
  }

  /** Writes the file under a hidden name, then renames it. */
  public void write(OutputDirectory.Body body) {
    parent.write(name, body);
  }

  /** The path, for messages. */
  public String display() {
    return parent.display(name);
  }

  /** Deletes incomplete results. */
  @Override
  public void close() {
    parent.close();
  }
}

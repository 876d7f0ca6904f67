package org.sparksoftmax.train;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A directory of results on any Hadoop file system. A file is written under a hidden name and
 * renamed when it is whole; a directory of files likewise. What is not whole is deleted when the
 * process ends.
 */
public final class OutputDirectory {

  private final FileSystem fileSystem;
  private final Path directory;

  private OutputDirectory(FileSystem fileSystem, Path directory) {
    this.fileSystem = fileSystem;
    this.directory = directory;
  }

  /**
   * Makes the directory, or takes an existing one, and tries that it can be written to.
   *
   * @throws OutputException if it cannot be written to, or holds files and {@code overwrite} is
   *     false
   */
  public static OutputDirectory open(String path, boolean overwrite, Configuration hadoop) {
    Path directory = pathOf(path);
    try {
      FileSystem fileSystem = directory.getFileSystem(hadoop);
      directory = fileSystem.makeQualified(directory);
      // The checksum files of Hadoop's local file system would lie hidden beside each result.
      fileSystem.setWriteChecksum(false);
      requireUsable(fileSystem, directory, path, overwrite);
      OutputDirectory output = new OutputDirectory(fileSystem, directory);
      Path probe = output.hidden("probe");
      fileSystem.create(probe, false).close();
      fileSystem.delete(probe, false);
      return output;
    } catch (IOException cannot) {
      throw cannotWrite(path, cannot);
    }
  }

  private static Path pathOf(String path) {
    try {
      return new Path(path);
    } catch (IllegalArgumentException bad) {
      throw new OutputException("Invalid --output %s: %s".formatted(path, bad.getMessage()), bad);
    }
  }

  private static void requireUsable(
      FileSystem fileSystem, Path directory, String path, boolean overwrite) throws IOException {
    if (fileSystem.exists(directory) && !fileSystem.getFileStatus(directory).isDirectory()) {
      throw new OutputException(
          "Cannot write to --output %s: it is a file, not a directory".formatted(path));
    }
    if (!fileSystem.mkdirs(directory)) {
      throw new OutputException(
          "Cannot write to --output %s: the directory cannot be made".formatted(path));
    }
    FileStatus[] present = fileSystem.listStatus(directory);
    if (present.length > 0 && !overwrite) {
      throw new OutputException(
          "Cannot write to --output %s: it is not empty (%s ...); name another directory or add --overwrite"
              .formatted(path, present[0].getPath().getName()));
    }
  }

  /**
   * Path of a result in this directory.
   *
   * @throws IllegalArgumentException if {@code name} would lead out of it
   */
  public Path path(String name) {
    Path path = new Path(directory, name);
    if (!path.toString().startsWith(directory + "/")) {
      throw new IllegalArgumentException(
          "Invalid name of a result: %s is not in %s".formatted(name, directory));
    }
    return path;
  }

  /** The directory, as the user sees it. */
  public String display() {
    return display(directory);
  }

  /** Path of a result, as the user sees it. */
  public String display(String name) {
    return display(path(name));
  }

  private String display(Path path) {
    return "file".equals(fileSystem.getScheme()) ? path.toUri().getPath() : path.toString();
  }

  public FileSystem fileSystem() {
    return fileSystem;
  }

  /** Writes a text file. */
  public void write(String name, String text) {
    try {
      Path temporary = hidden(name);
      fileSystem.deleteOnExit(temporary);
      writeBytes(temporary, text.getBytes(StandardCharsets.UTF_8));
      publish(temporary, name);
    } catch (IOException cannot) {
      throw cannotWrite(display(name), cannot);
    }
  }

  /** Writes a directory of files, which becomes visible as a whole. */
  public void writeDirectory(String name, Map<String, byte[]> files) {
    try {
      Path temporary = hidden(name);
      fileSystem.deleteOnExit(temporary);
      fileSystem.mkdirs(temporary);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        writeBytes(new Path(temporary, file.getKey()), file.getValue());
      }
      publish(temporary, name);
    } catch (IOException cannot) {
      throw cannotWrite(display(name), cannot);
    }
  }

  /** A hidden name in this directory that no other process uses. */
  Path hidden(String name) {
    return path("." + name + "." + UUID.randomUUID() + ".tmp");
  }

  /**
   * Renames what is whole to its name. What had the name before is put aside first and deleted
   * last, so that a failed rename can be undone.
   */
  void publish(Path temporary, String name) throws IOException {
    Path target = path(name);
    Path aside = hidden(name);
    boolean replaces = fileSystem.exists(target);
    if (replaces && !fileSystem.rename(target, aside)) {
      throw new IOException("cannot rename " + target);
    }
    if (!fileSystem.rename(temporary, target)) {
      if (replaces && !fileSystem.rename(aside, target)) {
        throw new IOException("cannot rename " + temporary + "; the earlier one is now " + aside);
      }
      throw new IOException("cannot rename " + temporary + " to " + target.getName());
    }
    if (replaces) {
      fileSystem.delete(aside, true);
    }
    fileSystem.cancelDeleteOnExit(temporary);
  }

  static OutputException cannotWrite(String path, IOException cause) {
    String reason = cause.getMessage() == null ? cause.toString() : firstLine(cause.getMessage());
    return new OutputException("Cannot write to %s: %s".formatted(path, reason), cause);
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse(text);
  }

  private void writeBytes(Path path, byte[] bytes) throws IOException {
    try (OutputStream out = fileSystem.create(path, false)) {
      out.write(bytes);
    }
  }
}

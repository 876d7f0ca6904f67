package org.sparksoftmax.output;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * A directory of results on any Hadoop file system, which only one run at a time can open. Files
 * and directories of files are written under a hidden name and renamed when they are complete.
 * {@link #close} or the next run deletes incomplete ones. In object stores, files are written under
 * their final name and appear when they are complete ({@link ObjectStores}).
 */
public final class OutputDirectory implements AutoCloseable {

  /** The folder of checkpoints. */
  public static final String CHECKPOINTS = "checkpoints";

  /** The time that a JVM which is shutting down has to close a directory. */
  private static final long CLOSING_SECONDS = 30;

  private final FileSystem fileSystem;
  private final Path directory;
  private final OutputLock lock;
  private final boolean isObjectStore;
  private final Set<Path> unfinished = new LinkedHashSet<>();

  /** The names of the results of this run. */
  private final Set<String> published = new HashSet<>();

  private final Runnable closing = this::close;
  private boolean closed;

  private OutputDirectory(
      FileSystem fileSystem, Path directory, OutputLock lock, boolean isObjectStore) {
    this.fileSystem = fileSystem;
    this.directory = directory;
    this.lock = lock;
    this.isObjectStore = isObjectStore;
  }

  /** How to open a directory. */
  public enum Mode {
    /** The directory must be empty or missing. */
    NEW,
    /** The directory may contain files; results of the same names are replaced. */
    OVERWRITE,
    /** The directory may contain an interrupted run, which continues. */
    RESUME
  }

  /**
   * Opens the directory, creates it if necessary, and tests that it is writable. First completes or
   * undoes unfinished replacements of an earlier run.
   *
   * @throws OutputException if the directory cannot be written to, if another run has it open, or
   *     if it contains files and the mode is {@link Mode#NEW}
   */
  public static OutputDirectory open(String path, Mode mode, Configuration hadoop) {
    return open(path, mode, hadoop, MarkerLock.Timing.USUAL);
  }

  static OutputDirectory open(
      String path, Mode mode, Configuration hadoop, MarkerLock.Timing timing) {
    Path directory = FileSystems.path(path, "--output " + path);
    try {
      FileSystem fileSystem = LocalFiles.of(directory, "--output " + path, hadoop);
      directory = qualified(fileSystem, directory, path);
      make(fileSystem, directory, path);
      OutputDirectory output =
          new OutputDirectory(
              fileSystem,
              directory,
              OutputLock.take(fileSystem, directory, path, timing),
              ObjectStores.isOne(fileSystem, directory));
      output.prepare(path, mode);
      return output;
    } catch (IOException cannot) {
      throw OutputException.cannotWrite("--output " + path, cannot);
    }
  }

  /**
   * The path with its file system. Rejects what cannot be a directory of results: another host's
   * local files, an address, and the root of the local files, which belongs to the system.
   */
  private static Path qualified(FileSystem fileSystem, Path directory, String path) {
    String scheme = fileSystem.getScheme();
    if (scheme.equals("http") || scheme.equals("https")) {
      throw OutputException.cannotWrite(
          "--output " + path, new IOException("nothing can be written to such an address"));
    }
    try {
      Path qualified = fileSystem.makeQualified(directory);
      if (scheme.equals("file") && qualified.isRoot()) {
        throw new OutputException(
            String.format(
                Locale.ROOT,
                "Cannot write to --output %s: it is the root of the file system; name a directory in it",
                path));
      }
      // A bucket without a slash has no path that names could be added to.
      return qualified.toUri().getPath().isEmpty() ? new Path(qualified + "/") : qualified;
    } catch (IllegalArgumentException bad) {
      throw new OutputException(
          String.format(Locale.ROOT, "Invalid --output %s: %s", path, bad.getMessage()), bad);
    }
  }

  private static void make(FileSystem fileSystem, Path directory, String path) throws IOException {
    if (fileSystem.exists(directory) && !fileSystem.getFileStatus(directory).isDirectory()) {
      throw new OutputException(
          String.format(
              Locale.ROOT, "Cannot write to --output %s: it is a file, not a directory", path));
    }
    if (!fileSystem.mkdirs(directory)) {
      throw new OutputException(
          String.format(
              Locale.ROOT, "Cannot write to --output %s: the directory cannot be created", path));
    }
  }

  /** Prepares the locked directory; releases the lock on failure. */
  private void prepare(String path, Mode mode) throws IOException {
    try {
      // Without a time limit, Hadoop would parse its configuration files to find one.
      ShutdownHookManager.get()
          .addShutdownHook(
              closing, FileSystem.SHUTDOWN_HOOK_PRIORITY + 1, CLOSING_SECONDS, TimeUnit.SECONDS);
      Replacement.settleAll(fileSystem, directory);
      if (fileSystem.exists(path(CHECKPOINTS))) {
        Replacement.settleAll(fileSystem, path(CHECKPOINTS));
      }
      if (mode == Mode.NEW) {
        requireEmpty(path);
      }
      Path probe = hidden("probe");
      fileSystem.create(probe, false).close();
      delete(probe);
    } catch (IOException | RuntimeException cannot) {
      closeAfter(cannot);
      throw cannot;
    }
  }

  private void requireEmpty(String path) throws IOException {
    List<String> present =
        Arrays.stream(fileSystem.listStatus(directory))
            .map(file -> file.getPath().getName())
            .filter(name -> !OutputLock.NAME.equals(name))
            .sorted()
            .toList();
    if (!present.isEmpty()) {
      throw new OutputException(
          String.format(
              Locale.ROOT,
              "Cannot write to --output %s: it is not empty (%s ...); %s",
              path,
              present.get(0),
              present.contains(CHECKPOINTS)
                  ? "add --resume to continue the run in it, --overwrite to start again, or name another directory"
                  : "name another directory or add --overwrite"));
    }
  }

  /**
   * The path of a result in this directory.
   *
   * @throws IllegalArgumentException if {@code name} leads outside this directory
   */
  public Path path(String name) {
    Path path = new Path(directory, name);
    String folder = directory.isRoot() ? directory.toString() : directory + "/";
    if (!path.toString().startsWith(folder) || path.isRoot()) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "Invalid name of a result: %s is not in %s", name, directory));
    }
    return path;
  }

  /** The path of this directory. */
  public Path path() {
    return directory;
  }

  /** Whether this run has published a file or folder of this name. */
  public synchronized boolean hasPublished(String name) {
    return published.contains(name);
  }

  /** The path of this directory, for messages. */
  public String display() {
    return display(directory);
  }

  /** The path of a result, for messages. */
  public String display(String name) {
    return display(path(name));
  }

  private String display(Path path) {
    return "file".equals(fileSystem.getScheme()) ? path.toUri().getPath() : path.toString();
  }

  /** The names of the files in a folder of this directory, in order; none if it is missing. */
  public List<String> names(String folder) {
    return names(path(folder));
  }

  /** The names of the files and folders in this directory that are visible, in order. */
  public List<String> results() {
    return names(directory).stream().filter(name -> !name.startsWith(".")).toList();
  }

  private List<String> names(Path folder) {
    try {
      return fileSystem.exists(folder)
          ? Arrays.stream(fileSystem.listStatus(folder))
              .map(file -> file.getPath().getName())
              .sorted()
              .toList()
          : List.of();
    } catch (IOException cannot) {
      throw new OutputException(
          String.format(
              Locale.ROOT, "Cannot read %s: %s", display(folder), FileFailure.reason(cannot)),
          cannot);
    }
  }

  public FileSystem fileSystem() {
    return fileSystem;
  }

  /** Writes a text file. */
  public void write(String name, String text) {
    write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a file. */
  public void write(String name, byte[] bytes) {
    write(name, out -> out.write(bytes));
  }

  /** Whether a file becomes visible when its stream is closed, and not before. */
  public boolean isObjectStore() {
    return isObjectStore;
  }

  /** Writes a file at its final path, replacing any previous one. */
  private void writeObject(String name, Body body) {
    Path path = path(name);
    try {
      NewFile.write(fileSystem.create(path, true), body, file -> publish(file, name));
    } catch (IOException cannot) {
      throw OutputException.cannotWrite(display(name), cannot);
    }
  }

  private synchronized void publish(FSDataOutputStream file, String name) throws IOException {
    requireOpen();
    lock.requireHeld();
    file.close();
    published.add(name);
  }

  /** The content of a file that may be too large for a byte array. */
  public interface Body {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Writes a file. */
  public void write(String name, Body body) {
    if (isObjectStore) {
      writeObject(name, body);
      return;
    }
    save(name, temporary -> NewFile.write(fileSystem.create(temporary, false), body));
  }

  /**
   * Writes a directory of files, which becomes visible atomically. In an object store, files are
   * written in their order, and those of an earlier directory are deleted then: the last file must
   * decide which of the others are valid.
   */
  public void writeDirectory(String name, Map<String, byte[]> files) {
    if (isObjectStore) {
      files.forEach((file, bytes) -> write(name + "/" + file, bytes));
      names(name).stream()
          .filter(file -> !files.containsKey(file))
          .forEach(file -> remove(name + "/" + file));
      markPublished(name);
      return;
    }
    save(
        name,
        temporary -> {
          if (!fileSystem.mkdirs(temporary)) {
            throw new IOException("cannot create " + temporary.getName());
          }
          for (Map.Entry<String, byte[]> file : files.entrySet()) {
            writeBytes(new Path(temporary, file.getKey()), file.getValue());
          }
        });
  }

  /** Deletes a result, if it exists. */
  public synchronized void remove(String name) {
    try {
      lock.requireHeld();
      Replacement.delete(fileSystem, path(name));
    } catch (IOException cannot) {
      throw OutputException.cannotWrite(display(name), cannot);
    }
  }

  private interface Content {
    void writeTo(Path temporary) throws IOException;
  }

  private void save(String name, Content content) {
    try {
      Path temporary = hidden(name);
      try {
        content.writeTo(temporary);
        publish(temporary, name);
      } catch (IOException cannot) {
        discard(temporary, cannot);
        throw cannot;
      }
    } catch (IOException cannot) {
      throw OutputException.cannotWrite(display(name), cannot);
    }
  }

  /** A unique hidden path in the folder of {@code name}; {@link #close} deletes it. */
  public synchronized Path hidden(String name) {
    Path target = path(name);
    Path hidden = new Path(target.getParent(), hiddenName(target.getName(), UUID.randomUUID()));
    unfinished.add(hidden);
    return hidden;
  }

  static String hiddenName(String name, UUID unique) {
    return "." + name + "." + unique + ".tmp";
  }

  /**
   * Renames a completed file or directory to its final name, replacing any previous one.
   *
   * @throws OutputException if another run has taken over this directory
   */
  public synchronized void publish(Path temporary, String name) throws IOException {
    requireOpen();
    lock.requireHeld();
    Replacement.replace(fileSystem, temporary, path(name));
    unfinished.remove(temporary);
    published.add(name);
  }

  private synchronized void markPublished(String name) {
    published.add(name);
  }

  private void requireOpen() throws IOException {
    if (closed) {
      throw new IOException("the process is ending");
    }
  }

  /** Deletes a hidden file or directory. */
  public synchronized void delete(Path hidden) throws IOException {
    Replacement.delete(fileSystem, hidden);
    unfinished.remove(hidden);
  }

  /** Deletes a hidden file; {@link #close} or the next run retries on failure. */
  private void discard(Path temporary, IOException reason) {
    try {
      delete(temporary);
    } catch (IOException again) {
      reason.addSuppressed(again);
    }
  }

  /** Deletes incomplete results, and releases the lock. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (!ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get().removeShutdownHook(closing);
    }
    try {
      for (Path temporary : unfinished) {
        Replacement.delete(fileSystem, temporary);
      }
    } catch (IOException cannot) {
      throw OutputException.cannotWrite(display(), cannot);
    } finally {
      release();
    }
  }

  private void release() {
    try {
      lock.release();
      if (fileSystem instanceof LocalFileSystem) {
        fileSystem.close();
      }
    } catch (IOException cannot) {
      throw OutputException.cannotWrite(display(OutputLock.NAME), cannot);
    }
  }

  private void closeAfter(Exception reason) {
    try {
      close();
    } catch (OutputException again) {
      reason.addSuppressed(again);
    }
  }

  private void writeBytes(Path path, byte[] bytes) throws IOException {
    NewFile.write(fileSystem.create(path, false), out -> out.write(bytes));
  }
}

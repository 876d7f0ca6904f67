package org.sparksoftmax.output;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A file lock of the operating system, which is released when the process ends for any reason. */
final class LocalFileLock implements OutputLock {

  /**
   * The locks of this JVM. Locks of the operating system do not exclude each other within a
   * process, and closing a second descriptor of a locked file would release its lock.
   */
  private static final Map<Path, LockHolder> HELD = new ConcurrentHashMap<>();

  private static final int MAX_ATTEMPTS = 100;

  private final Path file;
  private final FileChannel channel;
  private final FileLock lock;

  private LocalFileLock(Path file, FileChannel channel, FileLock lock) {
    this.file = file;
    this.channel = channel;
    this.lock = lock;
  }

  static LocalFileLock take(Path directory, String output) throws IOException {
    Path file = directory.toRealPath().resolve(NAME);
    LockHolder self = LockHolder.self();
    LockHolder holder = HELD.putIfAbsent(file, self);
    if (holder != null) {
      throw LockHolder.taken(output, Optional.of(holder));
    }
    LocalFileLock taken = null;
    try {
      for (int attempt = 0; taken == null && attempt < MAX_ATTEMPTS; attempt++) {
        taken = tryOnce(file, self, output);
      }
      if (taken == null) {
        throw new IOException(
            String.format(Locale.ROOT, "%s is created and deleted again and again", file));
      }
      return taken;
    } finally {
      if (taken == null) {
        HELD.remove(file);
      }
    }
  }

  /** Returns the lock, or null if the previous holder has deleted the file in the meantime. */
  private static LocalFileLock tryOnce(Path file, LockHolder self, String output)
      throws IOException {
    createIfMissing(file);
    try {
      Object identity = identity(file);
      FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
      LocalFileLock taken = null;
      try {
        FileLock lock = channel.tryLock();
        if (lock == null) {
          throw LockHolder.taken(output, LockHolder.parse(Files.readString(file)));
        }
        if (Objects.equals(identity, identity(file))) {
          channel.truncate(0);
          channel.write(ByteBuffer.wrap(self.text().getBytes(StandardCharsets.UTF_8)));
          taken = new LocalFileLock(file, channel, lock);
        }
      } finally {
        if (taken == null) {
          channel.close();
        }
      }
      return taken;
    } catch (NoSuchFileException deleted) {
      return null;
    } catch (OverlappingFileLockException inThisJvm) {
      throw LockHolder.taken(output, Optional.empty());
    }
  }

  private static void createIfMissing(Path file) throws IOException {
    if (Files.notExists(file)) {
      try {
        Files.createFile(file);
      } catch (FileAlreadyExistsException madeMeanwhile) {
        // tryLock decides which run holds the lock.
        return;
      }
    }
  }

  private static Object identity(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  @Override
  public void requireHeld() throws IOException {
    if (!lock.isValid()) {
      throw new IOException("the lock is no longer held");
    }
  }

  /**
   * Deletes the file first, so that a process that has opened it in the meantime notices and
   * retries.
   */
  @Override
  public void release() throws IOException {
    try (channel) {
      Files.deleteIfExists(file);
    } finally {
      HELD.remove(file);
    }
  }
}

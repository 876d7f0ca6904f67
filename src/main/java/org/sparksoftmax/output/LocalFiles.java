package org.sparksoftmax.output;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.Syncable;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Local files whose permissions are set without a process, and whose failed writes are exceptions.
 * Without its native library, Hadoop starts {@code chmod} for each file and each directory that it
 * creates; and it reports a full disk as an {@link FSError}, which no one who closes, deletes or
 * explains what is incomplete expects.
 */
class LocalFiles extends RawLocalFileSystem {

  /**
   * The file system of a directory. For local files, this is a private instance without checksums:
   * Hadoop's shared one would add a hidden checksum file for each result.
   *
   * @param name the option with the directory, for messages
   */
  static FileSystem of(Path directory, String name, Configuration hadoop) throws IOException {
    FileSystem shared = FileSystems.of(directory, name, hadoop);
    if (!(shared instanceof LocalFileSystem)) {
      return shared;
    }
    FileSystem own = new LocalFileSystem(new LocalFiles());
    own.initialize(shared.getUri(), hadoop);
    own.setWriteChecksum(false);
    return own;
  }

  @Override
  public void setPermission(Path path, FsPermission permission) throws IOException {
    if (permission.getStickyBit()) {
      super.setPermission(path, permission);
      return;
    }
    String symbols =
        permission.getUserAction().SYMBOL
            + permission.getGroupAction().SYMBOL
            + permission.getOtherAction().SYMBOL;
    try {
      Files.setPosixFilePermissions(
          pathToFile(path).toPath(), PosixFilePermissions.fromString(symbols));
    } catch (UnsupportedOperationException notPosix) {
      super.setPermission(path, permission);
    }
  }

  @Override
  protected OutputStream createOutputStreamWithMode(
      Path path, boolean append, FsPermission permission) throws IOException {
    return new ThrowingStream(super.createOutputStreamWithMode(path, append, permission));
  }

  /** A stream that throws the exception inside an {@link FSError}. */
  private static final class ThrowingStream extends FilterOutputStream
      implements Syncable, StreamCapabilities {

    ThrowingStream(OutputStream out) {
      super(out);
    }

    private interface Write {
      void run() throws IOException;
    }

    private static void unwrap(Write write) throws IOException {
      try {
        write.run();
      } catch (FSError failed) {
        throw new IOException(
            failed.getCause() == null ? failed.getMessage() : failed.getCause().getMessage(),
            failed);
      }
    }

    @Override
    public void write(int b) throws IOException {
      unwrap(() -> out.write(b));
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      unwrap(() -> out.write(bytes, from, length));
    }

    @Override
    public void flush() throws IOException {
      unwrap(out::flush);
    }

    @Override
    public void hflush() throws IOException {
      flush();
    }

    @Override
    public void hsync() throws IOException {
      if (out instanceof Syncable file) {
        unwrap(file::hsync);
      } else {
        flush();
      }
    }

    @Override
    public boolean hasCapability(String capability) {
      return out instanceof StreamCapabilities file && file.hasCapability(capability);
    }
  }
}

package org.sparksoftmax.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Local files whose permissions are set without a process. Without its native library, Hadoop
 * starts {@code chmod} for each file and each directory that it creates.
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
}

package org.sparksoftmax.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalFilesTest {

  private final Configuration hadoop = new Configuration();
  @TempDir private java.nio.file.Path folder;

  @Test
  void filesHaveThePermissionsThatHadoopGivesThem() throws IOException {
    hadoop.set("fs.permissions.umask-mode", "027");
    FileSystem hadoops = FileSystem.newInstanceLocal(hadoop);
    FileSystem ours = LocalFiles.of(new Path(folder.toUri()), "a", hadoop);
    assertThat(permissions(ours, "ours"))
        .isEqualTo(permissions(hadoops, "hadoops"))
        .isEqualTo("rwxr-x--- rw-r-----");
    assertThat(folder.resolve("ours")).isDirectoryNotContaining("glob:**.crc");
  }

  private String permissions(FileSystem fileSystem, String name) throws IOException {
    Path directory = new Path(folder.resolve(name).toUri());
    fileSystem.mkdirs(directory);
    fileSystem.create(new Path(directory, "file")).close();
    return symbols(folder.resolve(name)) + " " + symbols(folder.resolve(name + "/file"));
  }

  @ParameterizedTest
  @ValueSource(shorts = {0600, 0751, 01777})
  void permissionsCanBeSet(short bits) throws IOException {
    FileSystem ours = LocalFiles.of(new Path(folder.toUri()), "a", hadoop);
    Path directory = new Path(folder.resolve("directory").toUri());
    ours.mkdirs(directory);
    ours.setPermission(directory, new FsPermission(bits));
    assertThat(ours.getFileStatus(directory).getPermission().toShort()).isEqualTo(bits);
  }

  /** Linux has a device that is always full. Appending leaves its permissions as they are. */
  @Test
  void aFullDiskIsAnException() throws IOException {
    assumeTrue(Files.exists(java.nio.file.Path.of("/dev/full")));
    LocalFiles files = new LocalFiles();
    files.initialize(URI.create("file:///"), hadoop);
    try (OutputStream out = files.createOutputStreamWithMode(new Path("/dev/full"), true, null)) {
      assertThatThrownBy(() -> out.write(1))
          .isInstanceOf(IOException.class)
          .hasMessage("No space left on device");
      assertThatThrownBy(() -> out.write(new byte[10]))
          .isInstanceOf(IOException.class)
          .hasMessage("No space left on device");
    }
  }

  private static String symbols(java.nio.file.Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}

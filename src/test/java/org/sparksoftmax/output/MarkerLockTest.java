package org.sparksoftmax.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkerLockTest extends OutputLockContract {

  @Override
  OutputLock take(Path directory, String name) throws IOException {
    Configuration hadoop = FaultyFileSystem.register(new Configuration());
    org.apache.hadoop.fs.Path folder = new org.apache.hadoop.fs.Path("faulty:" + directory);
    FileSystem fileSystem = folder.getFileSystem(hadoop);
    return MarkerLock.take(
        fileSystem,
        new org.apache.hadoop.fs.Path(folder, OutputLock.NAME),
        name,
        MarkerLock.Timing.USUAL);
  }

  /** Files whose first rename comes after another run has taken over the expired lock. */
  private static final class Overtaken extends FilterFileSystem {
    private final List<OutputLock> winner = new ArrayList<>();

    Overtaken(FileSystem files) {
      super(files);
    }

    @Override
    public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to)
        throws IOException {
      if (winner.isEmpty()) {
        winner.add(MarkerLock.take(fs, from, "runs/winner", MarkerLock.Timing.USUAL));
      }
      return fs.rename(from, to);
    }
  }

  @Test
  void ofTwoRunsThatTakeOverAnExpiredLockOneIsRefused(@TempDir Path directory) throws IOException {
    Path marker = Files.writeString(directory.resolve(OutputLock.NAME), "killed");
    Files.setLastModifiedTime(
        marker, FileTime.from(Instant.now().minus(MarkerLock.Timing.USUAL.expiry())));
    org.apache.hadoop.fs.Path folder = new org.apache.hadoop.fs.Path("faulty:" + directory);
    FileSystem plain = folder.getFileSystem(FaultyFileSystem.register(new Configuration()));
    Overtaken overtaken = new Overtaken(plain);
    assertThatThrownBy(
            () ->
                MarkerLock.take(
                    overtaken,
                    new org.apache.hadoop.fs.Path(folder, OutputLock.NAME),
                    "runs/one",
                    MarkerLock.Timing.USUAL))
        .isInstanceOf(OutputException.class)
        .hasMessageContaining("another run is writing there (host ");
    overtaken.winner.get(0).requireHeld();
    overtaken.winner.get(0).release();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void theTimeUntilTheLockExpiresIsTold(@TempDir Path directory) throws IOException {
    OutputLock lock = take(directory, "runs/one");
    Path marker = directory.resolve(OutputLock.NAME);
    Files.setLastModifiedTime(
        marker, FileTime.from(Files.getLastModifiedTime(marker).toInstant().minusSeconds(60)));
    assertThatThrownBy(() -> take(directory, "runs/one"))
        .hasMessageMatching(
            ".*; if it was killed, its lock expires in [1-6]\\d s\\); wait for it.*");
    lock.release();
  }
}

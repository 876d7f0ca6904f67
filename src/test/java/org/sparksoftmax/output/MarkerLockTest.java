package org.sparksoftmax.output;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

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
}

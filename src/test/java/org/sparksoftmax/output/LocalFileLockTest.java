package org.sparksoftmax.output;

import java.io.IOException;
import java.nio.file.Path;

class LocalFileLockTest extends OutputLockContract {

  @Override
  OutputLock take(Path directory, String name) throws IOException {
    return LocalFileLock.take(directory, name);
  }
}

package org.sparksoftmax.data;

import java.io.IOException;
import java.nio.file.Path;

class GzipFuzzTest extends UntrustedFile {

  GzipFuzzTest() {
    super("a.libsvm.gz");
  }

  @Override
  void readFile(Path file) throws IOException {
    readRows(new LibsvmReader(0), whole(file), new int[0]);
  }
}

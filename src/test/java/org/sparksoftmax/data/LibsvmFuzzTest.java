package org.sparksoftmax.data;

import java.io.IOException;
import java.nio.file.Path;

class LibsvmFuzzTest extends UntrustedFile {

  LibsvmFuzzTest() {
    super("a.libsvm");
  }

  @Override
  void readFile(Path file) throws IOException {
    readRows(new LibsvmReader(0), whole(file), new int[0]);
  }
}

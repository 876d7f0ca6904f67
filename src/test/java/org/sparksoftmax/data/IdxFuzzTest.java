package org.sparksoftmax.data;

import java.io.IOException;
import java.nio.file.Path;

class IdxFuzzTest extends UntrustedFile {

  IdxFuzzTest() {
    super("images.idx");
  }

  @Override
  void readFile(Path file) throws IOException {
    readRows(new IdxReader(), whole(file), new int[0]);
  }
}

package org.sparksoftmax.data.row;

import java.io.IOException;
import java.nio.file.Path;
import org.sparksoftmax.data.text.LibsvmReader;

class GzipFuzzTest extends UntrustedFile {

  GzipFuzzTest() {
    super("a.libsvm.gz");
  }

  @Override
  protected void readFile(Path file) throws IOException {
    readRows(new LibsvmReader(0), whole(file), new int[0]);
  }
}

package org.sparksoftmax.data.text;

import java.io.IOException;
import java.nio.file.Path;
import org.sparksoftmax.data.row.UntrustedFile;

class LibsvmFuzzTest extends UntrustedFile {

  LibsvmFuzzTest() {
    super("a.libsvm");
  }

  @Override
  protected void readFile(Path file) throws IOException {
    readRows(new LibsvmReader(0), whole(file), new int[0]);
  }
}

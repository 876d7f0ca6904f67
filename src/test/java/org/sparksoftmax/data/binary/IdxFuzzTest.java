package org.sparksoftmax.data.binary;

import java.io.IOException;
import java.nio.file.Path;
import org.sparksoftmax.data.row.UntrustedFile;

class IdxFuzzTest extends UntrustedFile {

  IdxFuzzTest() {
    super("images.idx");
  }

  @Override
  protected void readFile(Path file) throws IOException {
    readRows(new IdxReader(), whole(file), new int[0]);
  }
}

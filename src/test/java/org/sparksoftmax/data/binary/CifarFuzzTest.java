package org.sparksoftmax.data.binary;

import java.io.IOException;
import java.nio.file.Path;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.UntrustedFile;

class CifarFuzzTest extends UntrustedFile {

  CifarFuzzTest() {
    super("a.bin");
  }

  @Override
  protected void readFile(Path file) throws IOException {
    for (CifarReader.Form form : CifarReader.Form.values()) {
      try {
        readRows(new CifarReader(form), whole(file), new int[0]);
      } catch (DataException refused) {
        if (form == CifarReader.Form.CIFAR_100) {
          throw refused;
        }
      }
    }
    CifarReader.Form.of(file.toString(), file.toFile().length());
  }
}

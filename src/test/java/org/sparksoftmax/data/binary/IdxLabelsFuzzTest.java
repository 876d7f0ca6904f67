package org.sparksoftmax.data.binary;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.sparksoftmax.data.row.InputSplit;
import org.sparksoftmax.data.row.UntrustedFile;

class IdxLabelsFuzzTest extends UntrustedFile {

  private static final byte[] IMAGES =
      ByteBuffer.allocate(14)
          .putInt(0x0802)
          .putInt(2)
          .putInt(1)
          .put((byte) 7)
          .put((byte) 8)
          .array();

  IdxLabelsFuzzTest() {
    super("labels.idx");
  }

  @Override
  protected void readFile(Path file) throws IOException {
    String images = beside("images.idx", IMAGES).toUri().toString();
    readRows(
        new IdxReader(),
        new InputSplit(images, file.toUri().toString(), 0, Long.MAX_VALUE),
        new int[0]);
  }
}

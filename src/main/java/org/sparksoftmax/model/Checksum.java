package org.sparksoftmax.model;

import java.util.zip.CRC32C;

/** CRC-32C: finds every flipped bit, and every damage within 32 neighbouring bits. */
final class Checksum {

  private Checksum() {}

  /** The checksum of the first {@code length} bytes. */
  static int of(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}

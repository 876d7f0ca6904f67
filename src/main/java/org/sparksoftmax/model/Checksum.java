package org.sparksoftmax.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * CRC-32C, which detects every single-bit error and every burst of errors within 32 adjacent bits.
 */
final class Checksum {

  private Checksum() {}

  /** The checksum of the first {@code length} bytes. */
  static int of(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  /** SHA-256 of the concatenated arrays, as little-endian float64, in lower-case hex. */
  static String sha256(double[]... arrays) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      ByteBuffer buffer = ByteBuffer.allocate(8192).order(ByteOrder.LITTLE_ENDIAN);
      for (double[] values : arrays) {
        for (double value : values) {
          if (!buffer.hasRemaining()) {
            digest.update(buffer.flip());
            buffer.clear();
          }
          buffer.putDouble(value);
        }
      }
      digest.update(buffer.flip());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java platform has SHA-256", impossible);
    }
  }
}

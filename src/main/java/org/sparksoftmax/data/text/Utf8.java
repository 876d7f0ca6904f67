package org.sparksoftmax.data.text;

/** Checks that bytes are UTF-8 (RFC 3629). */
final class Utf8 {

  private Utf8() {}

  /** The position of the first byte that is not part of a character; −1 if there is none. */
  static int firstInvalid(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to) {
      int length = length(bytes, i, to);
      if (length == 0) {
        return i;
      }
      i += length;
    }
    return -1;
  }

  /** The length of the character at {@code i}; 0 if there is no valid one. */
  private static int length(byte[] bytes, int i, int to) {
    int lead = bytes[i] & 0xFF;
    if (lead < 0x80) {
      return 1;
    }
    int length = lead < 0xC2 || lead > 0xF4 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (length == 0 || i + length > to) {
      return 0;
    }
    int second = bytes[i + 1] & 0xFF;
    boolean valid = switch (lead) { // overlong forms, surrogates, and code points above U+10FFFF
          case 0xE0 -> second >= 0xA0;
          case 0xED -> second < 0xA0;
          case 0xF0 -> second >= 0x90;
          case 0xF4 -> second < 0x90;
          default -> true;
        };
    for (int k = 1; k < length; k++) {
      valid &= (bytes[i + k] & 0xC0) == 0x80;
    }
    return valid ? length : 0;
  }
}

package org.sparksoftmax.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Searches and parses ASCII text in words of eight bytes, the first byte in the lowest bits. A mask
 * has the highest bit of each byte that is found, and no other bit.
 *
 * <p>Branches that depend on the data, one for each byte, would cost more than the arithmetic here
 * (Lamport, "Multiple byte processing with full-word instructions", 1975).
 */
public final class ByteWords {

  /** The number of bytes of a word. */
  public static final int BYTES = Long.BYTES;

  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long ZEROS = ONES * '0';

  private ByteWords() {}

  /** The eight bytes from {@code at}. */
  public static long word(byte[] bytes, int at) {
    return (long) WORDS.get(bytes, at);
  }

  /** The word of eight times {@code b}. */
  public static long repeated(byte b) {
    return ONES * (b & 0xFF);
  }

  /** The mask of the bytes of {@code word} that are equal to those of {@code repeated}. */
  public static long matches(long word, long repeated) {
    long different = word ^ repeated;
    return ~(((different & ~HIGH_BITS) + ~HIGH_BITS) | different) & HIGH_BITS;
  }

  /** The mask of the first {@code count} bytes, of 0 to 8. */
  public static long first(int count) {
    return count == BYTES ? HIGH_BITS : HIGH_BITS & ((1L << (8 * count)) - 1);
  }

  /** The index of the first byte in a mask; 8 if the mask is 0. */
  public static int index(long mask) {
    return Long.numberOfTrailingZeros(mask) >>> 3;
  }

  /** The index of the first {@code wanted} byte of a slice; {@code to} if there is none. */
  public static int indexOf(byte wanted, byte[] bytes, int from, int to) {
    long repeated = repeated(wanted);
    int i = from;
    for (; i + BYTES <= to; i += BYTES) {
      long mask = matches(word(bytes, i), repeated);
      if (mask != 0) {
        return i + index(mask);
      }
    }
    while (i < to && bytes[i] != wanted) {
      i++;
    }
    return i;
  }

  /** The number of digits with which a word begins. */
  public static int digits(long word) {
    long values = word ^ ZEROS;
    // A carry from a byte above 127 changes only bytes behind it, which is not a digit itself.
    return index(((values + ONES * 0x76) | values) & HIGH_BITS);
  }

  /**
   * The number that the first {@code count} bytes, of 1 to 8, have as digits; −1 if one of them is
   * none.
   */
  public static long number(long word, int count) {
    long values = (word ^ ZEROS) << (64 - 8 * count);
    return (((values + ONES * 0x76) | values) & HIGH_BITS) == 0 ? number(values) : -1;
  }

  /** The number of eight decimal digits from 0 to 9, the first in the lowest byte. */
  private static long number(long values) {
    long pairs = values * 10 + (values >>> 8);
    long low = (pairs & 0x000000FF000000FFL) * (100 + (1_000_000L << 32));
    long high = ((pairs >>> 16) & 0x000000FF000000FFL) * (1 + (10_000L << 32));
    return (low + high) >>> 32;
  }
}

package org.sparksoftmax.math.linalg;

/** Fast 64-bit mixing for fingerprints and sampling; not suitable for cryptography. */
public final class Hashing {

  private Hashing() {}

  /** Combines {@code hash} with the next {@code value} of a sequence. */
  public static long mix(long hash, long value) {
    return (Long.rotateLeft(hash, 5) ^ value) * 0x9E3779B97F4A7C15L;
  }

  /** A number in [0, 1) that depends on every bit of {@code bits}. */
  public static double toUnit(long bits) {
    return (finish(bits) >>> 11) * 0x1.0p-53;
  }

  /**
   * 64 bits, each of which depends on every bit of {@code bits} (SplitMix64: Steele et al. 2014).
   */
  public static long finish(long bits) {
    long z = bits + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}

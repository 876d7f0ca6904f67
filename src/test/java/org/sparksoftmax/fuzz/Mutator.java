package org.sparksoftmax.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Derives inputs from seeds by a few random changes. */
final class Mutator {

  private static final int MOST_BYTES = 1 << 14;
  private static final String[] TOKENS = {
    "\n",
    "\r\n",
    ",",
    "\t",
    ":",
    "\"",
    "\"\"",
    "#",
    "{",
    "}",
    "[",
    "]",
    "=",
    "${",
    "../",
    "-",
    "0",
    "1e999999999999",
    "-1e-99999",
    "2147483647",
    "2147483648",
    "-2147483648",
    "9223372036854775808",
    "NaN",
    "Infinity",
    "null",
    "true",
    "\uFEFF",
    "\u0000",
    "\u0085",
    "\u2028",
    "é",
    "\uD83D\uDE00"
  };

  private final List<byte[]> seeds;
  private final Random random;

  Mutator(List<byte[]> seeds, Random random) {
    this.seeds = seeds;
    this.random = random;
  }

  byte[] next() {
    byte[] input = seed().clone();
    for (int changes = 1 + random.nextInt(6); changes > 0; changes--) {
      input = changed(input);
    }
    return input.length > MOST_BYTES ? Arrays.copyOf(input, MOST_BYTES) : input;
  }

  private byte[] changed(byte[] input) {
    int at = random.nextInt(input.length + 1);
    int to = Math.min(input.length, at + random.nextInt(9));
    return switch (random.nextInt(8)) {
      case 0 -> flipped(input);
      case 1 -> replaced(input, at, to, new byte[0]);
      case 2 -> replaced(input, at, at, bytes(1 + random.nextInt(4)));
      case 3 -> replaced(input, at, to, bytes(to - at));
      case 4 -> replaced(input, at, to, token());
      case 5 -> Arrays.copyOf(input, at);
      case 6 -> replaced(input, at, to, slice(seed()));
      default -> extreme(input);
    };
  }

  private byte[] flipped(byte[] input) {
    if (input.length > 0) {
      input[random.nextInt(input.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return input;
  }

  /** Sets one byte, or four bytes, to an extreme value of the type. */
  private byte[] extreme(byte[] input) {
    byte value = (byte) List.of(0, -1, 127, -128, 1).get(random.nextInt(5)).intValue();
    int from = random.nextInt(input.length + 1);
    Arrays.fill(input, from, Math.min(input.length, from + (random.nextBoolean() ? 1 : 4)), value);
    return input;
  }

  private byte[] seed() {
    return seeds.get(random.nextInt(seeds.size()));
  }

  private byte[] slice(byte[] from) {
    int start = random.nextInt(from.length + 1);
    return Arrays.copyOfRange(from, start, start + random.nextInt(from.length - start + 1));
  }

  private byte[] token() {
    return TOKENS[random.nextInt(TOKENS.length)].getBytes(StandardCharsets.UTF_8);
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] replaced(byte[] input, int from, int to, byte[] by) {
    byte[] output = Arrays.copyOf(input, input.length - (to - from) + by.length);
    System.arraycopy(by, 0, output, from, by.length);
    System.arraycopy(input, to, output, from + by.length, input.length - to);
    return output;
  }
}

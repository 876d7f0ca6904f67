package org.sparksoftmax.data.row;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * Caches the strings of byte slices, so that repeated texts need no allocation. The number of
 * cached texts is bounded; all others are converted on each call. Not thread-safe.
 */
public final class TextCache {
  private static final int MAX_TEXTS = 1 << 16;

  private final UnaryOperator<String> conversion;
  private byte[][] keys = new byte[256][];
  private String[] texts = new String[256];
  private int count;

  /**
   * @param conversion applied once to the decoded text
   */
  public TextCache(UnaryOperator<String> conversion) {
    this.conversion = conversion;
  }

  public String of(byte[] bytes, int from, int to) {
    int slot = slot(bytes, from, to);
    if (texts[slot] != null) {
      return texts[slot];
    }
    String text = conversion.apply(new String(bytes, from, to - from, StandardCharsets.UTF_8));
    if (count < MAX_TEXTS) {
      keys[slot] = Arrays.copyOfRange(bytes, from, to);
      texts[slot] = text;
      if (2 * ++count > keys.length) {
        grow();
      }
    }
    return text;
  }

  private int slot(byte[] bytes, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + bytes[i];
    }
    int mask = keys.length - 1;
    int slot = (hash ^ (hash >>> 16)) & mask;
    while (keys[slot] != null
        && !Arrays.equals(keys[slot], 0, keys[slot].length, bytes, from, to)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    byte[][] oldKeys = keys;
    String[] oldTexts = texts;
    keys = new byte[2 * oldKeys.length][];
    texts = new String[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != null) {
        int slot = slot(oldKeys[i], 0, oldKeys[i].length);
        keys[slot] = oldKeys[i];
        texts[slot] = oldTexts[i];
      }
    }
  }
}

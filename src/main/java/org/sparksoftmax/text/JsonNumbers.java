package org.sparksoftmax.text;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON number utilities. */
public final class JsonNumbers {

  private JsonNumbers() {}

  /**
   * Sets {@code key} to {@code value}, or to null if it is NaN or infinite, which JSON does not
   * support.
   */
  public static void putFinite(ObjectNode node, String key, double value) {
    if (Double.isFinite(value)) {
      node.put(key, value);
    } else {
      node.putNull(key);
    }
  }
}

package org.sparksoftmax.data.row;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;

/**
 * A bad row, in place of the row itself.
 *
 * @param file the file, as users know it
 * @param number 1-based number of the row: in the split that is being read, then, once the split is
 *     read, in the file; of a table: in its part
 * @param row the text of the row, shortened; null where it has none or none is wanted
 */
public record RejectedRow(String file, Unit unit, long number, String reason, String row)
    implements Serializable {

  /** Bytes of a row's text that are kept. */
  static final int MAX_TEXT = 64 << 10;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What the number counts. */
  public enum Unit {
    /** Lines or records of a file. */
    LINE,
    /** Rows that Spark SQL has read in one part of a table. */
    ROW_OF_PART,
    /** Rows of a partition, which stands in place of the file. */
    ROW_OF_PARTITION
  }

  /** A line or record of {@code split}, in which it has {@code number}. */
  public static RejectedRow line(InputSplit split, long number, BadRow bad, String row) {
    return new RejectedRow(
        InputFiles.shown(split.file()), Unit.LINE, number, bad.getMessage(), row);
  }

  /** The row with its number in the file. */
  RejectedRow behind(long rowsBefore) {
    return new RejectedRow(file, unit, rowsBefore + number, reason, row);
  }

  /** Place and reason in one line. */
  public String message() {
    String place =
        switch (unit) {
          case LINE -> "%s:%d";
          case ROW_OF_PART -> "%s: row %d of its part";
          case ROW_OF_PARTITION -> "row %2$d of %1$s";
        };
    return place.formatted(file, number) + ": " + reason;
  }

  /** One line of a file of rejected rows. */
  public String json() {
    ObjectNode node = JSON.createObjectNode();
    node.put("file", file);
    node.put("line", number);
    node.put("reason", reason);
    if (row != null) {
      node.put("row", row);
    }
    try {
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("Text and a number are JSON", impossible);
    }
  }

  /** The slice as text; what is not UTF-8 becomes U+FFFD. */
  public static String text(byte[] bytes, int from, int to) {
    if (to - from <= MAX_TEXT) {
      return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
    int end = from + MAX_TEXT - 3;
    while (end > from && (bytes[end] & 0xC0) == 0x80) {
      end--; // not within a character
    }
    return new String(bytes, from, end - from, StandardCharsets.UTF_8) + "...";
  }

  /** The text, shortened likewise. */
  public static String text(String text) {
    if (text.length() <= MAX_TEXT / 3) {
      return text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return text(bytes, 0, bytes.length);
  }
}

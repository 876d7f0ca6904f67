package org.sparksoftmax.data.row;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.sparksoftmax.text.Secrets;

/**
 * A bad row that is not part of the data set.
 *
 * @param file the path of the file, for messages
 * @param number 1-based number of the row: within the split while the split is read, then within
 *     the file; for a table, within its part
 * @param row the text of the row, shortened; null if it has no text or if texts are not retained
 */
public record RejectedRow(String file, Unit unit, long number, String reason, String row)
    implements Serializable {

  /** The maximum number of bytes of a row's text. */
  static final int MAX_TEXT = 64 << 10;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The unit of the row number. */
  public enum Unit {
    /** Lines or records of a file. */
    LINE,
    /** Rows of one part of a table, as read by Spark SQL. */
    ROW_OF_PART,
    /** Rows of a partition of a DataFrame, which replaces the file in messages. */
    ROW_OF_PARTITION
  }

  /** Returns the rejected line or record {@code number} of {@code split}. */
  public static RejectedRow line(InputSplit split, long number, BadRow bad, String row) {
    return new RejectedRow(
        InputFiles.shown(split.file()), Unit.LINE, number, bad.getMessage(), row);
  }

  /** Returns the same row, numbered within the file. */
  RejectedRow behind(long rowsBefore) {
    return new RejectedRow(file, unit, rowsBefore + number, reason, row);
  }

  /** The place and reason, in one line. */
  public String message() {
    String place =
        switch (unit) {
          case LINE -> "%s:%d";
          case ROW_OF_PART -> "%s: row %d of its part";
          case ROW_OF_PARTITION -> "row %2$d of %1$s";
        };
    return Secrets.mask(String.format(Locale.ROOT, place, file, number) + ": " + reason);
  }

  /** The row as a line of a file of rejected rows. */
  public String json() {
    ObjectNode node = JSON.createObjectNode();
    node.put("file", Secrets.mask(file));
    node.put("line", number);
    node.put("reason", Secrets.mask(reason));
    if (row != null) {
      node.put("row", row);
    }
    try {
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("Text and a number are JSON", impossible);
    }
  }

  /** The slice as text, shortened; U+FFFD replaces malformed UTF-8. */
  public static String text(byte[] bytes, int from, int to) {
    if (to - from <= MAX_TEXT) {
      return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
    int end = from + MAX_TEXT - 3;
    while (end > from && (bytes[end] & 0xC0) == 0x80) {
      end--; // avoids splitting a character
    }
    return new String(bytes, from, end - from, StandardCharsets.UTF_8) + "...";
  }

  /** The text, shortened to the same length. */
  public static String text(String text) {
    if (text.length() <= MAX_TEXT / 3) {
      return text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return text(bytes, 0, bytes.length);
  }
}

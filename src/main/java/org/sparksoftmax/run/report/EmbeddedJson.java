package org.sparksoftmax.run.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;

/**
 * Escapes JSON for an HTML {@code script} element, which ends at the first {@code </script} and has
 * no escapes of its own. Every character that could end the element or begin a comment is escaped
 * in the JSON.
 */
final class EmbeddedJson extends CharacterEscapes {
  private static final long serialVersionUID = 1L;

  private static final ObjectMapper JSON = new ObjectMapper();

  static {
    JSON.getFactory().setCharacterEscapes(new EmbeddedJson());
  }

  private EmbeddedJson() {}

  /** The text of {@code node}, without any of {@code < > &} and the line ends of JavaScript. */
  static String text(JsonNode node) {
    try {
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("A tree of texts and numbers is JSON", impossible);
    }
  }

  @Override
  public int[] getEscapeCodesForAscii() {
    int[] codes = standardAsciiEscapesForJSON();
    for (char c : new char[] {'<', '>', '&'}) {
      codes[c] = ESCAPE_STANDARD;
    }
    return codes;
  }

  /** Escapes U+2028 and U+2029. */
  @Override
  public SerializableString getEscapeSequence(int c) {
    boolean escaped = c == 0x2028 || c == 0x2029;
    return escaped ? new SerializedString(String.format(Locale.ROOT, "\\u%04x", c)) : null;
  }
}

package org.sparksoftmax.text;

import java.lang.Character.UnicodeScript;
import java.util.Collection;
import java.util.Set;

/** Text in columns of a terminal, in which a character may have two columns, or none. */
public final class TextWidth {

  private static final String CUT = "...";

  private static final Set<UnicodeScript> WIDE =
      Set.of(
          UnicodeScript.HAN,
          UnicodeScript.HANGUL,
          UnicodeScript.HIRAGANA,
          UnicodeScript.KATAKANA,
          UnicodeScript.BOPOMOFO,
          UnicodeScript.YI);

  private TextWidth() {}

  /** The number of columns of a text without line breaks. */
  public static int of(String text) {
    return text.codePoints().map(TextWidth::of).sum();
  }

  /** The number of columns of the widest text. */
  public static int of(Collection<String> texts) {
    return texts.stream().mapToInt(TextWidth::of).max().orElse(0);
  }

  /**
   * The text as one printable line of at most {@code most} columns; of a longer one, the last are
   * dots.
   */
  public static String cut(String text, int most) {
    String line = OneLine.of(text);
    if (of(line) <= most) {
      return line;
    }
    StringBuilder cut = new StringBuilder();
    int used = 0;
    for (int i = 0; i < line.length(); i = line.offsetByCodePoints(i, 1)) {
      int point = line.codePointAt(i);
      used += of(point);
      if (used > most - CUT.length()) {
        break;
      }
      cut.appendCodePoint(point);
    }
    return cut.append(CUT).toString();
  }

  /** The text with blanks behind it up to this many columns. */
  public static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - of(text)));
  }

  private static int of(int point) {
    int type = Character.getType(point);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    boolean fullWidth =
        (point >= 0xFF01 && point <= 0xFF60) || (point >= 0xFFE0 && point <= 0xFFE6);
    boolean punctuation = point >= 0x3000 && point <= 0x303E;
    boolean picture = point >= 0x1F300 && point <= 0x1FAFF;
    boolean halfWidth = point >= 0xFF61 && point <= 0xFFDC;
    return (WIDE.contains(UnicodeScript.of(point)) && !halfWidth)
            || fullWidth
            || punctuation
            || picture
        ? 2
        : 1;
  }
}

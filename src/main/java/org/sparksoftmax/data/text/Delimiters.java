package org.sparksoftmax.data.text;

import java.util.List;
import java.util.Optional;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.data.row.BadRow;

/** The delimiter of lines, found from the lines. */
public final class Delimiters {

  /** In this order if they cut lines into the same number of cells. */
  private static final byte[] USUAL = {',', ';', '\t', '|'};

  /** Characters that texts, times and numbers have too; tried if no usual one cuts the lines. */
  private static final byte[] OTHERS = {' ', ':', 1};

  /** The smallest share of the lines that a usual delimiter cuts into the same number of cells. */
  private static final double MOST = 0.9;

  private Delimiters() {}

  /**
   * Returns the value of data.delimiter for lines of csv files; empty if commas cut them into
   * cells, or nothing does.
   */
  public static Optional<String> of(DataConfig config, List<String> lines) {
    CsvSyntax syntax = CsvSyntax.of(config, lines);
    byte likely = likely(syntax, lines);
    boolean usable = likely != 0 && textBetweenCells(syntax, likely, lines).length() == 1;
    return switch (usable ? likely : 0) {
      case 0, ',' -> Optional.empty();
      case '\t' -> Optional.of("tab");
      case ' ' -> Optional.of("space");
      default -> Optional.of(Character.toString(likely));
    };
  }

  /**
   * The delimiter that cuts lines into the same number of cells, at least 2; 0 if none does.
   *
   * @param syntax how cells are quoted
   */
  static byte likely(CsvSyntax syntax, List<String> lines) {
    byte usual = likely(syntax, lines, USUAL, MOST);
    return usual != 0 ? usual : likely(syntax, lines, OTHERS, 1);
  }

  private static byte likely(
      CsvSyntax syntax, List<String> lines, byte[] candidates, double share) {
    byte likely = 0;
    int most = 1;
    for (byte candidate : candidates) {
      boolean possible = candidate != syntax.quote();
      int cells = possible ? width(new CsvCells(syntax.withDelimiter(candidate)), lines, share) : 1;
      if (cells > most) {
        likely = candidate;
        most = cells;
      }
    }
    return likely;
  }

  /** The number of cells of the lines; 0 if too many have another number. */
  private static int width(CsvCells cells, List<String> lines, double share) {
    int width = count(cells, lines.get(lines.size() > 1 ? 1 : 0));
    int first = count(cells, lines.get(0));
    boolean rowNames = first > 1 && first == width - 1; // R gives them no name in the header
    if (first != width && !rowNames) {
      return 0;
    }
    long same = lines.stream().skip(1).filter(line -> count(cells, line) == width).count();
    return same >= share * (lines.size() - 1) ? width : 0;
  }

  /** The number of cells of a line; 0 for a line that the reader rejects. */
  private static int count(CsvCells cells, String line) {
    try {
      cells.texts(line);
      return cells.count();
    } catch (BadRow bad) {
      return 0;
    }
  }

  /**
   * The text between the cells of all lines: {@code bound} or, if every second cell between such
   * characters is the same throughout and has no letter or digit, that cell between two of them, as
   * in {@code ||} and {@code |~|}.
   */
  static String textBetweenCells(CsvSyntax syntax, byte bound, List<String> lines) {
    CsvCells cells = new CsvCells(syntax.withDelimiter(bound));
    String between = null;
    try {
      for (String line : lines) {
        String[] texts = cells.texts(line);
        for (int cell = 1; cell < texts.length; cell += 2) {
          between = between == null ? texts[cell] : between;
          if (texts.length % 2 == 0 || !texts[cell].equals(between)) {
            return Character.toString(bound);
          }
        }
      }
    } catch (BadRow bad) {
      return Character.toString(bound);
    }
    boolean plain =
        between != null
            && between.chars().noneMatch(Character::isLetterOrDigit)
            && !between.contains(" ");
    return (char) bound + (plain ? between + (char) bound : "");
  }
}

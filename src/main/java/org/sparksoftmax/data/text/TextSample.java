package org.sparksoftmax.data.text;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.sparksoftmax.data.row.BadRow;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.InputFile;
import org.sparksoftmax.data.row.InputFiles;
import org.sparksoftmax.data.row.InputSplit;

/**
 * The first lines of the data that are not blank, all of one file.
 *
 * @param lines at least one line, without line ends
 * @param place the place of the first line, file:line
 * @param keys the keys of the folders {@code key=value} of the file
 */
public record TextSample(List<String> lines, String place, List<String> keys) {

  private static final int MAX_LINES = 1000;
  private static final int MAX_CHARACTERS = 256 << 10;

  /**
   * Reads the first lines of the first file that has any.
   *
   * @throws DataException if no file has a line, or if the first line is not valid text
   */
  public static TextSample of(List<InputFile> files, String encoding, Configuration hadoop)
      throws IOException {
    for (InputFile file : files) {
      TextSample sample = of(file, encoding, hadoop);
      if (sample != null) {
        return sample;
      }
    }
    throw new DataException(
        "Cannot read "
            + InputFiles.shown(files.get(0).path())
            + (files.size() > 1
                ? String.format(Locale.ROOT, " and %d more files", files.size() - 1)
                : "")
            + (files.size() > 1 ? ": they have only blank lines" : ": it has only blank lines"));
  }

  /** The first line. */
  String first() {
    return lines.get(0);
  }

  private static TextSample of(InputFile file, String encoding, Configuration hadoop)
      throws IOException {
    List<String> lines = new ArrayList<>();
    String place = null;
    InputSplit whole = new InputSplit(file.path(), null, 0, Long.MAX_VALUE);
    try (TextLines text = TextLines.open(whole, encoding, hadoop)) {
      int characters = 0;
      while (lines.size() < MAX_LINES && characters < MAX_CHARACTERS && next(text, place)) {
        String line =
            new String(text.buffer(), text.from(), text.to() - text.from(), StandardCharsets.UTF_8);
        characters += line.length();
        if (line.isBlank()) {
          continue;
        }
        place = place == null ? requireText(text) : place;
        lines.add(line);
      }
    }
    return lines.isEmpty() ? null : new TextSample(List.copyOf(lines), place, file.keys());
  }

  /** Moves on; an error behind the first line is left to the readers. */
  private static boolean next(TextLines text, String place) throws IOException {
    try {
      return text.next();
    } catch (DataException bad) {
      if (place == null) {
        throw bad;
      }
      return false;
    }
  }

  private static String requireText(TextLines text) throws IOException {
    try {
      text.requireText(text.to());
      return text.place();
    } catch (BadRow bad) {
      throw new DataException(text.place() + ": " + bad.getMessage());
    }
  }
}

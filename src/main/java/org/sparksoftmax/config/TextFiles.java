package org.sparksoftmax.config;

import static org.sparksoftmax.config.ConfigException.invalid;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;

/**
 * How csv, tsv and libsvm files are written.
 *
 * @param csv the dialect of csv and tsv files
 * @param encoding the name of the character encoding. A byte order mark overrides it
 * @param indexBase the smallest index of libsvm files
 */
public record TextFiles(CsvDialect csv, String encoding, IndexBase indexBase) {

  /** Text files by default. */
  public static final TextFiles DEFAULT = new TextFiles(CsvDialect.DEFAULT, "UTF-8", IndexBase.ONE);

  public TextFiles {
    requireEncoding(encoding);
  }

  /** The smallest index of libsvm files ({@code data.index-base}). */
  public enum IndexBase {
    /** 0 if the first lines of the data have an index 0, else 1. */
    AUTO,
    ZERO,
    ONE;

    /** The value of {@code data.index-base}. */
    @Override
    public String toString() {
      return switch (this) {
        case AUTO -> "auto";
        case ZERO -> "0";
        case ONE -> "1";
      };
    }
  }

  /**
   * Checks that the keys for text files are set only where they apply.
   *
   * @throws ConfigException if {@code format} does not use one that is set
   */
  void checkFor(DataFormat format) {
    boolean cells = format.equals(DataFormat.CSV) || format.equals(DataFormat.TSV);
    if (!cells) {
      String only = "is for csv and tsv only; remove it, since data.format is " + format;
      csv.delimiter().ifPresent(text -> refuse("data.delimiter", text, only));
      if (!csv.quote().equals(CsvDialect.DEFAULT.quote())) {
        refuse("data.quote", csv.quote().orElse("null"), only);
      }
      if (!csv.escape().equals(CsvDialect.DEFAULT.escape())) {
        refuse("data.escape", csv.escape(), only);
      }
    } else {
      csv.checkFor(format);
    }
    boolean text = cells || format.equals(DataFormat.LIBSVM);
    if (!text && !csv.nullValues().equals(CsvDialect.DEFAULT.nullValues())) {
      refuse("data.null-values", csv.nullValues(), onlyText(format));
    }
    if (!text && !encoding.equals(DEFAULT.encoding)) {
      refuse("data.encoding", encoding, onlyText(format));
    }
    if (!format.equals(DataFormat.LIBSVM) && indexBase != IndexBase.ONE) {
      refuse(
          "data.index-base",
          indexBase,
          "is for libsvm only; remove it, since data.format is " + format);
    }
  }

  private static String onlyText(DataFormat format) {
    return "is for csv, tsv and libsvm only; remove it, since data.format is " + format;
  }

  private static void refuse(String key, Object value, String requirement) {
    throw invalid(key, value, requirement);
  }

  private static void requireEncoding(String name) {
    try {
      Charset charset = Charset.forName(name);
      if (!charset.canEncode()) {
        throw invalid("data.encoding", name, "must be one encoding, not a detector");
      }
    } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
      throw invalid(
          "data.encoding",
          name,
          "must be an encoding that Java supports, such as UTF-8, UTF-16, ISO-8859-1 or windows-1252");
    }
  }
}

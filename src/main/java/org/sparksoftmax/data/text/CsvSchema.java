package org.sparksoftmax.data.text;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.data.column.ColumnRoles;
import org.sparksoftmax.data.column.ColumnSchema;
import org.sparksoftmax.data.column.Columns;
import org.sparksoftmax.data.column.ReadPurpose;
import org.sparksoftmax.data.column.TargetColumns;
import org.sparksoftmax.data.row.BadRow;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.model.FeatureSchema;

/**
 * The columns of csv or tsv files.
 *
 * @param encoding the name of the character encoding
 * @param header the cells of the first line of each file; null if it is a row
 * @param width the number of cells of a line. The columns behind them are the keys of the folders
 *     {@code key=value} of a file
 * @param columns all columns, which have names if there is a header
 */
public record CsvSchema(
    CsvSyntax syntax, String encoding, String[] header, int width, ColumnSchema columns)
    implements Serializable {

  /**
   * Resolves the configured columns.
   *
   * @param remarks receives what the lines decided, one line each, if the configuration leaves it
   *     open
   * @throws ConfigException if a configured column does not exist
   * @throws DataException if a column that the model requires does not exist
   */
  public static CsvSchema resolve(
      DataConfig config, TextSample sample, ReadPurpose purpose, Consumer<String> remarks) {
    CsvSyntax syntax = CsvSyntax.of(config, sample.lines());
    if (config.text().csv().escapeIsAuto() && syntax.hasBackslash()) {
      remarks.accept(
          String.format(
              Locale.ROOT,
              "a backslash escapes quotes in %s (data.escape = auto found so)",
              fileOf(sample.place())));
    }
    if (syntax.hasAmbiguousBackslashes(sample.lines())) {
      remarks.accept(
          String.format(
              Locale.ROOT,
              "two backslashes in cells without quotes in %s are text, as in files of Spark (for one backslash, write the cells with quotes: in pandas, quoting=csv.QUOTE_ALL)",
              fileOf(sample.place())));
    }
    String[] first = firstCells(syntax, sample);
    List<String[]> rows = rows(syntax, sample.lines());
    HeaderDecision decision =
        HeaderDecision.of(config, syntax, first, rows, sample.keys(), purpose);
    decision
        .reason()
        .ifPresent(
            reason ->
                remarks.accept(
                    String.format(
                        Locale.ROOT,
                        "%s is taken for %s: %s (data.header = %s takes it for %s)",
                        sample.place(),
                        decision.isHeader() ? "a header" : "a row, not for a header",
                        reason,
                        !decision.isHeader(),
                        decision.isHeader() ? "a row" : "a header")));
    String[] header = decision.isHeader() ? first : null;
    int width = rows.isEmpty() ? first.length : widthOf(first, decision, rows);
    if (width == 1) {
      requireDelimiter(syntax, sample);
    }
    String[] names = names(header, width, sample.keys());
    Columns columns = new Columns(names, width + sample.keys().size(), sample.place());
    LinesOfCells format = new LinesOfCells(columns, purpose, remarks);
    return new CsvSchema(
        syntax,
        config.text().encoding(),
        header,
        width,
        ColumnSchema.resolve(config, columns, purpose, format));
  }

  /** The type of all cells of a line, as text. */
  public StructType table() {
    StructType type = new StructType();
    for (int column = 0; column < columns.width(); column++) {
      boolean named = columns.names() != null && !columns.names()[column].isEmpty();
      String name = named ? columns.names()[column] : "c" + column;
      type = type.add(name, DataTypes.StringType, true);
    }
    return type;
  }

  /** The number of columns that are keys of folders. */
  int folders() {
    return columns.width() - width;
  }

  private static String[] firstCells(CsvSyntax syntax, TextSample sample) {
    try {
      return new CsvCells(syntax).texts(sample.first());
    } catch (BadRow bad) {
      requireDelimiter(syntax, sample);
      throw new DataException(sample.place() + ": " + bad.getMessage());
    }
  }

  /** The cells of the lines after the first, without lines that have no cells. */
  private static List<String[]> rows(CsvSyntax syntax, List<String> lines) {
    CsvCells cells = new CsvCells(syntax);
    List<String[]> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      cells(cells, line).ifPresent(rows::add);
    }
    return rows;
  }

  /** The cells of a line; empty for a line that the reader rejects. */
  private static Optional<String[]> cells(CsvCells cells, String line) {
    try {
      return Optional.of(cells.texts(line));
    } catch (BadRow bad) {
      return Optional.empty();
    }
  }

  /**
   * The number of cells of a row: that of the first line, unless all other lines have another one,
   * and it is not a header or, as R writes it, a header without a name for the column of row names.
   */
  private static int widthOf(String[] first, HeaderDecision decision, List<String[]> rows) {
    int width = rows.get(0).length;
    boolean common = rows.stream().allMatch(row -> row.length == width);
    boolean rowNames = width == first.length + 1;
    return common && (!decision.isHeader() || rowNames) ? width : first.length;
  }

  /** The names of all columns; null if they have none. */
  private static String[] names(String[] header, int width, List<String> keys) {
    if (header == null && keys.isEmpty()) {
      return null;
    }
    Stream<String> ofLines =
        header == null
            ? IntStream.range(0, width).mapToObj(Integer::toString)
            : Stream.concat(Stream.of("").limit(width - header.length), Arrays.stream(header));
    return Stream.concat(ofLines, keys.stream()).toArray(String[]::new);
  }

  private static void requireDelimiter(CsvSyntax syntax, TextSample sample) {
    if (sample.first().matches("\\S+(\\s+[0-9]+:\\s*[-+.0-9eE]+)+\\s*")) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "Invalid data.format: %s looks like libsvm: set data.format = libsvm",
              sample.place()));
    }
    byte likely = Delimiters.likely(syntax, sample.lines());
    if (likely != 0) {
      String text = Delimiters.textBetweenCells(syntax, likely, sample.lines());
      if (text.length() > 1) {
        throw new ConfigException(
            String.format(
                Locale.ROOT,
                "Invalid data.delimiter = %s: the cells of %s are between \"%s\", but a delimiter is one character: replace \"%s\" in the files by a character that no cell has, such as a tab",
                CsvSyntax.shown(syntax.delimiter()),
                sample.place(),
                text,
                text));
      }
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "Invalid data.delimiter = %s: %s has no such character, but cells between others: set data.delimiter = %s",
              CsvSyntax.shown(syntax.delimiter()),
              sample.place(),
              CsvSyntax.shown(likely)));
    }
  }

  private static String fileOf(String place) {
    return place.substring(0, place.lastIndexOf(':'));
  }

  /** The rules for csv and tsv: there may be a header, and all cells are numbers or text. */
  private record LinesOfCells(Columns columns, ReadPurpose purpose, Consumer<String> remarks)
      implements ColumnSchema.Format {

    @Override
    public boolean hasColumnsOf(FeatureSchema model) {
      return columns.header() != null;
    }

    @Override
    public int[] features(ColumnRoles roles) {
      int[] others = IntStream.range(0, columns.width()).filter(roles::leaves).toArray();
      int[] named = Arrays.stream(others).filter(column -> !isUnnamed(column)).toArray();
      if (named.length == 0) {
        throw new DataException(
            String.format(
                Locale.ROOT,
                "Cannot find features: %s has no column but the label",
                columns.place()));
      }
      Arrays.stream(others)
          .filter(this::isUnnamed)
          .forEach(
              column ->
                  remarks.accept(
                      String.format(
                          Locale.ROOT,
                          "column %d of %s %s: left out (to use it, list it in data.feature-columns by its position)",
                          column,
                          columns.place(),
                          columns.header()[column].isEmpty()
                              ? "has no name, as a row index"
                              : "is named '"
                                  + columns.header()[column]
                                  + "', as pandas names a column without a name")));
      return named;
    }

    /** Whether the header has no name for a column, or the one that pandas gives it. */
    private boolean isUnnamed(int column) {
      return columns.header() != null
          && columns.header()[column].matches("|Unnamed: [0-9]+(_level_[0-9]+)?");
    }

    @Override
    public TargetColumns targets(ColumnRoles roles) {
      return TargetColumns.ofClasses(
          roles.targets(), columns.names(roles.targets()), purpose.classes());
    }

    @Override
    public void labelOfModel(int column) {
      remarks.accept(
          String.format(
              Locale.ROOT,
              "column %d of %s is taken for the label, since it is none of the model's columns (data.label-column names another)",
              column,
              columns.place()));
    }

    @Override
    public String missingLabel() {
      return String.format(
          Locale.ROOT,
          "%s, so say which column is the label, by name or by position (from 0; -1 is the last)",
          columns.header() == null
              ? columns.place() + " is not a header"
              : columns.place() + " names no column 'label' or 'target'");
    }
  }
}

package org.sparksoftmax.data.text;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.config.DataConfig.HeaderLine;
import org.sparksoftmax.data.column.Columns;
import org.sparksoftmax.data.column.ReadPurpose;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.text.Count;

/**
 * Whether the first line of a file names its columns.
 *
 * @param reason why, for the user; empty if the configuration or a model says so
 */
record HeaderDecision(boolean isHeader, Optional<String> reason) {

  /**
   * Decides from the configuration or, if that is open, from the first lines.
   *
   * @param first the cells of the first line
   * @param rows the cells of the lines behind it
   * @param keys columns that are not in the lines
   */
  static HeaderDecision of(
      DataConfig config,
      CsvSyntax syntax,
      String[] first,
      List<String[]> rows,
      List<String> keys,
      ReadPurpose purpose) {
    if (config.header() != HeaderLine.AUTO) {
      return new HeaderDecision(config.header() == HeaderLine.TRUE, Optional.empty());
    }
    Set<String> cells = Set.copyOf(List.of(first));
    boolean named =
        Stream.concat(config.labelColumn().stream(), config.targetColumns().stream())
            .anyMatch(column -> !Columns.isPosition(column) && !keys.contains(column));
    boolean usual =
        config.labelColumn().isEmpty()
            && config.targetColumns().isEmpty()
            && (cells.contains("label") || cells.contains("target"));
    Optional<FeatureSchema> model = purpose.schema().filter(FeatureSchema::columnsNamed);
    boolean hasModelColumns =
        model.isPresent()
            && model.get().columns().stream()
                .allMatch(
                    column -> cells.contains(column.column()) || keys.contains(column.column()));
    if (named || usual || hasModelColumns) {
      return new HeaderDecision(true, Optional.empty());
    }
    return new Lines(syntax, first, rows, label(config, first.length)).decide();
  }

  /** The position of the label in the lines; −1 if it is open. */
  private static int label(DataConfig config, int width) {
    int label =
        config.labelColumn().filter(Columns::isPosition).map(Integer::parseInt).orElse(width);
    int position = label < 0 ? width + label : label;
    return position >= 0 && position < width ? position : -1;
  }

  private static HeaderDecision yes(String reason) {
    return new HeaderDecision(true, Optional.of(reason));
  }

  private static HeaderDecision no(String reason) {
    return new HeaderDecision(false, Optional.of(reason));
  }

  /** The first lines. The rules are tried in the order of {@link #decide}. */
  private record Lines(CsvSyntax syntax, String[] first, List<String[]> rows, int label) {

    HeaderDecision decide() {
      int width = commonWidth();
      if (width > 0 && width != first.length && !(width == first.length + 1 && allText())) {
        return no(
            String.format(
                Locale.ROOT,
                "it has %s, and the lines after it have %d",
                Count.of(first.length, "cell"),
                width));
      }
      if (first.length > 3 && (numbersFrom(0) || numbersFrom(1))) {
        return yes("its cells are the numbers from " + first[0]);
      }
      if (width == first.length) {
        Optional<HeaderDecision> found = byColumns();
        if (found.isPresent()) {
          return found.get();
        }
      }
      return allText() ? yes("none of its cells is a number") : no(cellThatIsNoName());
    }

    private Optional<HeaderDecision> byColumns() {
      boolean typed = false;
      boolean plainNames = true;
      String text = "";
      Set<String> numbers = new HashSet<>();
      for (int c = 0; c < first.length; c++) {
        boolean numeric = isNumeric(c);
        if ((!numeric || c == label) && recurs(c)) {
          return Optional.of(
              no(String.format(Locale.ROOT, "'%s' occurs again in its column", first[c])));
        }
        if (numeric && CsvCells.isNumber(first[c])) {
          plainNames &= first[c].matches("[0-9]+") && numbers.add(first[c]);
        } else if (numeric && !syntax.isMissing(first[c])) {
          typed = true;
          text = first[c];
        }
      }
      if (typed && plainNames) {
        return Optional.of(
            yes(
                String.format(
                    Locale.ROOT, "'%s' is not a number, and the cells below it are", text)));
      }
      return label >= 0 && plainNames && isNameOfLabels()
          ? Optional.of(
              yes(String.format(Locale.ROOT, "'%s' is the label of no other line", first[label])))
          : Optional.empty();
    }

    /** Whether the label of the first line occurs once, and all other labels occur again. */
    private boolean isNameOfLabels() {
      if (syntax.isMissing(first[label]) || CsvCells.isNumber(first[label])) {
        return false;
      }
      List<String> labels = column(label).toList();
      return labels.size() > 1
          && labels.stream().allMatch(text -> labels.indexOf(text) != labels.lastIndexOf(text));
    }

    /** Whether a cell of the first line occurs again, except in copies of that line. */
    private boolean recurs(int column) {
      return !syntax.isMissing(first[column])
          && rows.stream()
              .anyMatch(
                  row -> row[column].equals(first[column]) && !List.of(row).equals(List.of(first)));
    }

    private boolean isNumeric(int column) {
      List<String> present = column(column).filter(cell -> !syntax.isMissing(cell)).toList();
      return !present.isEmpty() && present.stream().allMatch(CsvCells::isNumber);
    }

    private Stream<String> column(int column) {
      return rows.stream().map(row -> row[column]);
    }

    private boolean allText() {
      return Stream.of(first).noneMatch(cell -> cell.isEmpty() || CsvCells.isNumber(cell));
    }

    /** The reason why a cell of the line names no column; not {@link #allText}. */
    private String cellThatIsNoName() {
      return Stream.of(first)
          .filter(CsvCells::isNumber)
          .findFirst()
          .map(cell -> String.format(Locale.ROOT, "its cell '%s' is a number", cell))
          .orElse("it has an empty cell");
    }

    private boolean numbersFrom(int start) {
      return IntStream.range(0, first.length)
          .allMatch(c -> first[c].equals(Integer.toString(start + c)));
    }

    /** The number of cells of each line after the first; 0 if lines differ. */
    private int commonWidth() {
      return rows.stream().mapToInt(row -> row.length).distinct().count() == 1
          ? rows.get(0).length
          : 0;
    }
  }
}

package org.sparksoftmax.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures of one benchmark: printed, and written as Markdown and JSON below target/bench. */
final class Table {

  private static final Path FOLDER = Path.of("target", "bench");

  private final String name;
  private final List<String> columns;
  private final List<List<Object>> rows = new ArrayList<>();

  Table(String name, String... columns) {
    this.name = name;
    this.columns = List.of(columns);
  }

  /** Adds a row, and shows it on standard error at once. */
  void add(Object... cells) {
    rows.add(List.of(cells));
    System.err.print(line(rows.get(rows.size() - 1)));
  }

  /** Writes both files and prints the table. */
  void write() throws IOException {
    Files.createDirectories(FOLDER);
    Files.writeString(FOLDER.resolve(name + ".md"), markdown());
    Files.writeString(FOLDER.resolve(name + ".json"), json());
    System.out.println(markdown());
  }

  private String markdown() {
    StringBuilder text = new StringBuilder(line(columns));
    text.append("|").append("---|".repeat(columns.size())).append('\n');
    rows.forEach(row -> text.append(line(row)));
    return text.toString();
  }

  private static String line(List<?> cells) {
    StringBuilder line = new StringBuilder("|");
    cells.forEach(cell -> line.append(' ').append(text(cell)).append(" |"));
    return line.append('\n').toString();
  }

  /** Three significant digits are more than a shared machine can tell. */
  private static String text(Object cell) {
    return cell instanceof Double number
        ? String.format(Locale.ROOT, Math.abs(number) < 100 ? "%.3g" : "%.0f", number)
        : cell.toString();
  }

  private String json() {
    ObjectMapper mapper = new ObjectMapper();
    ArrayNode array = mapper.createArrayNode();
    for (List<Object> row : rows) {
      ObjectNode node = array.addObject();
      for (int c = 0; c < columns.size(); c++) {
        node.putPOJO(columns.get(c), row.get(c));
      }
    }
    return array.toPrettyString() + "\n";
  }
}

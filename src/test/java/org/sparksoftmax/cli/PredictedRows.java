package org.sparksoftmax.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The rows that {@code predict --format json} wrote. */
final class PredictedRows {

  private static final ObjectMapper JSON = new ObjectMapper();

  private PredictedRows() {}

  /** Returns the rows of all parts, in order. */
  static List<JsonNode> in(Path output) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    try (Stream<Path> files = Files.list(output)) {
      for (Path part : files.filter(file -> file.toString().endsWith(".json")).sorted().toList()) {
        for (String line : Files.readAllLines(part)) {
          rows.add(JSON.readTree(line));
        }
      }
    }
    return rows;
  }
}

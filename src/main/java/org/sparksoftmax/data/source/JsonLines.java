package org.sparksoftmax.data.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.sparksoftmax.data.block.InputPaths;
import org.sparksoftmax.data.row.InputFiles;

/**
 * Whether JSON files have one object on each line, or one document over several lines: an array of
 * objects, or one object. The beginning of the first file tells.
 */
final class JsonLines {
  private static final int HEAD = 64 << 10;

  private JsonLines() {}

  /** The options of Spark's reader for the files of an input. */
  static Map<String, String> options(InputPaths input, SparkSession spark) throws IOException {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    String first = InputFiles.list(input.path(), input.key(), hadoop).get(0).path();
    try (InputStream in = InputFiles.open(first, hadoop)) {
      List<String> lines =
          new String(in.readNBytes(HEAD), StandardCharsets.UTF_8)
              .lines()
              .map(String::strip)
              .filter(line -> !line.isEmpty())
              .limit(2)
              .toList();
      return isDocument(lines) ? Map.of("multiLine", "true") : Map.of();
    }
  }

  /** Whether the first two lines belong to one document. */
  private static boolean isDocument(List<String> lines) {
    if (lines.size() < 2 || !endsWithin(lines.get(0))) {
      return false;
    }
    // Behind an object that is cut short, the next line begins another one.
    return lines.get(0).startsWith("[") || lines.get(1).matches("[\"}].*");
  }

  /** Whether a line begins with an object or array that does not end on it. */
  private static boolean endsWithin(String line) {
    if (!line.startsWith("{") && !line.startsWith("[")) {
      return false;
    }
    int depth = 0;
    try (JsonParser parser = new JsonFactory().createParser(line)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      }
      return depth > 0;
    } catch (JsonEOFException incomplete) {
      return true;
    } catch (IOException bad) {
      return false; // a line that is no JSON, which the reader rejects
    }
  }
}

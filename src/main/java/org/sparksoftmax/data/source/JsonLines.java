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
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.sparksoftmax.data.block.InputPaths;
import org.sparksoftmax.data.row.InputFile;
import org.sparksoftmax.data.row.InputFiles;

/**
 * Whether JSON files have one object on each line, or one document over several lines: an array of
 * objects, or one object. The beginning of the first file tells, unless the options do.
 */
final class JsonLines {
  private static final int HEAD = 64 << 10;
  private static final String MULTI_LINE = "multiLine";

  private JsonLines() {}

  /**
   * The options of Spark's reader for the files of an input, after a check that it reads them to
   * their ends.
   *
   * @throws org.sparksoftmax.data.row.DataException if it would not
   */
  static Map<String, String> options(InputPaths input, SparkSession spark) throws IOException {
    Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    options.putAll(input.location().options());
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    List<InputFile> files = InputFiles.list(input.path(), input.key(), hadoop);
    if (!options.containsKey(MULTI_LINE) && isDocument(files.get(0).path(), hadoop)) {
      options.put(MULTI_LINE, "true");
    }
    if (Boolean.parseBoolean(options.get(MULTI_LINE))) {
      JsonDocuments.requireOneInFile(files, spark);
    } else {
      JsonDocuments.requireOneInLine(
          InputFiles.patterns(input.path()).toArray(String[]::new), options, spark);
    }
    return options;
  }

  private static boolean isDocument(String file, Configuration hadoop) throws IOException {
    try (InputStream in = InputFiles.open(file, hadoop)) {
      String head = new String(in.readNBytes(HEAD), StandardCharsets.UTF_8);
      return isDocument(
          (head.startsWith("\uFEFF") ? head.substring(1) : head)
              .lines()
              .map(String::strip)
              .filter(line -> !line.isEmpty())
              .limit(2)
              .toList());
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

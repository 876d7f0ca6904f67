package org.sparksoftmax.data.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.rdd.InputFileBlockHolder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.sparksoftmax.data.job.JobDescription;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.InputFile;
import org.sparksoftmax.data.row.InputFiles;

/**
 * Refuses JSON of which Spark would read a part without a word. Its parser reads the first value of
 * a line, or of a file that is one document, and drops everything behind it.
 */
final class JsonDocuments {

  private static final String REMEDY =
      "of which Spark reads only the first: write one object on each line, as jq -c does, or one array";

  private JsonDocuments() {}

  /**
   * Checks files that are one document each.
   *
   * @throws DataException if a file has more than one
   */
  static void requireOneInFile(List<InputFile> files, SparkSession spark) {
    SparkContext context = spark.sparkContext();
    SerializableConfiguration hadoop = new SerializableConfiguration(context.hadoopConfiguration());
    List<String> paths = files.stream().map(InputFile::path).toList();
    List<String> found =
        JobDescription.during(
            context,
            "look for more than one JSON document in a file",
            () ->
                JavaSparkContext.fromSparkContext(context)
                    .parallelize(paths, Math.min(paths.size(), 10 * context.defaultParallelism()))
                    .flatMap(path -> second(path, hadoop.value()).stream().iterator())
                    .collect());
    if (!found.isEmpty()) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s: the file has more than one JSON document, %s",
              found.get(0),
              REMEDY));
    }
  }

  /** The place of the second document of a file. */
  private static Optional<String> second(String file, Configuration hadoop) throws IOException {
    try (InputStream in = InputFiles.open(file, hadoop);
        JsonParser parser = new JsonFactory().createParser(in)) {
      try {
        JsonToken first = parser.nextToken();
        if (first == null || !first.isStructStart()) {
          return Optional.empty();
        }
        parser.skipChildren();
      } catch (JsonProcessingException bad) {
        return Optional.empty(); // the reader rejects it
      }
      try {
        if (parser.nextToken() == null) {
          return Optional.empty();
        }
      } catch (JsonProcessingException noToken) {
        // other text is not read either
      }
      return Optional.of(
          String.format(
              Locale.ROOT,
              "%s:%d",
              InputFiles.shown(file),
              parser.currentTokenLocation().getLineNr()));
    }
  }

  /**
   * Checks files with one value on each line.
   *
   * @param patterns the paths and globs of the files
   * @param options those of the reader
   * @throws DataException if a line has more than one
   */
  static void requireOneInLine(String[] patterns, Map<String, String> options, SparkSession spark)
      throws IOException {
    Dataset<byte[]> lines =
        spark
            .read()
            .options(options)
            .text(patterns)
            .selectExpr("CAST(value AS BINARY)")
            .as(Encoders.BINARY());
    List<String> found =
        JobDescription.during(
            spark.sparkContext(),
            "look for more than one JSON object in a line",
            () ->
                lines
                    .mapPartitions(
                        (MapPartitionsFunction<byte[], String>) JsonDocuments::fileOfGlued,
                        Encoders.STRING())
                    .collectAsList());
    if (!found.isEmpty()) {
      String file = new Path(URI.create(found.get(0))).toString();
      throw new DataException(
          String.format(
              Locale.ROOT,
              "%s:%d: the line has more than one JSON document, %s",
              InputFiles.shown(file),
              firstGlued(file, spark.sparkContext().hadoopConfiguration()),
              REMEDY));
    }
  }

  /** The address of the file of the first line with several values; empty without such a line. */
  private static Iterator<String> fileOfGlued(Iterator<byte[]> lines) {
    while (lines.hasNext()) {
      if (GluedJson.isGlued(lines.next())) {
        return List.of(InputFileBlockHolder.getInputFilePath().toString()).iterator();
      }
    }
    return Collections.emptyIterator();
  }

  /** The number of the first line of a file that has several values. */
  private static long firstGlued(String file, Configuration hadoop) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(InputFiles.open(file, hadoop), StandardCharsets.ISO_8859_1))) {
      long number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (GluedJson.isGlued(line.getBytes(StandardCharsets.ISO_8859_1))) {
          return number;
        }
      }
      throw new IOException("the file changed while it was read");
    }
  }
}

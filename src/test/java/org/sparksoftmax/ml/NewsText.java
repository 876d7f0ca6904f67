package org.sparksoftmax.ml;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparksoftmax.SharedData;

/**
 * Postings of 20 Newsgroups as text: their words with repetitions, but not in the original order.
 */
final class NewsText {

  private NewsText() {}

  /**
   * Reads postings.
   *
   * @param part train or test
   * @param step reads only every {@code step}-th posting
   */
  static Dataset<Row> read(SparkSession spark, String part, int step) {
    Path counts = SharedData.file("news20/news20_" + part + "_counts.libsvm.gz");
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(counts)), StandardCharsets.UTF_8))) {
      String[] words =
          Files.readAllLines(SharedData.file("news20/vocabulary.txt")).toArray(String[]::new);
      List<Row> rows = new ArrayList<>();
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (number++ % step == 0) {
          rows.add(posting(line.split(" "), words));
        }
      }
      StructType type =
          new StructType()
              .add("label", DataTypes.DoubleType, false)
              .add("text", DataTypes.StringType, false);
      return spark.createDataFrame(rows, type);
    } catch (IOException cannot) {
      throw new UncheckedIOException(cannot);
    }
  }

  private static Row posting(String[] cells, String[] words) {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i < cells.length; i++) {
      int colon = cells[i].indexOf(':');
      String word = words[Integer.parseInt(cells[i].substring(0, colon)) - 1];
      int count = (int) Double.parseDouble(cells[i].substring(colon + 1));
      text.append((word + " ").repeat(count));
    }
    return RowFactory.create(Double.parseDouble(cells[0]), text.toString().strip());
  }
}

package org.sparksoftmax.train;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Rows as plain arrays, with simple readers.
 *
 * @param labels class indices 0..K−1
 * @param weights the weights of the rows
 */
record Examples(double[][] x, int[] labels, double[] weights) {

  /** The number of slices of the data set that {@link #frame} creates. */
  static final int SLICES = 4;

  /**
   * Reads up to {@code most} lines of a table with a header and the label column {@code target}.
   */
  static Examples ofTable(Path file, int most) {
    List<String> lines = lines(file);
    int target = Arrays.asList(lines.get(0).split("\t")).indexOf("target");
    List<double[]> rows = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (String line : lines.subList(1, Math.min(lines.size(), 1 + most))) {
      String[] cells = line.split("\t");
      labels.add(cells[target]);
      rows.add(
          IntStream.range(0, cells.length)
              .filter(j -> j != target)
              .mapToDouble(j -> Double.parseDouble(cells[j]))
              .toArray());
    }
    return of(rows, labels);
  }

  /** Reads up to {@code most} lines of a LIBSVM file. */
  static Examples ofLibsvm(Path file, int features, int most) {
    List<double[]> rows = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    List<String> lines = lines(file);
    for (String line : lines.subList(0, Math.min(lines.size(), most))) {
      String[] cells = line.trim().split("[ :]+");
      double[] row = new double[features];
      for (int c = 1; c < cells.length; c += 2) {
        row[Integer.parseInt(cells[c]) - 1] = Double.parseDouble(cells[c + 1]);
      }
      labels.add(cells[0]);
      rows.add(row);
    }
    return of(rows, labels);
  }

  /** Collects the rows of a data set in the form of {@link #frame}. */
  static Examples ofFrame(Dataset<Row> frame) {
    List<Row> rows = frame.select("label", "features", "weight").collectAsList();
    return new Examples(
        rows.stream().map(row -> ((Vector) row.get(1)).toArray()).toArray(double[][]::new),
        rows.stream().mapToInt(row -> row.getInt(0)).toArray(),
        rows.stream().mapToDouble(row -> row.getDouble(2)).toArray());
  }

  private static Examples of(List<double[]> rows, List<String> labels) {
    List<String> classes = List.copyOf(new TreeSet<>(labels));
    double[] ones = new double[rows.size()];
    Arrays.fill(ones, 1);
    return new Examples(
        rows.toArray(double[][]::new), labels.stream().mapToInt(classes::indexOf).toArray(), ones);
  }

  private static List<String> lines(Path file) {
    try (InputStream bytes = Files.newInputStream(file);
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(
                    file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes,
                    StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    } catch (IOException cannot) {
      throw new UncheckedIOException(cannot);
    }
  }

  /** Returns the same rows, where row i has weight ½ + i mod 3. */
  Examples weighted() {
    return new Examples(
        x, labels, IntStream.range(0, x.length).mapToDouble(i -> 0.5 + i % 3).toArray());
  }

  /** Returns the same rows with all values multiplied by {@code factor}. */
  Examples times(double factor) {
    double[][] scaled =
        Arrays.stream(x)
            .map(row -> Arrays.stream(row).map(value -> factor * value).toArray())
            .toArray(double[][]::new);
    return new Examples(scaled, labels, weights);
  }

  int features() {
    return x[0].length;
  }

  /** Creates a data set with the columns label, features and weight. */
  Dataset<Row> frame(SparkSession spark, boolean sparse) {
    StructType schema =
        new StructType()
            .add("label", DataTypes.IntegerType)
            .add("features", SQLDataTypes.VectorType())
            .add("weight", DataTypes.DoubleType);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < x.length; i++) {
      Vector dense = Vectors.dense(x[i]);
      rows.add(RowFactory.create(labels[i], sparse ? dense.toSparse() : dense, weights[i]));
    }
    return spark.createDataFrame(
        JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(rows, SLICES), schema);
  }
}

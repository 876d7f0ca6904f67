package org.sparksoftmax.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.data.TrainingData;

/**
 * From uncompressed text to cached blocks, fingerprint included: real files, repeated until they
 * are large enough to time. Beside it, Spark's own readers, whose rows nobody keeps, and those of
 * Python, on one core.
 */
final class ReadingBenchmark {

  private static final long BYTES = 100 << 20;
  private static final int UNCOUNTED = 2;
  private static final int COUNTED = 9;
  private static final Path PYTHON = Path.of("target", "bench", "venv", "bin", "python");

  private ReadingBenchmark() {}

  static Table run() throws Exception {
    Table table =
        new Table(
            "reading",
            "file",
            "reader",
            "MB",
            "cold s",
            "warm s (median)",
            "(min)",
            "MB/s a core (median)",
            "(best)");
    try (SparkSession spark = Sets.session()) {
      add(table, spark, "news20", "LIBSVM, 20 Newsgroups", "libsvm");
      add(table, spark, "covtype", "CSV, Covertype", "csv");
    }
    return table;
  }

  private static void add(Table table, SparkSession spark, String name, String title, String format)
      throws Exception {
    Path file = Path.of("target", "bench", name + ".txt");
    boolean header = format.equals("csv");
    repeat(Path.of(Sets.config(name).data().path()), file, header);
    try {
      DataConfig config = Sets.config(name, "data.path=" + file.toAbsolutePath()).data();
      double megabytes = Files.size(file) * 1e-6;
      add(
          table,
          title,
          "spark-softmax",
          megabytes,
          Sets.CORES,
          times(() -> TrainingData.load(config, spark).close()));
      DataFrameReader reader = spark.read().format(format);
      DataFrameReader others =
          header
              ? reader.option("header", true).schema(numbers(file))
              : reader.option("numFeatures", config.numFeatures().orElseThrow());
      add(
          table,
          title,
          "Spark " + format,
          megabytes,
          Sets.CORES,
          times(
              () -> others.load(file.toString()).write().format("noop").mode("overwrite").save()));
      if (Files.isExecutable(PYTHON)) {
        String python = header ? "numpy.loadtxt" : "scikit-learn load_svmlight_file";
        add(table, title, python, megabytes, 1, python(format, file));
      } else {
        System.err.println("skipped Python's readers: no " + PYTHON);
      }
    } finally {
      Files.delete(file);
    }
  }

  /**
   * Adds a row.
   *
   * @param milliseconds the first time, those to warm up, and those that count
   */
  private static void add(
      Table table,
      String title,
      String reader,
      double megabytes,
      int cores,
      double[] milliseconds) {
    double[] counted = Arrays.copyOfRange(milliseconds, UNCOUNTED, milliseconds.length);
    Arrays.sort(counted);
    Timing warm = new Timing(counted);
    table.add(
        title,
        reader,
        megabytes,
        milliseconds[0] * 1e-3,
        warm.median() * 1e-3,
        warm.min() * 1e-3,
        megabytes / (warm.median() * 1e-3) / cores,
        megabytes / (warm.min() * 1e-3) / cores);
  }

  private static double[] times(Timing.Task task) throws Exception {
    double[] milliseconds = new double[UNCOUNTED + COUNTED];
    for (int i = 0; i < milliseconds.length; i++) {
      milliseconds[i] = Timing.once(task);
    }
    return milliseconds;
  }

  private static double[] python(String format, Path file) throws IOException {
    Process process =
        new ProcessBuilder(
                PYTHON.toString(),
                "src/bench/python/reading.py",
                format,
                file.toString(),
                Integer.toString(UNCOUNTED + COUNTED))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader seconds = process.inputReader()) {
      return seconds.lines().mapToDouble(line -> 1e3 * Double.parseDouble(line)).toArray();
    }
  }

  /** The names of the header, each a double. */
  private static StructType numbers(Path csv) throws IOException {
    StructType type = new StructType();
    try (BufferedReader lines = Files.newBufferedReader(csv)) {
      for (String name : lines.readLine().split(",", -1)) {
        type = type.add(name, DataTypes.DoubleType);
      }
    }
    return type;
  }

  /** Writes the lines of {@code from} again and again, its header once. */
  private static void repeat(Path from, Path to, boolean header) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(from);
        InputStream text = from.toString().endsWith(".gz") ? new GZIPInputStream(in) : in) {
      bytes = text.readAllBytes();
    }
    int body = 0;
    while (header && bytes[body++] != '\n') {}
    Files.createDirectories(to.getParent());
    try (OutputStream out = Files.newOutputStream(to)) {
      out.write(bytes, 0, body);
      for (long written = 0; written < BYTES; written += bytes.length - body) {
        out.write(bytes, body, bytes.length - body);
      }
    }
  }
}

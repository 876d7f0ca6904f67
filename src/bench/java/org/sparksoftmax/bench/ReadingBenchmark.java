package org.sparksoftmax.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.apache.spark.sql.SparkSession;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.data.TrainingData;

/**
 * From uncompressed text to cached blocks, fingerprint included: real files, repeated until they
 * are large enough to time.
 */
final class ReadingBenchmark {

  private static final long BYTES = 100 << 20;
  private static final int COUNTED = 5;

  private ReadingBenchmark() {}

  static Table run() throws Exception {
    Table table =
        new Table(
            "reading",
            "file",
            "MB",
            "cold s",
            "warm s (median)",
            "(min)",
            "MB/s a core (median)",
            "(best)");
    try (SparkSession spark = Sets.session()) {
      add(table, spark, "news20", "LIBSVM, 20 Newsgroups", false);
      add(table, spark, "covtype", "CSV, Covertype", true);
    }
    return table;
  }

  private static void add(
      Table table, SparkSession spark, String name, String title, boolean header) throws Exception {
    Path file = Path.of("target", "bench", name + ".txt");
    DataConfig original = Sets.config(name).data();
    repeat(Path.of(original.path()), file, header);
    try {
      DataConfig config = Sets.config(name, "data.path=" + file.toAbsolutePath()).data();
      double cold = Timing.once(() -> TrainingData.load(config, spark).close());
      Timing warm = Timing.of(1, COUNTED, () -> TrainingData.load(config, spark).close());
      double megabytes = Files.size(file) * 1e-6;
      table.add(
          title,
          megabytes,
          cold * 1e-3,
          warm.median() * 1e-3,
          warm.min() * 1e-3,
          megabytes / (warm.median() * 1e-3) / Sets.CORES,
          megabytes / (warm.min() * 1e-3) / Sets.CORES);
    } finally {
      Files.delete(file);
    }
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

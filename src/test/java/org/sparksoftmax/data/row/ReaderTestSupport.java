package org.sparksoftmax.data.row;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.config.parse.ConfigReader;
import org.sparksoftmax.data.column.ReadPurpose;
import org.sparksoftmax.data.text.CsvSchema;
import org.sparksoftmax.data.text.TextSample;

/** Reads small files with one of our readers. */
public final class ReaderTestSupport {

  public static final Configuration HADOOP = new Configuration();

  private ReaderTestSupport() {}

  /** A session in which the splits of tables depend only on the files. */
  public static SparkSession session() {
    return SparkSession.builder()
        .master("local[2]")
        .config("spark.ui.enabled", false)
        .config("spark.sql.files.minPartitionNum", 1)
        .getOrCreate();
  }

  /** The configuration for {@code path}, with settings of the group {@code data}. */
  public static DataConfig configOf(Object path, String... sets) {
    List<String> overrides = new ArrayList<>(List.of("data.path=" + path));
    for (String set : sets) {
      overrides.add("data." + set);
    }
    return ConfigReader.read(Optional.empty(), overrides, Map.of()).data();
  }

  public static Path write(Path folder, String name, String text) {
    return write(folder, name, text.getBytes(StandardCharsets.UTF_8));
  }

  public static Path write(Path folder, String name, byte[] bytes) {
    try {
      return Files.write(folder.resolve(name), bytes);
    } catch (IOException cannot) {
      throw new UncheckedIOException(cannot);
    }
  }

  public static List<String> read(SplitReader reader, Path file) {
    return read(reader, new InputSplit(file.toUri().toString(), null, 0, Long.MAX_VALUE));
  }

  /** Reads the rows. The first bad one is an error, as with data.bad-rows = fail. */
  public static List<String> read(SplitReader reader, InputSplit split) {
    CollectingSink sink = read(reader, split, 0);
    if (!sink.rejected.isEmpty()) {
      throw new DataException(sink.rejected.get(0).message());
    }
    return sink.rows;
  }

  /** Reads good and bad rows; bad ones have their numbers in the file. */
  public static CollectingSink readAll(SplitReader reader, Path file) {
    return read(
        reader,
        new InputSplit(file.toUri().toString(), null, 0, Long.MAX_VALUE),
        Integer.MAX_VALUE);
  }

  /** Reads good rows and at most {@code maxRejected} + 1 bad ones. */
  public static CollectingSink read(SplitReader reader, InputSplit split, int maxRejected) {
    try {
      CollectingSink sink = new CollectingSink(maxRejected);
      reader.read(split, HADOOP, sink);
      long before = reader.rowsBefore(split, HADOOP);
      sink.rejected.replaceAll(row -> row.behind(before));
      return sink;
    } catch (IOException cannot) {
      throw new UncheckedIOException(cannot);
    }
  }

  public static DataConfig config(String... sets) {
    List<String> overrides = new ArrayList<>(List.of("data.path=unused"));
    overrides.addAll(List.of(sets));
    return ConfigReader.read(Optional.empty(), overrides, Map.of()).data();
  }

  /** The first lines of a file. */
  public static TextSample sample(Path file, DataConfig config) throws IOException {
    InputFile input = new InputFile(file.toUri().toString(), Files.size(file));
    return TextSample.of(List.of(input), config.text().encoding(), HADOOP);
  }

  public static CsvSchema schema(DataConfig config, Path file) {
    try {
      return CsvSchema.resolve(config, sample(file, config), ReadPurpose.training(), remark -> {});
    } catch (IOException cannot) {
      throw new UncheckedIOException(cannot);
    }
  }
}

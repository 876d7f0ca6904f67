package org.sparksoftmax.data.inspect;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.InputFiles;
import org.sparksoftmax.output.FileFailure;

/** The format of files, from the ends of their names. */
public final class FormatBySuffix {

  private static final List<String> COMPRESSIONS =
      List.of(".gz", ".bz2", ".zst", ".snappy", ".lz4", ".deflate");

  private static final Map<String, String> FORMATS =
      Map.ofEntries(
          Map.entry(".csv", "csv"),
          Map.entry(".tsv", "tsv"),
          Map.entry(".tab", "tsv"),
          Map.entry(".parquet", "parquet"),
          Map.entry(".orc", "orc"),
          Map.entry(".json", "json"),
          Map.entry(".jsonl", "json"),
          Map.entry(".ndjson", "json"),
          Map.entry(".libsvm", "libsvm"),
          Map.entry(".svm", "libsvm"),
          Map.entry(".svmlight", "libsvm"));

  private FormatBySuffix() {}

  /**
   * Returns the value of data.format for the files of {@code paths}; empty if their names do not
   * tell.
   *
   * @throws DataException if no file matches
   */
  public static Optional<String> of(String paths, Configuration hadoop) {
    Optional<String> named = ofFile(paths);
    if (named.isPresent()) {
      return named;
    }
    try {
      return ofFile(InputFiles.list(paths, "data.path", hadoop).get(0).path());
    } catch (IOException cannot) {
      throw new DataException(
          String.format(
              Locale.ROOT, "Cannot read data.path = %s: %s", paths, FileFailure.reason(cannot)),
          cannot);
    }
  }

  /** Returns the value of data.format for a file; empty if its name does not tell. */
  static Optional<String> ofFile(String file) {
    String name = file.toLowerCase(Locale.ROOT);
    for (String compression : COMPRESSIONS) {
      if (name.endsWith(compression)) {
        name = name.substring(0, name.length() - compression.length());
        break;
      }
    }
    int dot = name.lastIndexOf('.');
    return dot < 0 ? Optional.empty() : Optional.ofNullable(FORMATS.get(name.substring(dot)));
  }
}

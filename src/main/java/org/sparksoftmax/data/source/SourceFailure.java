package org.sparksoftmax.data.source;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.DataFormat;
import org.sparksoftmax.data.block.InputPaths;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.InputFiles;
import org.sparksoftmax.text.EditDistance;
import org.sparksoftmax.text.Secrets;

/** Explains in one line why an input cannot be opened or read. */
public final class SourceFailure {

  /** The largest edit distance at which a name is taken for a misspelling of another. */
  private static final int MISSPELLED = 2;

  private static final String OTHER_TYPE = "FAILED_READ_FILE.PARQUET_COLUMN_DATA_TYPE_MISMATCH";

  private SourceFailure() {}

  /**
   * Returns the exception to throw.
   *
   * @param thrown what Spark or a data source threw
   */
  static RuntimeException of(InputPaths input, DataFormat format, Exception thrown) {
    if (thrown instanceof ConfigException || thrown instanceof DataException) {
      return (RuntimeException) thrown;
    }
    String condition =
        thrown instanceof SparkThrowable spark ? String.valueOf(spark.getCondition()) : "";
    String reason = reason(thrown);
    if (condition.contains("DATA_SOURCE_NOT_FOUND") || namesMissingSource(reason)) {
      return unknownSource(format, thrown);
    }
    if (condition.contains("PATH_NOT_FOUND") || reason.contains("PATH_NOT_FOUND")) {
      return new DataException(
          String.format(
              Locale.ROOT,
              "Cannot find %s = %s: no file matches (relative paths are taken from the working directory)",
              input.key(),
              input.path()),
          thrown);
    }
    if (condition.equals("PARSE_SYNTAX_ERROR")) {
      return new ConfigException(
          String.format(Locale.ROOT, "Invalid %s = %s: %s", input.key(), input.path(), reason),
          thrown);
    }
    return new DataException(
        String.format(Locale.ROOT, "Cannot read %s = %s: %s", input.key(), input.path(), reason),
        thrown);
  }

  /**
   * Whether Spark names a source that is not on the class path, in an error without a condition.
   */
  private static boolean namesMissingSource(String reason) {
    return reason.contains("Failed to find data source")
        || reason.contains("Failed to find the data source");
  }

  /**
   * Explains that a column has another type in one file than in the file that Spark took the types
   * from; empty for any other failure.
   */
  public static Optional<String> otherType(Exception thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SparkThrowable spark && OTHER_TYPE.equals(spark.getCondition())) {
        Map<String, String> details = spark.getMessageParameters();
        return Optional.of(
            String.format(
                Locale.ROOT,
                "Cannot read %s: its column %s is %s, but in other files it is %s; write all files with one type, or leave the file out",
                InputFiles.shown(details.get("path")),
                details.get("column"),
                details.get("actualType"),
                details.get("expectedType")));
      }
    }
    return Optional.empty();
  }

  /** The first line of the message, with secrets masked. */
  static String reason(Throwable thrown) {
    String message = String.valueOf(thrown.getMessage());
    return Secrets.mask(message.strip().lines().findFirst().orElse(""));
  }

  private static ConfigException unknownSource(DataFormat format, Exception thrown) {
    String name = format.name();
    Optional<String> intended = intended(name);
    String remedy =
        Packages.of(name)
            .map(known -> String.format(Locale.ROOT, "run submit/softmax --packages %s", known))
            .or(
                () ->
                    intended.map(known -> String.format(Locale.ROOT, "did you mean '%s'?", known)))
            .orElse("run submit/softmax --packages GROUP:ARTIFACT:VERSION with its library");
    String more =
        intended
            .filter(known -> !known.equals(name))
            .flatMap(Packages::of)
            .map(known -> String.format(Locale.ROOT, " (submit/softmax --packages %s)", known))
            .orElse("");
    return new ConfigException(
        String.format(
            Locale.ROOT,
            "Invalid data.format = %s: Spark finds no data source of this name; %s%s",
            name,
            remedy,
            more),
        thrown);
  }

  /** The known name that was probably intended. */
  static Optional<String> intended(String name) {
    Set<String> known = new HashSet<>(DataFormat.names());
    known.addAll(Packages.sources());
    ServiceLoader.load(DataSourceRegister.class, Thread.currentThread().getContextClassLoader())
        .forEach(source -> known.add(source.shortName()));
    String lowerCase = name.toLowerCase(Locale.ROOT);
    return known.stream()
        .filter(other -> EditDistance.of(lowerCase, other) <= MISSPELLED)
        .min(
            Comparator.comparingInt((String other) -> EditDistance.of(lowerCase, other))
                .thenComparing(Comparator.naturalOrder()));
  }
}

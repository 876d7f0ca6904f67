package org.sparksoftmax.data.source;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.DataFormat;
import org.sparksoftmax.data.block.InputPaths;
import org.sparksoftmax.data.job.SparkInternals;
import org.sparksoftmax.data.job.SupportedSpark;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.InputFiles;
import org.sparksoftmax.output.FileFailure;
import org.sparksoftmax.text.Causes;
import org.sparksoftmax.text.EditDistance;
import org.sparksoftmax.text.Secrets;

/** Explains in one line why an input cannot be opened or read. */
public final class SourceFailure {

  /** The largest edit distance at which a name is taken for a misspelling of another. */
  private static final int MISSPELLED = 2;

  private static final String LIBRARY =
      "run submit/softmax --packages GROUP:ARTIFACT:VERSION with its library";

  /** What Spark says of a failure in a task, or in another thread. */
  private static final String WRAPPED = "Exception thrown in awaitResult";

  /** What Spark 4.2 says of a failure of a JDBC driver. */
  private static final String FAILED_JDBC = "FAILED_JDBC";

  /** A line end in the middle of a sentence. */
  private static final Pattern CONTINUED = Pattern.compile("(?<=[\\p{L}\\d,])\\R\\s*(?=[a-z])");

  /** Spark's conditions for files that cannot be read, with the path of the file. */
  private static final String FILE = "FAILED_READ_FILE.";

  private static final String OTHER_TYPE = FILE + "PARQUET_COLUMN_DATA_TYPE_MISMATCH";
  private static final String REMOVED = FILE + "FILE_NOT_EXIST";

  /** The classes of SQL states of errors in values: data exception, and {@code raise_error}. */
  private static final Set<String> ROW_ERRORS = Set.of("22", "P0");

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
    Optional<String> file = ofFile(thrown);
    if (file.isPresent()) {
      return new DataException(file.get(), thrown);
    }
    String condition =
        thrown instanceof SparkThrowable spark
            ? String.valueOf(SparkInternals.condition(spark))
            : "";
    String reason = reason(thrown);
    if (condition.contains("DATA_SOURCE_NOT_FOUND") || namesMissingSource(reason)) {
      return unknownSource(format, thrown);
    }
    if (format.name().equals(Versions.ICEBERG) && condition.equals("TABLE_OR_VIEW_NOT_FOUND")) {
      return new DataException(
          String.format(
              Locale.ROOT,
              "Cannot find %s = %s: there is no Iceberg table",
              input.key(),
              input.path()),
          thrown);
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
    if (condition.equals("UNABLE_TO_INFER_SCHEMA") && input.location().path().isPresent()) {
      return new DataException(
          String.format(
              Locale.ROOT,
              "Cannot read %s = %s: it has no %s file with data (a folder stands for its files and those of its folders key=value)",
              input.key(),
              input.path(),
              format.name()),
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
   * Explains that a file cannot be read: a column has another type than in the file that Spark took
   * the types from, the file has been removed, or it is damaged; empty for any other failure.
   */
  public static Optional<String> ofFile(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SparkThrowable spark
          && String.valueOf(SparkInternals.condition(spark)).startsWith(FILE)) {
        Map<String, String> details = spark.getMessageParameters();
        return Optional.of(
            String.format(
                Locale.ROOT,
                "Cannot read %s: %s",
                InputFiles.shown(details.get("path")),
                why(SparkInternals.condition(spark), details, cause)));
      }
    }
    return Optional.empty();
  }

  /**
   * Explains a failure while rows are read that would recur; empty for one that may not, such as of
   * a network, so that Spark tries again.
   *
   * @param cannot the beginning of the message if no file is to blame
   */
  public static Optional<String> recurring(Throwable thrown, String cannot) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SparkThrowable spark
          && List.of(OTHER_TYPE, REMOVED)
              .contains(String.valueOf(SparkInternals.condition(spark)))) {
        return ofFile(cause);
      }
    }
    return ofRow(thrown).map(cannot::concat);
  }

  /**
   * Explains that an expression of a query fails for a row, such as a division by zero; empty for
   * any other failure.
   */
  public static Optional<String> ofRow(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SparkThrowable spark
          && ROW_ERRORS.contains(String.valueOf(spark.getSqlState()).replaceAll("...$", ""))) {
        return Optional.of(reason(cause));
      }
    }
    return Optional.empty();
  }

  private static boolean isWrapper(Throwable thrown) {
    return String.valueOf(thrown.getMessage()).contains(WRAPPED)
        || (thrown instanceof SparkThrowable spark
            && String.valueOf(SparkInternals.condition(spark)).startsWith(FAILED_JDBC));
  }

  private static String why(String condition, Map<String, String> details, Throwable thrown) {
    if (condition.equals(OTHER_TYPE)) {
      return otherType(
          details.get("column").replaceAll("^\\[|]$", ""),
          details.get("actualType"),
          details.get("expectedType"));
    }
    if (condition.equals(REMOVED)) {
      return "the file has been removed";
    }
    Throwable root = Causes.of(thrown).reduce(thrown, (outer, inner) -> inner);
    return FileFailure.of(thrown)
        .map(FileFailure::reason)
        .orElse(
            String.format(Locale.ROOT, "%s; write the file again, or leave it out", reason(root)));
  }

  /** Explains that a column has another type than in the file that Spark took the types from. */
  static String otherType(String column, String actual, String expected) {
    return String.format(
        Locale.ROOT,
        "its column %s is %s, but in other files it is %s; write all files with one type, or leave the file out",
        column,
        actual,
        expected);
  }

  /**
   * The first sentence of the message, with secrets masked, or of the cause that has one: Spark
   * wraps what a task or a JDBC driver threw.
   */
  static String reason(Throwable thrown) {
    Throwable told = thrown;
    while (told.getCause() != null && isWrapper(told)) {
      told = told.getCause();
    }
    Optional<FileFailure> file = FileFailure.of(told);
    if (file.isPresent()) {
      return Secrets.mask(file.get().reason());
    }
    String message = String.valueOf(told.getMessage()).strip();
    if (told instanceof ClassNotFoundException || told instanceof NoClassDefFoundError) {
      return String.format(
          Locale.ROOT, "the class %s is not on the class path: %s", message, LIBRARY);
    }
    if (message.contains("No suitable driver")) {
      return "no JDBC driver for this url is on the class path: " + LIBRARY;
    }
    return Secrets.mask(CONTINUED.matcher(message).replaceAll(" ").lines().findFirst().orElse(""));
  }

  /** The exception if a library was compiled for another Spark than the running one. */
  static ConfigException ofOtherSpark(
      InputPaths input, DataFormat format, IncompatibleClassChangeError mismatch) {
    return new ConfigException(
        String.format(
            Locale.ROOT,
            "Cannot read %s = %s: a library on the class path is for another version of Spark than %s: %s (%s)",
            input.key(),
            input.path(),
            SupportedSpark.version(),
            Packages.of(format.name())
                .map(known -> String.format(Locale.ROOT, "run submit/softmax --packages %s", known))
                .orElse(LIBRARY),
            mismatch.getMessage()),
        mismatch);
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
            .orElse(LIBRARY);
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

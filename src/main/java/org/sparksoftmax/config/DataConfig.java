package org.sparksoftmax.config;

import static org.sparksoftmax.config.ConfigException.invalid;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where the data is and how it is read ({@code data}).
 *
 * @param source the input files
 * @param columns the roles of the columns, for formats with columns
 * @param dateTimes the columns of dates and points in time
 * @param missing how missing values of features are handled
 * @param classes the permitted labels; any label if empty
 * @param features the names, number and scaling of the features
 * @param memory how blocks are kept in memory
 * @param badRows how unusable rows are handled
 * @param text how csv, tsv and libsvm files are written
 */
public record DataConfig(
    DataFormat format,
    Source source,
    ColumnNames columns,
    DateTimes dateTimes,
    MissingValues missing,
    List<String> classes,
    Features features,
    Memory memory,
    BadRows badRows,
    TextFiles text) {

  public DataConfig {
    classes = List.copyOf(classes);
    new DataRules(format, source, columns, dateTimes, missing, classes, features).check();
    text.checkFor(format);
  }

  /**
   * The rows of the data sets.
   *
   * @param location the training rows
   * @param labelsPath label files of an idx data set
   * @param splitSeed seed for drawing the held-out fractions
   */
  public record Source(
      DataLocation location,
      Optional<String> labelsPath,
      SplitConfig validation,
      SplitConfig test,
      long splitSeed) {

    public Source {
      DataRules.checkFractions(validation, test);
    }
  }

  /**
   * The roles of the columns. A column is given by its header name or by its position, counted from
   * 0; a negative position counts from the end (-1 is the last column).
   *
   * @param label label column; by default the column named label or target
   * @param targets columns of the target probabilities: one for each class, or a single vector
   *     column; empty if rows have labels
   * @param weight column of the example weights; none by default
   * @param features feature columns in order; all remaining columns if empty
   * @param categorical columns to one-hot encode
   * @param excluded columns that are no features
   */
  public record ColumnNames(
      HeaderLine header,
      Optional<String> label,
      List<String> targets,
      Optional<String> weight,
      List<String> features,
      List<String> categorical,
      List<String> excluded) {

    public ColumnNames {
      targets = List.copyOf(targets);
      features = List.copyOf(features);
      categorical = List.copyOf(categorical);
      excluded = List.copyOf(excluded);
    }
  }

  /**
   * The names, number and scaling of the features.
   *
   * @param names file of feature names, one per line, for data without columns
   * @param count number of features of libsvm data; defaults to the largest index in the files
   * @param multiplier factor applied to every feature, folded into the parameters
   */
  public record Features(Optional<String> names, OptionalInt count, double multiplier) {

    public Features {
      DataRules.checkAtLeastOne("data.num-features", count);
      if (multiplier == 0 || !Double.isFinite(multiplier)) {
        throw invalid("data.feature-multiplier", multiplier, "must be finite and not 0");
      }
    }
  }

  /**
   * How blocks are kept in memory.
   *
   * @param partitions number of partitions; derived from the size of the data by default
   */
  public record Memory(Storage storage, OptionalInt partitions) {

    public Memory {
      DataRules.checkAtLeastOne("data.partitions", partitions);
    }
  }

  /** Whether the first line of a csv or tsv file names its columns ({@code data.header}). */
  public enum HeaderLine {
    /** Whether the first line is a header follows from the first lines of the data. */
    AUTO,
    TRUE,
    FALSE
  }

  /** The training rows, for messages: {@code data.path = a.csv}. */
  public String input() {
    return source.location().toString();
  }

  /** The path, table or query of the training rows, for messages. */
  public String path() {
    return source.location().value();
  }

  public Optional<String> labelsPath() {
    return source.labelsPath();
  }

  public SplitConfig validation() {
    return source.validation();
  }

  public SplitConfig test() {
    return source.test();
  }

  public long splitSeed() {
    return source.splitSeed();
  }

  public HeaderLine header() {
    return columns.header();
  }

  public Optional<String> labelColumn() {
    return columns.label();
  }

  public List<String> targetColumns() {
    return columns.targets();
  }

  public Optional<String> weightColumn() {
    return columns.weight();
  }

  public List<String> featureColumns() {
    return columns.features();
  }

  public List<String> categoricalColumns() {
    return columns.categorical();
  }

  public List<String> excludedColumns() {
    return columns.excluded();
  }

  public Optional<String> featureNames() {
    return features.names();
  }

  public OptionalInt numFeatures() {
    return features.count();
  }

  public double featureMultiplier() {
    return features.multiplier();
  }

  public Storage storage() {
    return memory.storage();
  }

  public OptionalInt partitions() {
    return memory.partitions();
  }
}

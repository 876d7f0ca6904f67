package org.sparksoftmax.config;

import static org.sparksoftmax.config.ConfigException.invalid;
import static org.sparksoftmax.config.ConfigException.missing;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Checks that the values of {@link DataConfig} are compatible.
 *
 * @param columns the columns named in the configuration
 */
record DataRules(
    DataFormat format,
    DataConfig.Source source,
    DataConfig.ColumnNames columns,
    DateTimes dateTimes,
    MissingValues missingValues,
    List<String> classes,
    DataConfig.Features features) {

  private static final String OWN_LABELS = "idx data has separate label files";

  void check() {
    LocationRules.checkTraining(format, source.location());
    if (features.count().isPresent() && !format.equals(DataFormat.LIBSVM)) {
      throw invalid(
          "data.num-features",
          features.count().getAsInt(),
          "is for libsvm only; remove it, since data.format is " + format);
    }
    checkLabelsPath("data", source.location().path(), source.labelsPath());
    checkFiles("data.validation", source.validation());
    checkFiles("data.test", source.test());
    if (format.hasColumns()) {
      checkColumns();
      checkTargets();
    } else {
      checkNoColumns();
    }
    checkHeader();
    checkFeatureNames();
    checkClasses(classes);
  }

  /** Checks the fractions of the rows held out as validation and test data. */
  static void checkFractions(SplitConfig validation, SplitConfig test) {
    checkFraction("data.validation", validation);
    checkFraction("data.test", test);
    if (validation.fraction() + test.fraction() >= 1) {
      throw invalid(
          "data.test.fraction",
          test.fraction(),
          "must be below 1 together with data.validation.fraction = " + validation.fraction());
    }
  }

  private static void checkFraction(String group, SplitConfig split) {
    double fraction = split.fraction();
    if (!(fraction >= 0 && fraction < 1)) {
      throw invalid(group + ".fraction", fraction, "must be >= 0 and < 1");
    }
    if (split.location().isPresent() && fraction > 0) {
      throw invalid(
          group + ".fraction",
          fraction,
          "must be 0 where " + split.location().get().key() + " is set; remove one of the two");
    }
  }

  static void checkAtLeastOne(String key, OptionalInt value) {
    if (value.isPresent() && value.getAsInt() < 1) {
      throw invalid(key, value.getAsInt(), "must be >= 1");
    }
  }

  private void checkFiles(String group, SplitConfig split) {
    split.location().ifPresent(location -> new LocationRules(format, location).check());
    checkLabelsPath(group, split.path(), split.labelsPath());
  }

  private void checkLabelsPath(String group, Optional<String> path, Optional<String> labelsPath) {
    String key = group + ".labels-path";
    checkNotBlank(key, labelsPath);
    if (format.equals(DataFormat.IDX) && path.isPresent() && labelsPath.isEmpty()) {
      throw missing(key, OWN_LABELS);
    }
    if (!format.equals(DataFormat.IDX) && labelsPath.isPresent()) {
      throw invalid(
          key, labelsPath.get(), "is for idx only; remove it, since data.format is " + format);
    }
    if (path.isEmpty() && labelsPath.isPresent()) {
      throw invalid(key, labelsPath.get(), "needs " + group + ".path beside it");
    }
  }

  static void checkNotBlank(String key, Optional<String> path) {
    if (path.isPresent() && path.get().isBlank()) {
      throw invalid(key, path.get(), "must not be empty");
    }
  }

  private void checkNoColumns() {
    refuse("data.label-column", columns.label());
    refuse("data.target-columns", ifAny(columns.targets()));
    refuse("data.weight-column", columns.weight());
    refuse("data.feature-columns", ifAny(columns.features()));
    refuse("data.categorical-columns", ifAny(columns.categorical()));
    refuse("data.exclude-columns", ifAny(columns.excluded()));
    refuse("data.datetime-columns", ifAny(dateTimes.columns()));
    refuse(
        "data.missing",
        Optional.of(missingValues.policy()).filter(policy -> missingValues.filled()));
  }

  private static Optional<List<String>> ifAny(List<String> columns) {
    return columns.isEmpty() ? Optional.empty() : Optional.of(columns);
  }

  private void refuse(String key, Optional<?> value) {
    if (value.isPresent()) {
      throw invalid(
          key,
          value.get(),
          "is for data with columns only; remove it, since data.format is " + format);
    }
  }

  private void checkColumns() {
    checkNotBlank("data.label-column", columns.label());
    checkNotBlank("data.weight-column", columns.weight());
    checkDistinct("data.feature-columns", columns.features());
    checkDistinct("data.categorical-columns", columns.categorical());
    checkDistinct("data.exclude-columns", columns.excluded());
    checkDistinct("data.datetime-columns", dateTimes.columns());
    if (columns.weight().isPresent() && columns.weight().equals(columns.label())) {
      throw invalid("data.weight-column", columns.weight().get(), "must not be the label column");
    }
    checkNotAmong("data.label-column", columns.label());
    checkNotAmong("data.weight-column", columns.weight());
    checkDisjoint(
        "data.exclude-columns", columns.excluded(), "data.feature-columns", columns.features());
    checkDisjoint(
        "data.exclude-columns",
        columns.excluded(),
        "data.categorical-columns",
        columns.categorical());
    checkDisjoint(
        "data.exclude-columns", columns.excluded(), "data.datetime-columns", dateTimes.columns());
    checkDisjoint(
        "data.datetime-columns",
        dateTimes.columns(),
        "data.categorical-columns",
        columns.categorical());
  }

  private static void checkDisjoint(
      String key, List<String> columns, String otherKey, List<String> others) {
    for (String column : columns) {
      if (others.contains(column)) {
        throw invalid(
            key,
            columns,
            String.format(Locale.ROOT, "must not have %s, which is among %s", column, otherKey));
      }
    }
  }

  private void checkTargets() {
    String key = "data.target-columns";
    List<String> targets = columns.targets();
    if (targets.isEmpty()) {
      return;
    }
    if (columns.label().isPresent()) {
      throw invalid(
          key, targets, "must be [] where data.label-column is set; remove one of the two");
    }
    if (targets.size() == 1 && !format.isTable()) {
      throw invalid(key, targets, "must name at least 2 columns, one for each class");
    }
    if (targets.size() > 1 && !classes.isEmpty()) {
      throw invalid(
          "data.classes",
          classes,
          "must be [] where data.target-columns names a column for each class");
    }
    checkDistinct(key, targets);
    targets.forEach(column -> checkTarget(key, column));
  }

  private void checkTarget(String key, String column) {
    if (column.isBlank()) {
      throw invalid(key, columns.targets(), "must not have an empty name");
    }
    if (columns.weight().equals(Optional.of(column))) {
      throw invalid("data.weight-column", column, "must not be among data.target-columns");
    }
    checkNotAlso(column, "data.feature-columns", columns.features());
    checkNotAlso(column, "data.categorical-columns", columns.categorical());
    checkNotAlso(column, "data.exclude-columns", columns.excluded());
    checkNotAlso(column, "data.datetime-columns", dateTimes.columns());
  }

  private void checkNotAlso(String target, String otherKey, List<String> others) {
    if (others.contains(target)) {
      throw invalid(
          "data.target-columns",
          columns.targets(),
          String.format(Locale.ROOT, "must not have %s, which is among %s", target, otherKey));
    }
  }

  private void checkNotAmong(String key, Optional<String> column) {
    if (column.isEmpty()) {
      return;
    }
    if (columns.features().contains(column.get())) {
      throw invalid(key, column.get(), "must not be among data.feature-columns");
    }
    if (columns.categorical().contains(column.get())) {
      throw invalid(key, column.get(), "must not be among data.categorical-columns");
    }
    if (columns.excluded().contains(column.get())) {
      throw invalid(key, column.get(), "must not be among data.exclude-columns");
    }
    if (dateTimes.columns().contains(column.get())) {
      throw invalid(key, column.get(), "must not be among data.datetime-columns");
    }
  }

  private static void checkDistinct(String key, List<String> columns) {
    Set<String> seen = new HashSet<>();
    for (String column : columns) {
      if (!seen.add(column)) {
        throw invalid(key, columns, "must name each column once, but has " + column + " twice");
      }
    }
  }

  private static void checkClasses(List<String> classes) {
    String key = "data.classes";
    Set<String> seen = new HashSet<>();
    for (String label : classes) {
      if (label.isBlank()) {
        throw invalid(key, classes, "must not have an empty label");
      }
      if (!seen.add(label)) {
        throw invalid(key, classes, "must name each label once, but has " + label + " twice");
      }
    }
    if (classes.size() == 1) {
      throw invalid(key, classes, "must name at least 2 labels, or none");
    }
  }

  private void checkFeatureNames() {
    String key = "data.feature-names";
    checkNotBlank(key, features.names());
    boolean text = format.kind() == DataFormat.Kind.TEXT;
    if (text && features.names().isPresent()) {
      throw invalid(
          key,
          features.names().get(),
          "is for data without columns (libsvm, idx, cifar, vectors of a table); remove it, since data.format is "
              + format);
    }
  }

  private void checkHeader() {
    boolean text = format.kind() == DataFormat.Kind.TEXT;
    if (!text && columns.header() != DataConfig.HeaderLine.AUTO) {
      throw invalid(
          "data.header",
          columns.header() == DataConfig.HeaderLine.TRUE,
          "is for csv and tsv only; remove it, since data.format is " + format);
    }
  }
}

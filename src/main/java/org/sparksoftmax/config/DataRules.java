package org.sparksoftmax.config;

import static org.sparksoftmax.config.ConfigException.invalid;
import static org.sparksoftmax.config.ConfigException.missing;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The bounds of {@link DataConfig}, and which of its keys go together. */
final class DataRules {
  private static final String OWN_LABELS = "idx data keeps its labels in files of their own";

  private DataRules() {}

  static void check(DataConfig data) {
    checkNotBlank("data.path", Optional.of(data.path()));
    checkNumbers(data);
    checkLabelsPath("data", data.format(), Optional.of(data.path()), data.labelsPath());
    checkSplit("data.validation", data.format(), data.validation());
    checkSplit("data.test", data.format(), data.test());
    double heldOut = data.validation().fraction() + data.test().fraction();
    if (heldOut >= 1) {
      throw invalid(
          "data.test.fraction",
          data.test().fraction(),
          "must be below 1 together with data.validation.fraction = "
              + data.validation().fraction());
    }
    if (data.format().hasColumns()) {
      checkColumns(data);
      checkTargets(data);
    } else {
      checkNoColumns(data);
    }
    checkHeader(data);
    checkFeatureNames(data);
    checkClasses(data.classes());
    checkBadRows(data.badRows());
  }

  private static void checkNumbers(DataConfig data) {
    checkAtLeastOne("data.num-features", data.numFeatures());
    if (data.numFeatures().isPresent() && data.format() != DataFormat.LIBSVM) {
      throw invalid(
          "data.num-features",
          data.numFeatures().getAsInt(),
          "is for libsvm only; remove it, since data.format is " + data.format());
    }
    checkAtLeastOne("data.partitions", data.partitions());
    double multiplier = data.featureMultiplier();
    if (multiplier == 0 || !Double.isFinite(multiplier)) {
      throw invalid("data.feature-multiplier", multiplier, "must be finite and not 0");
    }
  }

  private static void checkAtLeastOne(String key, OptionalInt value) {
    if (value.isPresent() && value.getAsInt() < 1) {
      throw invalid(key, value.getAsInt(), "must be >= 1");
    }
  }

  private static void checkSplit(String group, DataFormat format, SplitConfig split) {
    double fraction = split.fraction();
    if (!(fraction >= 0 && fraction < 1)) {
      throw invalid(group + ".fraction", fraction, "must be >= 0 and < 1");
    }
    if (split.path().isPresent() && fraction > 0) {
      throw invalid(
          group + ".fraction",
          fraction,
          "must be 0 where " + group + ".path is set; remove one of the two");
    }
    checkNotBlank(group + ".path", split.path());
    checkLabelsPath(group, format, split.path(), split.labelsPath());
  }

  private static void checkLabelsPath(
      String group, DataFormat format, Optional<String> path, Optional<String> labelsPath) {
    String key = group + ".labels-path";
    checkNotBlank(key, labelsPath);
    if (format == DataFormat.IDX && path.isPresent() && labelsPath.isEmpty()) {
      throw missing(key, OWN_LABELS);
    }
    if (format != DataFormat.IDX && labelsPath.isPresent()) {
      throw invalid(
          key, labelsPath.get(), "is for idx only; remove it, since data.format is " + format);
    }
    if (path.isEmpty() && labelsPath.isPresent()) {
      throw invalid(key, labelsPath.get(), "needs " + group + ".path beside it");
    }
  }

  private static void checkNotBlank(String key, Optional<String> path) {
    if (path.isPresent() && path.get().isBlank()) {
      throw invalid(key, path.get(), "must not be empty");
    }
  }

  private static void checkNoColumns(DataConfig data) {
    refuse("data.label-column", data.labelColumn(), data.format());
    refuse("data.target-columns", ifAny(data.targetColumns()), data.format());
    refuse("data.weight-column", data.weightColumn(), data.format());
    refuse("data.feature-columns", ifAny(data.featureColumns()), data.format());
    refuse("data.categorical-columns", ifAny(data.categoricalColumns()), data.format());
  }

  private static Optional<List<String>> ifAny(List<String> columns) {
    return columns.isEmpty() ? Optional.empty() : Optional.of(columns);
  }

  private static void refuse(String key, Optional<?> value, DataFormat format) {
    if (value.isPresent()) {
      throw invalid(
          key,
          value.get(),
          "is for csv, tsv, parquet, orc and json only; remove it, since data.format is " + format);
    }
  }

  private static void checkColumns(DataConfig data) {
    checkNotBlank("data.label-column", data.labelColumn());
    checkNotBlank("data.weight-column", data.weightColumn());
    checkDistinct("data.feature-columns", data.featureColumns());
    checkDistinct("data.categorical-columns", data.categoricalColumns());
    if (data.weightColumn().isPresent() && data.weightColumn().equals(data.labelColumn())) {
      throw invalid(
          "data.weight-column", data.weightColumn().get(), "must not be the label column");
    }
    checkNotAmong("data.label-column", data.labelColumn(), data);
    checkNotAmong("data.weight-column", data.weightColumn(), data);
  }

  private static void checkTargets(DataConfig data) {
    String key = "data.target-columns";
    List<String> columns = data.targetColumns();
    if (columns.isEmpty()) {
      return;
    }
    if (data.labelColumn().isPresent()) {
      throw invalid(
          key, columns, "must be [] where data.label-column is set; remove one of the two");
    }
    if (columns.size() == 1 && !data.format().isTable()) {
      throw invalid(key, columns, "must name at least 2 columns, one for each class");
    }
    if (columns.size() > 1 && !data.classes().isEmpty()) {
      throw invalid(
          "data.classes",
          data.classes(),
          "must be [] where data.target-columns names a column for each class");
    }
    checkDistinct(key, columns);
    columns.forEach(column -> checkTarget(key, column, data));
  }

  private static void checkTarget(String key, String column, DataConfig data) {
    if (column.isBlank()) {
      throw invalid(key, data.targetColumns(), "must not have an empty name");
    }
    if (data.weightColumn().equals(Optional.of(column))) {
      throw invalid("data.weight-column", column, "must not be among data.target-columns");
    }
    checkNotAlso(column, "data.feature-columns", data.featureColumns(), data);
    checkNotAlso(column, "data.categorical-columns", data.categoricalColumns(), data);
  }

  private static void checkNotAlso(
      String target, String otherKey, List<String> others, DataConfig data) {
    if (others.contains(target)) {
      throw invalid(
          "data.target-columns",
          data.targetColumns(),
          "must not have %s, which is among %s".formatted(target, otherKey));
    }
  }

  private static void checkNotAmong(String key, Optional<String> column, DataConfig data) {
    if (column.isEmpty()) {
      return;
    }
    if (data.featureColumns().contains(column.get())) {
      throw invalid(key, column.get(), "must not be among data.feature-columns");
    }
    if (data.categoricalColumns().contains(column.get())) {
      throw invalid(key, column.get(), "must not be among data.categorical-columns");
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

  private static void checkBadRows(BadRows badRows) {
    if (badRows.max().isEmpty()) {
      return;
    }
    String key = "data.max-bad-rows";
    long max = badRows.max().getAsLong();
    if (max < 0) {
      throw invalid(key, max, "must be >= 0");
    }
    if (badRows.policy() == BadRowPolicy.FAIL) {
      throw invalid(
          key,
          max,
          "is for data.bad-rows = skip or quarantine; remove it, since data.bad-rows is fail");
    }
  }

  private static void checkFeatureNames(DataConfig data) {
    String key = "data.feature-names";
    checkNotBlank(key, data.featureNames());
    boolean text = data.format() == DataFormat.CSV || data.format() == DataFormat.TSV;
    if (text && data.featureNames().isPresent()) {
      throw invalid(
          key,
          data.featureNames().get(),
          "is for data without columns (libsvm, idx, cifar, vectors of a table); remove it, since data.format is "
              + data.format());
    }
  }

  private static void checkHeader(DataConfig data) {
    boolean text = data.format() == DataFormat.CSV || data.format() == DataFormat.TSV;
    if (!text && data.header() != HeaderLine.AUTO) {
      throw invalid(
          "data.header",
          data.header() == HeaderLine.TRUE,
          "is for csv and tsv only; remove it, since data.format is " + data.format());
    }
  }
}

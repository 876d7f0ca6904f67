package org.sparksoftmax.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.config.MissingValues;
import org.sparksoftmax.data.block.ColumnMeans;
import org.sparksoftmax.data.block.RawData;
import org.sparksoftmax.data.block.RowSource;
import org.sparksoftmax.data.row.BadRow;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.LabelsOfOneValue;
import org.sparksoftmax.data.row.NameFile;
import org.sparksoftmax.data.row.RawSummary;
import org.sparksoftmax.data.row.SplitRole;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.model.ColumnPart;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.FeatureSchema.InputColumn;
import org.sparksoftmax.model.Imputation;
import org.sparksoftmax.model.LabelType;

/** Checks training rows and learns classes and schema from them. */
record TrainingRows(RawData raw, RowSource source, DataConfig config) {

  /** Checks that there are training rows and, if the source marks validation rows, also those. */
  void requireRows() {
    if (raw.rows(SplitRole.TRAIN) == 0) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "Cannot train on zero rows: %s has no row%s%s",
              config.input(),
              raw.rows(SplitRole.TEST) + raw.rows(SplitRole.VALIDATION) > 0
                  ? " left after data.validation.fraction and data.test.fraction"
                  : "",
              raw.rejections().remark()));
    }
    if (raw.summaries().stream().noneMatch(summary -> summary.anyPositiveWeight)) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "Cannot train on rows of weight 0: every row of %s has the weight 0 (data.weight-column)",
              config.input()));
    }
    if (source.holdsOut(SplitRole.VALIDATION) && raw.rows(SplitRole.VALIDATION) == 0) {
      throw new DataException("Cannot validate on zero rows: no row is marked for validation");
    }
  }

  /** The classes of the target probabilities or, without these, the labels that occur. */
  LabelIndex classes() {
    LabelIndex classes = source.classes(raw.labelRows(SplitRole.TRAIN).keySet());
    if (classes.size() < 2) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "Cannot train on %d class: %s the label '%s' (at least 2 classes needed)%s",
              classes.size(),
              raw.rows(SplitRole.TRAIN) == 1
                  ? "the only row of " + config.input() + " has"
                  : String.format(
                      Locale.ROOT,
                      "all %d rows of %s have",
                      raw.rows(SplitRole.TRAIN),
                      config.input()),
              classes.label(0),
              raw.rejections().remark()));
    }
    return classes;
  }

  /** The label that all training rows have; empty if they differ or have target probabilities. */
  Optional<String> onlyLabel() {
    Set<String> labels = raw.labelRows(SplitRole.TRAIN).keySet();
    return source.targetClasses().isEmpty() && labels.size() == 1
        ? Optional.of(labels.iterator().next())
        : Optional.empty();
  }

  /** The type of the labels; text if they are not values of the type of their column. */
  LabelType labelType(LabelIndex classes) {
    return source.targetClasses().isPresent()
        ? LabelType.TEXT
        : LabelType.of(source.labelType(), classes.labels());
  }

  private void requireOneWidth(int widest) {
    for (RawSummary summary : raw.summaries()) {
      boolean dense = !summary.anySparseRow && summary.features > 0;
      if (dense && summary.features < widest && !raw.anySparseRow()) {
        throw new DataException(
            String.format(
                Locale.ROOT,
                "Cannot train on rows of different lengths: %s has rows of %d and of %d features",
                config.input(),
                summary.features,
                widest));
      }
    }
  }

  /** Checks that all vectors, dense or sparse, have the same size. */
  private void requireOneSize() {
    int[] sizes =
        raw.summaries().stream()
            .mapToInt(summary -> summary.features)
            .filter(size -> size > 0)
            .distinct()
            .toArray();
    if (sizes.length > 1) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "Cannot train on vectors of different sizes: %s has vectors of %d and of %d values",
              config.input(),
              sizes[0],
              sizes[1]));
    }
  }

  /**
   * The schema: the columns, or the number of features for rows without columns.
   *
   * @param remarks receives what a user should know about the columns, one line each
   */
  FeatureSchema schema(Consumer<String> remarks) {
    int seen = raw.summaries().stream().mapToInt(summary -> summary.features).max().orElse(0);
    if (source.vectors()) {
      requireOneSize();
    }
    List<InputColumn> columns = source.columns();
    if (columns.isEmpty()) {
      requireOneWidth(seen);
      int features = config.numFeatures().orElse(Math.max(seen, source.features()));
      if (features < 1) {
        throw new DataException(
            String.format(
                Locale.ROOT,
                "Cannot train without features: no row of %s has one",
                config.input()));
      }
      return FeatureSchema.unnamed(features);
    }
    List<InputColumn> learned = learned(columns, remarks);
    int features = learned.stream().mapToInt(InputColumn::width).sum();
    return new FeatureSchema(features, learned, source.columnsNamed());
  }

  /** The columns with the categories and the replacements of missing values of the rows. */
  private List<InputColumn> learned(List<InputColumn> columns, Consumer<String> remarks) {
    boolean filled = config.missing().filled();
    ColumnMeans means = filled ? ColumnMeans.of(raw, columns.size()) : null;
    List<InputColumn> learned = new ArrayList<>();
    List<String> empty = new ArrayList<>();
    int c = 0;
    int[] categorical = source.categorical();
    for (int j = 0; j < columns.size(); j++) {
      InputColumn column = columns.get(j);
      List<String> categories = List.of();
      Optional<Imputation> imputation = Optional.empty();
      if (c < categorical.length && categorical[c] == j) {
        categories =
            LabelIndex.inNaturalOrder(raw.categoryRows(SplitRole.TRAIN, c++).keySet()).labels();
        imputation = filled ? Optional.of(Imputation.OF_CATEGORY) : imputation;
      } else if (filled) {
        imputation = Optional.of(imputation(column, means, j));
      }
      boolean absent =
          categories.isEmpty()
              ? filled && !raw.anySparseRow() && means.isAbsent(j)
              : categories.equals(List.of(FeatureSchema.MISSING_CATEGORY));
      if (absent && (empty.isEmpty() || !empty.get(empty.size() - 1).equals(column.column()))) {
        empty.add(column.column());
      }
      learned.add(new InputColumn(column.column(), column.part(), categories, imputation));
    }
    if (!empty.isEmpty()) {
      remarks.accept(
          String.format(
              Locale.ROOT,
              "no training row has a value in %s %s: a constant feature (data.exclude-columns leaves it out)",
              empty.size() == 1 ? "column" : "columns",
              empty.stream().map(BadRow::shown).collect(Collectors.joining(", "))));
    }
    return learned;
  }

  private Imputation imputation(InputColumn column, ColumnMeans means, int j) {
    double fill = config.missing().policy() == MissingValues.Policy.MEAN ? means.mean(j) : 0;
    if (!Double.isFinite(fill)) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "Cannot replace missing values of column '%s' by the mean: the sum of its values is beyond the range of float64; set data.missing = zero",
              column.name()));
    }
    // The parts of a point in time are missing together, so one indicator says it.
    boolean first =
        !(column.part() instanceof ColumnPart.OfDateTime)
            || j == 0
            || !source.columns().get(j - 1).column().equals(column.column());
    boolean indicator = config.missing().indicators() && means.anyMissing(j) && first;
    return new Imputation(fill, indicator);
  }

  /** What a user should know about the rows, a sentence each. */
  List<String> remarks() {
    return source.hasNumericLabels()
        ? List.of()
        : LabelsOfOneValue.remarks(raw.labelRows(SplitRole.TRAIN).keySet());
  }

  /** Adds the configured feature names. Rows and their fingerprint do not change. */
  FeatureSchema named(FeatureSchema schema, Configuration hadoop) {
    if (config.featureNames().isEmpty()) {
      return schema;
    }
    String key = "data.feature-names";
    String path = config.featureNames().get();
    if (!schema.columns().isEmpty()) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "Invalid %s = %s: the columns of %s have names of their own; remove it",
              key,
              path,
              config.input()));
    }
    return FeatureSchema.named(new NameFile(path, key).read(schema.features(), "features", hadoop));
  }
}

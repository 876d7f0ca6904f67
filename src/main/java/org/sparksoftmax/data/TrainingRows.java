package org.sparksoftmax.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.data.block.RawData;
import org.sparksoftmax.data.block.RowSource;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.NameFile;
import org.sparksoftmax.data.row.RawSummary;
import org.sparksoftmax.data.row.SplitRole;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.model.FeatureSchema;

/** Checks training rows and learns classes and schema from them. */
record TrainingRows(RawData raw, RowSource source, DataConfig config) {

  /** Checks that there are training rows and, if the source marks validation rows, also those. */
  void requireRows() {
    if (raw.rows(SplitRole.TRAIN) == 0) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "Cannot train on zero rows: data.path = %s has no row%s%s",
              config.path(),
              raw.rows(SplitRole.TEST) + raw.rows(SplitRole.VALIDATION) > 0
                  ? " left after data.validation.fraction and data.test.fraction"
                  : "",
              raw.rejections().remark()));
    }
    if (raw.summaries().stream().noneMatch(summary -> summary.anyPositiveWeight)) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "Cannot train on rows of weight 0: every row of data.path = %s has the weight 0 (data.weight-column)",
              config.path()));
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
              "Cannot train on %d class: all %d rows of data.path = %s have the label '%s' (at least 2 classes needed)",
              classes.size(),
              raw.rows(SplitRole.TRAIN),
              config.path(),
              classes.label(0)));
    }
    return classes;
  }

  private void requireOneWidth(int widest) {
    for (RawSummary summary : raw.summaries()) {
      boolean dense = !summary.anySparseRow && summary.features > 0;
      if (dense && summary.features < widest && !raw.anySparseRow()) {
        throw new DataException(
            String.format(
                Locale.ROOT,
                "Cannot train on rows of different lengths: data.path = %s has rows of %d and of %d features",
                config.path(),
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
              "Cannot train on vectors of different sizes: data.path = %s has vectors of %d and of %d values",
              config.path(),
              sizes[0],
              sizes[1]));
    }
  }

  /** The schema: the columns, or the number of features for rows without columns. */
  FeatureSchema schema() {
    int seen = raw.summaries().stream().mapToInt(summary -> summary.features).max().orElse(0);
    if (source.vectors()) {
      requireOneSize();
    }
    List<String> names = source.columns();
    if (names.isEmpty()) {
      requireOneWidth(seen);
      int features = config.numFeatures().orElse(Math.max(seen, source.features()));
      if (features < 1) {
        throw new DataException(
            String.format(
                Locale.ROOT,
                "Cannot train without features: no row of data.path = %s has one",
                config.path()));
      }
      return FeatureSchema.unnamed(features);
    }
    List<FeatureSchema.InputColumn> columns = new ArrayList<>();
    int c = 0;
    int[] categorical = source.categorical();
    for (int j = 0; j < names.size(); j++) {
      List<String> categories = List.of();
      if (c < categorical.length && categorical[c] == j) {
        categories =
            LabelIndex.inNaturalOrder(raw.categoryRows(SplitRole.TRAIN, c++).keySet()).labels();
      }
      columns.add(new FeatureSchema.InputColumn(names.get(j), categories));
    }
    int features = columns.stream().mapToInt(FeatureSchema.InputColumn::width).sum();
    return new FeatureSchema(features, columns, source.columnsNamed());
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
              "Invalid %s = %s: the columns of data.path = %s have names of their own; remove it",
              key,
              path,
              config.path()));
    }
    return FeatureSchema.named(new NameFile(path, key).read(schema.features(), "features", hadoop));
  }
}

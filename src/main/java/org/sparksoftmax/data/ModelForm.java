package org.sparksoftmax.data;

import java.util.Locale;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.config.Storage;
import org.sparksoftmax.data.block.BlockPlan;
import org.sparksoftmax.data.block.RawData;
import org.sparksoftmax.data.block.RowSource;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.RawSummary;
import org.sparksoftmax.math.layout.FeatureUnits;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.SoftmaxModel;

/** The form of the rows of a model: classes, features and units. */
record ModelForm(LabelIndex classes, FeatureSchema schema, FeatureUnits units) {

  /**
   * The share of non-zeros above which dense rows are faster than sparse ones and need little more
   * memory.
   */
  private static final double DENSE_SHARE = 0.25;

  static ModelForm of(SoftmaxModel model) {
    return new ModelForm(model.classes(), model.schema(), model.units());
  }

  /** The plan that converts rows to this form. */
  BlockPlan plan(RawData raw, RowSource source, boolean sparse, DataConfig config) {
    return new BlockPlan(
        classes, schema, source.categorical(), sparse, storage(raw, config), units);
  }

  private Storage storage(RawData raw, DataConfig config) {
    if (config.storage() != Storage.AUTO) {
      return config.storage();
    }
    if (units.needsFloat64()) {
      return Storage.F64;
    }
    return raw.allU8() && !units.isCentred() ? Storage.U8 : Storage.F32;
  }

  /**
   * Checks that dense rows have as many columns as the model.
   *
   * @throws DataException if they do not
   */
  void requireWidth(RawData raw, String path) {
    int width = schema.columns().isEmpty() ? schema.features() : schema.columns().size();
    for (RawSummary summary : raw.summaries()) {
      boolean dense = !summary.anySparseRow && summary.features > 0;
      if (dense && summary.features != width) {
        throw new DataException(
            String.format(
                Locale.ROOT,
                "Cannot apply the model to %s: its rows have %d features where the model has %d",
                path,
                summary.features,
                width));
      }
    }
  }

  /**
   * Whether blocks are sparse. This is so if rows are sparse, or if one-hot columns need less
   * memory in sparse form.
   */
  static boolean isSparse(RawData raw, FeatureSchema schema) {
    return raw.anySparseRow()
        || (schema.hasCategories() && schema.features() > 2 * schema.columns().size());
  }

  /**
   * Whether blocks are sparse, as for {@link #isSparse(RawData, FeatureSchema)}, except that
   * vectors with many non-zeros become dense.
   */
  static boolean isSparse(RawData raw, RowSource source, FeatureSchema schema) {
    return isSparse(raw, schema)
        && !(source.vectors() && raw.shareOfValues(schema.features()) > DENSE_SHARE);
  }
}

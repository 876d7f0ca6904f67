package org.sparksoftmax.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The input that a model expects.
 *
 * @param features D, the number of features after one-hot encoding
 * @param columns the input columns in order; empty for data without columns (libsvm, idx, cifar,
 *     vectors)
 * @param columnsNamed whether the columns have names from the input, by which later input is
 *     matched, or only positions
 */
public record FeatureSchema(int features, List<InputColumn> columns, boolean columnsNamed) {

  /** The category of a cell without a value. */
  public static final String MISSING_CATEGORY = "";

  private static final String IS_MISSING = " is missing";

  /**
   * An input column, or one number of a column that has several.
   *
   * @param column header name, or the position as text
   * @param part what is taken of the column
   * @param categories the values of a categorical column in order, one feature each; empty for a
   *     number
   * @param imputation what replaces a missing value; without it, a row without the value is bad
   */
  public record InputColumn(
      String column, ColumnPart part, List<String> categories, Optional<Imputation> imputation) {

    public InputColumn {
      categories = List.copyOf(categories);
    }

    /** Creates a whole column, whose values are never missing. */
    public InputColumn(String name, List<String> categories) {
      this(name, ColumnPart.WHOLE, categories, Optional.empty());
    }

    /** The name of the column, with that of its part. */
    public String name() {
      return part.nameIn(column);
    }

    public boolean isCategorical() {
      return !categories.isEmpty();
    }

    /** Whether the last feature of this column is 1 where the value is missing. */
    public boolean hasIndicator() {
      return imputation.filter(Imputation::indicator).isPresent();
    }

    /** Whether this is a whole column whose values are never missing. */
    boolean isPlain() {
      return part.equals(ColumnPart.WHOLE) && imputation.isEmpty();
    }

    /** Number of features of this column. */
    public int width() {
      return isCategorical() ? categories.size() : hasIndicator() ? 2 : 1;
    }

    /** The names of the features of this column. */
    public List<String> featureNames() {
      if (isCategorical()) {
        return categories.stream().map(this::featureName).toList();
      }
      return hasIndicator() ? List.of(name(), name() + IS_MISSING) : List.of(name());
    }

    /** The name of a category of this column. */
    public String featureName(String category) {
      return category.equals(MISSING_CATEGORY) ? name() + IS_MISSING : name() + "=" + category;
    }

    /** For a plain column as in the versions before parts, because fingerprints contain it. */
    @Override
    public String toString() {
      String plain = String.format(Locale.ROOT, "name=%s, categories=%s", name(), categories);
      return isPlain()
          ? "InputColumn[" + plain + "]"
          : String.format(
              Locale.ROOT,
              "InputColumn[%s, part=%s, imputation=%s]",
              plain,
              part.keyword(),
              imputation.map(Imputation::toString).orElse("none"));
    }
  }

  public FeatureSchema {
    columns = List.copyOf(columns);
    int width = columns.stream().mapToInt(InputColumn::width).sum();
    if (!columns.isEmpty() && width != features) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Invalid schema: columns of %d features where the model has %d",
              width,
              features));
    }
  }

  /** Creates a schema for data without columns. */
  public static FeatureSchema unnamed(int features) {
    return new FeatureSchema(features, List.of(), false);
  }

  /** Creates a schema of numeric columns with these names. */
  public static FeatureSchema named(List<String> names) {
    return new FeatureSchema(
        names.size(), names.stream().map(name -> new InputColumn(name, List.of())).toList(), true);
  }

  /** Whether any column is categorical. */
  public boolean hasCategories() {
    return columns.stream().anyMatch(InputColumn::isCategorical);
  }

  /** Whether rows may have missing values. */
  public boolean acceptsMissing() {
    return columns.stream().anyMatch(column -> column.imputation().isPresent());
  }

  /** Whether every column is whole and never missing, as in the model formats up to 5. */
  boolean isPlain() {
    return columns.stream().allMatch(InputColumn::isPlain);
  }

  /**
   * Names of the D features: {@code column}, {@code column=category}, {@code column is missing}, or
   * {@code #position} from 0.
   */
  public List<String> featureNames() {
    List<String> names = new ArrayList<>(features);
    columns.forEach(column -> names.addAll(column.featureNames()));
    for (int j = names.size(); j < features; j++) {
      names.add("#" + j);
    }
    return names;
  }
}

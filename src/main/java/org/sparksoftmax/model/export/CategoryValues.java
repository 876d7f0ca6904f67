package org.sparksoftmax.model.export;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.FeatureSchema.InputColumn;

/**
 * The categories of a column as numbers, if all of them are numbers. Programs have such a column as
 * numbers, whose text depends on their type: 1, 1.0 or 1.00. Codes such as {@code 02134} are text.
 */
final class CategoryValues {

  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

  /** Doubles and floats up to these are distinct integers. */
  private static final double MOST = 1L << 53;

  private static final double MOST_OF_FLOAT32 = 1 << 24;

  private CategoryValues() {}

  /**
   * The value of each category; NaN for the missing one. Empty if the column is not categorical, if
   * a category is not a number, or if float64 cannot tell two of them apart.
   */
  static Optional<double[]> of(InputColumn column) {
    double[] values = column.categories().stream().mapToDouble(CategoryValues::value).toArray();
    double[] numbers = Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
    boolean fit =
        numbers.length > 0
            && Arrays.stream(numbers).allMatch(value -> Math.abs(value) < MOST)
            && Arrays.stream(numbers).map(value -> value == 0 ? 0 : value).distinct().count()
                == numbers.length;
    return fit ? Optional.of(values) : Optional.empty();
  }

  private static double value(String category) {
    if (category.equals(FeatureSchema.MISSING_CATEGORY)) {
      return Double.NaN;
    }
    return NUMBER.matcher(category).matches()
        ? Double.parseDouble(category)
        : Double.POSITIVE_INFINITY;
  }

  /** Whether the values stay distinct in float32, also from other integers. */
  static boolean fitFloat32(double[] values) {
    double[] numbers = Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
    return Arrays.stream(numbers).allMatch(value -> Math.abs(value) < MOST_OF_FLOAT32)
        && Arrays.stream(numbers).map(value -> (float) value).distinct().count() == numbers.length;
  }
}

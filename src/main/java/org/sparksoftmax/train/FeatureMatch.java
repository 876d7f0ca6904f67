package org.sparksoftmax.train;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.FeatureSchema.InputColumn;

/**
 * Matches the features of a model with those of the data: by column name and category if both have
 * names, else by position.
 */
final class FeatureMatch {

  private FeatureMatch() {}

  /** Thrown when the features of two schemas do not match; the message describes the difference. */
  static final class MismatchException extends Exception {
    private static final long serialVersionUID = 1L;

    MismatchException(String difference) {
      super(difference);
    }
  }

  /**
   * A named feature.
   *
   * @param category {@code =} and the category; for a number, the part of the column
   */
  private record Feature(String column, String category) {
    @Override
    public String toString() {
      return column + category;
    }
  }

  /**
   * Returns the position in {@code model} of each feature of {@code data}.
   *
   * @throws MismatchException if either has features that the other lacks
   */
  static int[] positions(FeatureSchema model, FeatureSchema data) throws MismatchException {
    boolean byColumn = !model.columns().isEmpty() && !data.columns().isEmpty();
    boolean byName = byColumn && model.columnsNamed() && data.columnsNamed();
    if (byName || (byColumn && model.columns().size() == data.columns().size())) {
      NameMatch match = NameMatch.of(features(model, byName), features(data, byName));
      if (!match.isComplete()) {
        throw new MismatchException(match.difference());
      }
      return match.positions();
    }
    if (model.features() != data.features()) {
      throw new MismatchException(
          String.format(
              Locale.ROOT, "it has %,d where they have %,d", model.features(), data.features()));
    }
    return IntStream.range(0, data.features()).toArray();
  }

  private static List<Feature> features(FeatureSchema schema, boolean byName)
      throws MismatchException {
    List<Feature> features = new ArrayList<>(schema.features());
    int position = 0;
    for (InputColumn column : schema.columns()) {
      String name = byName ? column.column() : "#" + position;
      position++;
      String part = column.part().keyword();
      if (!column.isCategorical()) {
        features.add(new Feature(name, part));
      }
      if (column.hasIndicator()) {
        features.add(new Feature(name, part + " is missing"));
      }
      column.categories().forEach(category -> features.add(new Feature(name, "=" + category)));
    }
    if (new HashSet<>(features).size() != features.size()) {
      throw new MismatchException("columns of the same name cannot be distinguished");
    }
    return features;
  }
}

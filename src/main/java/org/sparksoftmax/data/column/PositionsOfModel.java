package org.sparksoftmax.data.column;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.FeatureSchema.InputColumn;

/**
 * The positions of the columns of a model whose training files had no header. Such a model names
 * each column by its position.
 */
record PositionsOfModel(Set<Integer> positions) {

  /** The positions; empty for a model of named columns, or without columns. */
  static Optional<PositionsOfModel> of(FeatureSchema model) {
    List<String> names = model.columns().stream().map(InputColumn::column).toList();
    boolean numbered = names.stream().allMatch(name -> name.matches("[0-9]{1,9}"));
    return model.columnsNamed() || names.isEmpty() || !numbered
        ? Optional.empty()
        : Optional.of(
            new PositionsOfModel(
                names.stream().map(Integer::valueOf).collect(Collectors.toUnmodifiableSet())));
  }

  /** Whether these are the columns at {@code others}, in any order. */
  boolean areThoseOf(List<Integer> others) {
    return positions.equals(Set.copyOf(others));
  }

  /**
   * The only column that is not one of the model and has no configured role: the label of files
   * like those of the training run. −1 if there is none or several.
   */
  int label(DataConfig config, Columns columns) {
    if (columns.width() == positions.size()) {
      return -1;
    }
    Set<Integer> left =
        IntStream.range(0, columns.width()).boxed().collect(Collectors.toCollection(TreeSet::new));
    if (!left.containsAll(positions) || !config.featureColumns().isEmpty()) {
      return -1;
    }
    left.removeAll(positions);
    config
        .weightColumn()
        .ifPresent(column -> left.remove(columns.position(column, "data.weight-column")));
    config
        .excludedColumns()
        .forEach(column -> left.remove(columns.position(column, "data.exclude-columns")));
    return left.size() == 1 ? left.iterator().next() : -1;
  }
}

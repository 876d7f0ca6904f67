package org.sparksoftmax.data.column;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.DataConfig;

/**
 * The roles of the columns that are not features.
 *
 * @param labelled whether {@code namedLabel} is the label of the rows
 * @param namedLabel position of the label column or, for rows with targets, of a column named like
 *     one; −1 if there is none
 * @param weight position of the weight column; −1 if there is none
 * @param targets positions of the target columns, in the order given
 * @param excluded positions of the columns that are no features
 */
public record ColumnRoles(
    boolean labelled, int namedLabel, int weight, int[] targets, Set<Integer> excluded) {

  /**
   * Resolves the configured columns other than the label.
   *
   * @throws ConfigException if a column is missing or has two roles
   */
  public static ColumnRoles of(
      DataConfig config, Columns columns, ReadPurpose purpose, int namedLabel) {
    boolean labelled = config.targetColumns().isEmpty();
    int weight =
        config
            .weightColumn()
            .filter(column -> purpose.labelled() || !purpose.mayLack(column, columns))
            .map(column -> columns.position(column, "data.weight-column"))
            .orElse(-1);
    int[] targets = TargetColumns.positions(config, columns, purpose);
    String key = "data.exclude-columns";
    Set<Integer> excluded =
        config.excludedColumns().stream()
            .filter(column -> !purpose.mayLack(column, columns))
            .map(column -> columns.position(column, key))
            .collect(Collectors.toUnmodifiableSet());
    new ColumnRoles(labelled, namedLabel, -1, targets, excluded)
        .requireFree("data.weight-column", weight, columns);
    ColumnRoles roles = new ColumnRoles(labelled, namedLabel, weight, targets, excluded);
    excluded.forEach(column -> roles.requireFree(key, column, columns));
    return roles;
  }

  /** The position of the label; −1 if there is none. */
  public int label() {
    return labelled ? namedLabel : -1;
  }

  /** Whether a column is a feature if the configuration does not list the features. */
  public boolean leaves(int column) {
    return column != namedLabel && role(column).isEmpty() && !excluded.contains(column);
  }

  /**
   * Checks that the column that {@code key} names has no other role.
   *
   * @param column the position of the column; −1 if there is none
   */
  public void requireFree(String key, int column, Columns columns) {
    Optional<String> role = column < 0 ? Optional.empty() : role(column);
    if (role.isPresent()) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "Invalid %s: column %s is %s column",
              key,
              columns.name(column),
              role.get()));
    }
  }

  private Optional<String> role(int column) {
    if (labelled && column == namedLabel) {
      return Optional.of("the label");
    }
    if (column == weight) {
      return Optional.of("the weight");
    }
    boolean target = Arrays.stream(targets).anyMatch(position -> position == column);
    return target ? Optional.of("a target") : Optional.empty();
  }
}

package org.sparksoftmax.data.inspect;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.data.column.Columns;

/**
 * The roles that the configuration gives.
 *
 * @param roles the roles by the position of the column
 * @param featuresListed whether the configuration lists the features
 * @param targets whether the rows have target probabilities instead of labels
 */
record GivenRoles(Map<Integer, Given> roles, boolean featuresListed, boolean targets) {

  /** A role and the configuration key that gives it. */
  record Given(Role role, String key) {}

  static final GivenRoles NONE = new GivenRoles(Map.of(), false, false);

  GivenRoles {
    roles = Map.copyOf(roles);
  }

  /**
   * Finds the columns that the configuration names.
   *
   * @throws org.sparksoftmax.config.ConfigException if one does not exist
   */
  static GivenRoles of(DataConfig config, Columns columns) {
    Map<Integer, Given> roles = new HashMap<>();
    put(roles, columns, "data.feature-columns", config.featureColumns(), Role.FEATURE);
    put(roles, columns, "data.categorical-columns", config.categoricalColumns(), Role.CATEGORY);
    put(roles, columns, "data.datetime-columns", config.dateTimes().columns(), Role.DATE);
    put(roles, columns, "data.exclude-columns", config.excludedColumns(), Role.LEAVE_OUT);
    put(roles, columns, "data.target-columns", config.targetColumns(), Role.LABEL);
    put(roles, columns, "data.label-column", config.labelColumn().stream().toList(), Role.LABEL);
    put(roles, columns, "data.weight-column", config.weightColumn().stream().toList(), Role.WEIGHT);
    return new GivenRoles(
        roles, !config.featureColumns().isEmpty(), !config.targetColumns().isEmpty());
  }

  private static void put(
      Map<Integer, Given> roles, Columns columns, String key, List<String> names, Role role) {
    for (String name : names) {
      roles.put(columns.position(name, key), new Given(role, key));
    }
  }

  Optional<Given> of(int position) {
    return Optional.ofNullable(roles.get(position));
  }

  boolean hasLabel() {
    return targets || has(Role.LABEL);
  }

  boolean hasWeight() {
    return has(Role.WEIGHT);
  }

  private boolean has(Role role) {
    return roles.values().stream().anyMatch(given -> given.role() == role);
  }
}

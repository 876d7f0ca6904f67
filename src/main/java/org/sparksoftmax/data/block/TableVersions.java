package org.sparksoftmax.data.block;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The versions of the tables that the data sets of a run were read from.
 *
 * @param bySet the tables of each data set ({@code train}, {@code validation}, {@code test}); data
 *     sets without versions are absent
 */
public record TableVersions(Map<String, List<TableVersion>> bySet) {

  /** No versions: current ones are read. */
  public static final TableVersions NONE = new TableVersions(Map.of());

  public TableVersions {
    Map<String, List<TableVersion>> copy = new TreeMap<>();
    bySet.forEach((set, tables) -> copy.put(set, List.copyOf(tables)));
    copy.values().removeIf(List::isEmpty);
    bySet = Map.copyOf(copy);
  }

  /** The versions that data sets were read from. */
  public static TableVersions of(Map<String, DataSet> sets) {
    Map<String, List<TableVersion>> versions = new TreeMap<>();
    sets.forEach((name, set) -> versions.put(name, set.tables()));
    return new TableVersions(versions);
  }

  /** The version of a table that a data set was read from, if it is known. */
  public Optional<TableVersion> of(String set, String table) {
    return bySet.getOrDefault(set, List.of()).stream()
        .filter(version -> version.table().equals(table))
        .findFirst();
  }

  /**
   * What to do if the versions that a data set was read from are gone, to follow an error; empty
   * without versions.
   */
  public String remedy(String set) {
    List<TableVersion> versions = bySet.getOrDefault(set, List.of());
    return versions.isEmpty()
        ? ""
        : String.format(
            Locale.ROOT,
            "; the run began with %s: restore it, or start again with --overwrite",
            versions.stream().map(TableVersion::toString).collect(Collectors.joining(", ")));
  }
}

package org.sparksoftmax.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;

/**
 * What the driver needs to know of one split. Filled by {@link RawPartitionBuilder}, then read
 * only.
 */
final class RawSummary implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * Size of one block.
   *
   * @param storedValues cells, or non-zeros
   */
  record BlockSize(Role role, long order, int rows, long storedValues) implements Serializable {}

  final int split;
  final EnumMap<Role, Long> rows = new EnumMap<>(Role.class);
  final ArrayList<BlockSize> blocks = new ArrayList<>();

  /** Numbers of the labels in this split, in order of appearance. */
  final LinkedHashMap<String, Integer> labels = new LinkedHashMap<>();

  /** Rows of each label, for each role. */
  final EnumMap<Role, HashMap<String, Long>> labelRows = new EnumMap<>(Role.class);

  /** Numbers of the values of each categorical column, in order of appearance. */
  final ArrayList<LinkedHashMap<String, Integer>> categories = new ArrayList<>();

  /** Rows of each value of each categorical column, for each role. */
  final EnumMap<Role, ArrayList<HashMap<String, Long>>> categoryRows = new EnumMap<>(Role.class);

  /** Largest number of features of a row; a sparse row counts up to its last index. */
  int features;

  boolean anySparseRow;

  /** Whether every value is an integer 0..255. */
  boolean allU8 = true;

  boolean anyPositiveWeight;

  /** Values at features that the model does not have; they were left out. */
  long unknownFeatureValues;

  /** Bad rows that were left out. */
  long rejected;

  /** Place and reason of the first of them. */
  final ArrayList<String> firstRejected = new ArrayList<>();

  /** Whether rows are unread because more bad ones were found than the whole input may have. */
  boolean cutShort;

  /** Why the split cannot be used; null if it can. */
  String error;

  RawSummary(int split, int categoricalColumns) {
    this.split = split;
    for (int c = 0; c < categoricalColumns; c++) {
      categories.add(new LinkedHashMap<>());
    }
  }

  long rows(Role role) {
    return rows.getOrDefault(role, 0L);
  }

  /** Good rows of every role. */
  long rows() {
    return rows.values().stream().mapToLong(count -> count).sum();
  }

  int countLabel(Role role, String label) {
    labelRows.computeIfAbsent(role, r -> new HashMap<>()).merge(label, 1L, Long::sum);
    return labels.computeIfAbsent(label, l -> labels.size());
  }

  int countCategory(Role role, int column, String category) {
    ArrayList<HashMap<String, Long>> counts =
        categoryRows.computeIfAbsent(role, r -> new ArrayList<>());
    while (counts.size() <= column) {
      counts.add(new HashMap<>());
    }
    counts.get(column).merge(category, 1L, Long::sum);
    LinkedHashMap<String, Integer> numbers = categories.get(column);
    return numbers.computeIfAbsent(category, c -> numbers.size());
  }
}

package org.sparksoftmax.data.row;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;

/**
 * A summary of one split for the driver. The builder of the partition fills it; it is read-only
 * afterwards.
 */
public final class RawSummary implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * The size of a block.
   *
   * @param storedValues cells, or non-zeros
   */
  public record BlockSize(SplitRole role, long order, int rows, long storedValues)
      implements Serializable {}

  public final int split;
  public final EnumMap<SplitRole, Long> rows = new EnumMap<>(SplitRole.class);
  public final ArrayList<BlockSize> blocks = new ArrayList<>();

  /** The number of each label in this split, in order of appearance. */
  public final LinkedHashMap<String, Integer> labels = new LinkedHashMap<>();

  /** The number of rows of each label, for each role. */
  public final EnumMap<SplitRole, HashMap<String, Long>> labelRows = new EnumMap<>(SplitRole.class);

  /** The number of each value of each categorical column, in order of appearance. */
  public final ArrayList<LinkedHashMap<String, Integer>> categories = new ArrayList<>();

  /** The number of rows of each value of each categorical column, for each role. */
  public final EnumMap<SplitRole, ArrayList<HashMap<String, Long>>> categoryRows =
      new EnumMap<>(SplitRole.class);

  /** The largest number of features of a row; for a sparse row, its last index. */
  public int features;

  public boolean anySparseRow;

  /** Whether every value is an integer from 0 to 255. */
  public boolean allU8 = true;

  public boolean anyPositiveWeight;

  /** The number of ignored values at features that the model does not have. */
  public long unknownFeatureValues;

  /** The number of bad rows, which are not in the blocks. */
  public long rejected;

  /** The place and reason of the first bad rows. */
  public final ArrayList<String> firstRejected = new ArrayList<>();

  /** Whether reading stopped because the split has more bad rows than the whole input may have. */
  public boolean cutShort;

  /** The reason why the split cannot be used; null if it can. */
  public String error;

  public RawSummary(int split, int categoricalColumns) {
    this.split = split;
    for (int c = 0; c < categoricalColumns; c++) {
      categories.add(new LinkedHashMap<>());
    }
  }

  public long rows(SplitRole role) {
    return rows.getOrDefault(role, 0L);
  }

  /** The number of good rows of all roles. */
  public long rows() {
    return rows.values().stream().mapToLong(count -> count).sum();
  }

  /** The number of a label, which is new if the split has not had it. */
  public int numberOf(String label) {
    Integer known = labels.get(label);
    if (known == null) {
      known = labels.size();
      labels.put(label, known);
    }
    return known;
  }

  /**
   * Counts rows.
   *
   * @param rowsOfLabels the number of rows of each label, by its number
   */
  public void count(SplitRole role, long allRows, long[] rowsOfLabels) {
    rows.merge(role, allRows, Long::sum);
    HashMap<String, Long> counts = labelRows.computeIfAbsent(role, r -> new HashMap<>());
    labels.forEach(
        (label, number) -> {
          if (number < rowsOfLabels.length && rowsOfLabels[number] > 0) {
            counts.merge(label, rowsOfLabels[number], Long::sum);
          }
        });
  }

  public int countCategory(SplitRole role, int column, String category) {
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

package org.sparksoftmax.data.column;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.data.row.BadRow;
import org.sparksoftmax.math.layout.LabelIndex;

/**
 * The columns of the target probabilities: one column for each class, or one vector column. Classes
 * are in the order of the model or, in training, in the configured order.
 *
 * @param columns position of the column of each class, or of the vector column
 * @param entries position of each class in a vector; null if each class has a column
 * @param classes name of each class
 */
public record TargetColumns(int[] columns, int[] entries, String[] classes)
    implements Serializable {
  private static final String KEY = "data.target-columns";

  /** The largest accepted difference between 1 and the sum of the probabilities of a row. */
  private static final double TOLERANCE = 1e-5;

  /**
   * The positions of the configured columns, in the configured order. If labels are not required,
   * missing columns are skipped.
   *
   * @throws ConfigException if a column is missing or named twice
   */
  static int[] positions(DataConfig config, Columns columns, ReadPurpose purpose) {
    Set<Integer> positions = new LinkedHashSet<>();
    for (String column : config.targetColumns()) {
      boolean absent =
          columns.header() != null
              ? !columns.has(column)
              : purpose.hasModelColumnsOnly(columns.width());
      boolean wanted = purpose.labelled() || !absent;
      if (wanted && !positions.add(columns.position(column, KEY))) {
        throw new ConfigException(
            String.format(
                Locale.ROOT,
                "Invalid %s: column %s is listed twice, by name or by position",
                KEY,
                column));
      }
    }
    return positions.stream().mapToInt(position -> position).toArray();
  }

  /**
   * Returns the targets in one column for each class.
   *
   * @param names name of each column, or its position as text
   * @param model the classes of the model for which rows are read; empty in training
   */
  public static TargetColumns ofClasses(
      int[] columns, List<String> names, Optional<LabelIndex> model) {
    int[] order = order(names, model);
    return new TargetColumns(
        Arrays.stream(order).map(k -> columns[k]).toArray(), null, inOrder(names, order));
  }

  /**
   * Returns the targets in one vector column.
   *
   * @param names the class of each entry
   * @param model the classes of the model for which rows are read; empty in training
   */
  public static TargetColumns ofVectors(
      int column, List<String> names, Optional<LabelIndex> model) {
    int[] order = order(names, model);
    return new TargetColumns(new int[] {column}, order, inOrder(names, order));
  }

  /** The classes, in order. */
  public LabelIndex index() {
    return LabelIndex.inGivenOrder(List.of(classes));
  }

  /** Checks one probability; the message names {@code column}. */
  public static void requireProbability(double target, String column) throws BadRow {
    if (!(target >= 0 && target <= 1)) {
      throw new BadRow(
          String.format(
              Locale.ROOT,
              "column '%s' holds the target probability %s (must be from 0 to 1)",
              column,
              target));
    }
  }

  /**
   * Divides the probabilities of a row by their sum, which is close to 1.
   *
   * @return the class of the largest probability; the first one in case of a tie
   */
  public String normalizeInPlace(double[] targets) throws BadRow {
    double sum = Arrays.stream(targets).sum();
    if (!(Math.abs(sum - 1) <= TOLERANCE)) {
      // As a float, to show 0.9 and not 0.8999999999999999.
      throw new BadRow(
          String.format(
              Locale.ROOT, "the target probabilities sum to %s (must be 1)", (float) sum));
    }
    int largest = 0;
    for (int k = 0; k < targets.length; k++) {
      targets[k] /= sum;
      if (targets[k] > targets[largest]) {
        largest = k;
      }
    }
    return classes[largest];
  }

  /** The position in {@code names} of each class of the model or, in training, of each name. */
  private static int[] order(List<String> names, Optional<LabelIndex> model) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (name.isEmpty()) {
        throw new ConfigException(
            String.format(
                Locale.ROOT,
                "Invalid %s: a column without a name has no class; name it, or leave it out",
                KEY));
      }
      if (!seen.add(name)) {
        throw new ConfigException(
            String.format(Locale.ROOT, "Invalid %s: class '%s' is listed twice", KEY, name));
      }
      if (model.isPresent() && model.get().indexOf(name).isEmpty()) {
        throw new ConfigException(
            String.format(Locale.ROOT, "Invalid %s: '%s' is not a class of the model", KEY, name));
      }
    }
    LabelIndex given = LabelIndex.inGivenOrder(names);
    return model.orElse(given).labels().stream()
        .mapToInt(label -> given.indexOf(label).orElseThrow(() -> withoutTarget(label)))
        .toArray();
  }

  private static ConfigException withoutTarget(String label) {
    return new ConfigException(
        String.format(
            Locale.ROOT, "Invalid %s: class '%s' of the model has no target", KEY, label));
  }

  private static String[] inOrder(List<String> classes, int[] order) {
    return Arrays.stream(order).mapToObj(classes::get).toArray(String[]::new);
  }
}

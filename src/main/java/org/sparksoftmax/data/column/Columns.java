package org.sparksoftmax.data.column;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.text.EditDistance;

/**
 * The columns of an input, by name and by position.
 *
 * @param header the names; null if there are none
 * @param place where the names are defined, for messages
 */
public record Columns(String[] header, int width, String place) {

  /** The place of the names of a table. */
  public static final String TABLE = "the table";

  public Columns {
    Set<String> seen = new HashSet<>();
    for (String name : header == null ? new String[0] : header) {
      if (!name.isEmpty() && !seen.add(name)) {
        throw new DataException(
            String.format(
                Locale.ROOT,
                "%s: two columns are named '%s': rename one%s",
                place,
                name,
                place.equals(TABLE) ? "" : ", or set data.header = false"));
      }
    }
  }

  public static boolean isPosition(String column) {
    return column.matches("-?[0-9]{1,9}");
  }

  public boolean has(String name) {
    return Arrays.asList(header).contains(name);
  }

  /** The name of a column, or its position as text. */
  String name(int column) {
    return header == null ? Integer.toString(column) : header[column];
  }

  /** The names of several columns, or their positions as text. */
  public List<String> names(int[] columns) {
    return Arrays.stream(columns).mapToObj(this::name).toList();
  }

  /**
   * The position of a column that the configuration identifies by name or by position.
   *
   * @throws ConfigException if the column does not exist
   */
  public int position(String column, String key) {
    List<String> names = header == null ? List.of() : Arrays.asList(header);
    if (names.contains(column)) {
      return names.indexOf(column);
    }
    if (isPosition(column)) {
      int position = Integer.parseInt(column);
      int fromStart = position < 0 ? width + position : position;
      if (fromStart >= 0 && fromStart < width) {
        return fromStart;
      }
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "Invalid %s = %s: %s has %d columns (positions 0 to %d, or -%d to -1)",
              key,
              column,
              place,
              width,
              width - 1,
              width));
    }
    if (header == null) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "Invalid %s = %s: the columns have no names (data.header is false, or %s is not a header); give a position from 0",
              key,
              column,
              place));
    }
    String nearest =
        names.stream()
            .min(Comparator.comparingInt(name -> EditDistance.of(name, column)))
            .orElse("");
    throw new ConfigException(
        String.format(
            Locale.ROOT,
            "Invalid %s = %s: %s names no such column; did you mean '%s'?",
            key,
            column,
            place,
            nearest));
  }

  /**
   * The position of a column that a model requires.
   *
   * @throws DataException if the column does not exist
   */
  public int requiredByModel(String name) {
    int at = Arrays.asList(header).indexOf(name);
    if (at < 0) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "Cannot apply the model: %s names no column '%s', which the model needs",
              place,
              name));
    }
    return at;
  }
}

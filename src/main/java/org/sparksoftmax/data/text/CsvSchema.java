package org.sparksoftmax.data.text;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.config.DataConfig.HeaderLine;
import org.sparksoftmax.data.column.ColumnRoles;
import org.sparksoftmax.data.column.ColumnSchema;
import org.sparksoftmax.data.column.Columns;
import org.sparksoftmax.data.column.ReadPurpose;
import org.sparksoftmax.data.column.TargetColumns;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.model.FeatureSchema;

/**
 * The columns of csv or tsv files.
 *
 * @param columns the columns, which have names if the files begin with a header line
 */
public record CsvSchema(byte delimiter, ColumnSchema columns) implements Serializable {

  /**
   * Resolves the configured columns.
   *
   * @param firstLine the first line of the first file
   * @throws ConfigException if a configured column does not exist
   * @throws DataException if a column that the model requires does not exist
   */
  public static CsvSchema resolve(
      DataConfig config, byte delimiter, TextLines.FirstLine firstLine, ReadPurpose purpose) {
    String[] cells = CsvCells.split(firstLine.text(), delimiter, firstLine.place());
    Columns columns =
        new Columns(hasHeader(config, cells) ? cells : null, cells.length, firstLine.place());
    return new CsvSchema(
        delimiter,
        ColumnSchema.resolve(config, columns, purpose, new LinesOfCells(columns, purpose)));
  }

  /** The type of all cells of a line, as text. */
  public StructType table() {
    StructType type = new StructType();
    for (int column = 0; column < columns.width(); column++) {
      String name = columns.names() == null ? "c" + column : columns.names()[column];
      type = type.add(name, DataTypes.StringType, true);
    }
    return type;
  }

  private static boolean hasHeader(DataConfig config, String[] cells) {
    if (config.header() != HeaderLine.AUTO) {
      return config.header() == HeaderLine.TRUE;
    }
    boolean named =
        Stream.concat(config.labelColumn().stream(), config.targetColumns().stream())
            .anyMatch(column -> !Columns.isPosition(column));
    return named
        || Arrays.stream(cells).noneMatch(cell -> cell.isEmpty() || CsvCells.isNumber(cell));
  }

  /** The rules for csv and tsv: there may be a header, and all cells are numbers or text. */
  private record LinesOfCells(Columns columns, ReadPurpose purpose) implements ColumnSchema.Format {

    @Override
    public boolean hasColumnsOf(FeatureSchema model) {
      return columns.header() != null;
    }

    @Override
    public int[] features(ColumnRoles roles) {
      int[] others = IntStream.range(0, columns.width()).filter(roles::leaves).toArray();
      if (others.length == 0) {
        throw new DataException(
            String.format(
                Locale.ROOT,
                "Cannot find features: %s has no column but the label",
                columns.place()));
      }
      return others;
    }

    @Override
    public TargetColumns targets(ColumnRoles roles) {
      return TargetColumns.ofClasses(
          roles.targets(), columns.names(roles.targets()), purpose.classes());
    }

    @Override
    public String missingLabel() {
      return String.format(
          Locale.ROOT,
          "%s, so say which column is the label, by name or by position (from 0; -1 is the last)",
          columns.header() == null
              ? columns.place() + " is not a header"
              : columns.place() + " names no column 'label' or 'target'");
    }
  }
}

package org.sparksoftmax.data.inspect;

import java.util.List;

/**
 * The profile of a sample of rows.
 *
 * @param columns the profiles of the columns, in order
 * @param rows the number of rows read, without bad rows
 * @param whole whether these are all rows of the input
 * @param header whether the names of the columns are the first line of the files; false for tables
 * @param badRows the number of bad rows
 * @param firstBadRows the first of them, each with place and reason
 * @param remarks what the data decided where the configuration leaves it open, one line each
 */
public record DataProfile(
    List<ColumnProfile> columns,
    long rows,
    boolean whole,
    boolean header,
    long badRows,
    List<String> firstBadRows,
    List<String> remarks) {

  public DataProfile {
    columns = List.copyOf(columns);
    firstBadRows = List.copyOf(firstBadRows);
    remarks = List.copyOf(remarks);
  }
}

package org.sparksoftmax.data.inspect;

import java.util.List;

/**
 * The profile of a sample of rows.
 *
 * @param columns the profiles of the columns, in order
 * @param rows the number of rows read, without bad rows
 * @param whole whether these are all rows of the input
 * @param header whether the names of the columns are the first line of the files; false for tables
 * @param unread the rows that cannot be read
 * @param remarks what the data decided where the configuration leaves it open, one line each
 */
public record DataProfile(
    List<ColumnProfile> columns,
    long rows,
    boolean whole,
    boolean header,
    Unread unread,
    List<String> remarks) {

  public DataProfile {
    columns = List.copyOf(columns);
    remarks = List.copyOf(remarks);
  }

  /**
   * The rows of a sample that cannot be read at all.
   *
   * @param count the number of these rows
   * @param first the first of them, each with place and reason
   * @param notText the number of those that are not text in the encoding
   * @param otherEncoding whether nearly all text that is not ASCII is in another encoding
   */
  public record Unread(long count, List<String> first, long notText, boolean otherEncoding) {

    static final Unread NONE = new Unread(0, List.of(), 0, false);

    public Unread {
      first = List.copyOf(first);
    }
  }
}

package org.sparksoftmax.data.inspect;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.sparksoftmax.data.FileInput;
import org.sparksoftmax.data.column.ColumnSchema;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.InputSplit;
import org.sparksoftmax.output.FileFailure;

/** Profiles a sample of csv and tsv files, on the driver. */
final class FileSample {

  /** The most splits of the sample, spread evenly over the files. */
  static final int MAX_SPLITS = 64;

  /** The most bad rows that are reported. */
  private static final int MAX_BAD = 5;

  /**
   * The ratio of the rows that are not text in the encoding to those with other characters than
   * ASCII, above which the encoding is another one.
   */
  private static final long OTHER = 10;

  private FileSample() {}

  /**
   * Reads rows from splits that are spread evenly over the files: the same number from each, unless
   * it has fewer.
   *
   * @throws DataException if a file cannot be read
   */
  static DataProfile read(FileInput input, SampleSize size, Configuration hadoop) {
    ColumnSchema schema = input.schema().orElseThrow().columns();
    CellSample sample = new CellSample(schema.width(), size.distinctLimit(schema.width()));
    List<String> bad = new ArrayList<>();
    boolean whole =
        readEach(
            input,
            size,
            (split, quota) -> {
              sample.begin(quota);
              read(input, split, hadoop, sample, bad);
              return new Taken(sample.rows() + sample.badRows(), !sample.isCut());
            });
    List<ColumnProfile> columns = new ArrayList<>();
    boolean named = schema.names() != null;
    for (int column = 0; column < schema.width(); column++) {
      columns.add(sample.column(column).ofText(schema.name(column), named, column));
    }
    boolean header = input.schema().get().header() != null;
    DataProfile.Unread unread =
        new DataProfile.Unread(
            sample.badRows(),
            bad,
            sample.notText(),
            sample.notText() > OTHER * sample.nonAsciiRows());
    return new DataProfile(columns, sample.rows(), whole, header, unread, input.remarks());
  }

  /**
   * The rows taken so far.
   *
   * @param whole whether all rows of the last split are among them
   */
  record Taken(long rows, boolean whole) {}

  /** Reads a split, of which at most {@code quota} rows are taken. */
  interface Part {
    Taken read(InputSplit split, long quota) throws IOException;
  }

  /**
   * Reads splits that are spread evenly over the files. What a split lacks of its share of the rows
   * is left for those behind it.
   *
   * @return whether all rows were taken
   * @throws DataException if a file cannot be read
   */
  static boolean readEach(FileInput input, SampleSize size, Part part) {
    List<InputSplit> splits = spread(input.splits());
    boolean whole = splits.size() == input.splits().size();
    long taken = 0;
    for (int s = 0; s < splits.size(); s++) {
      InputSplit split = splits.get(s);
      try {
        Taken now = part.read(split, (size.rows() - taken) / (splits.size() - s));
        taken = now.rows();
        whole &= now.whole();
      } catch (IOException cannot) {
        throw new DataException(
            String.format(
                Locale.ROOT, "Cannot read %s: %s", split.file(), FileFailure.reason(cannot)),
            cannot);
      }
    }
    return whole;
  }

  /** Evenly spaced splits, the shortest first, so that longer ones can make up for their rows. */
  static List<InputSplit> spread(List<InputSplit> splits) {
    int count = Math.min(MAX_SPLITS, splits.size());
    return LongStream.range(0, count)
        .mapToObj(i -> splits.get((int) (i * splits.size() / count)))
        .sorted(Comparator.comparingLong(split -> split.end() - split.start()))
        .toList();
  }

  private static void read(
      FileInput input, InputSplit split, Configuration hadoop, CellSample sample, List<String> bad)
      throws IOException {
    input.reader().read(split, hadoop, sample);
    boolean placed = !sample.noted().isEmpty() || !sample.bad().isEmpty();
    long before = placed ? input.reader().rowsBefore(split, hadoop) : 0;
    for (CellSample.Noted noted : sample.noted()) {
      String place = split.place(before + noted.row().number());
      noted.columns().forEach(column -> sample.column(column).place(place));
    }
    sample.bad().stream()
        .limit(MAX_BAD - bad.size())
        .forEach(row -> bad.add(split.place(before + row.number()) + ": " + row.reason()));
  }
}

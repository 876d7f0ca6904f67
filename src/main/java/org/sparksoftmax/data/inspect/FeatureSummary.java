package org.sparksoftmax.data.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.sparksoftmax.config.DataConfig;
import org.sparksoftmax.data.FileInput;
import org.sparksoftmax.data.row.BadRow;
import org.sparksoftmax.data.row.DataException;
import org.sparksoftmax.data.row.RejectedRow;
import org.sparksoftmax.data.row.RowSink;
import org.sparksoftmax.text.Count;
import org.sparksoftmax.text.Names;
import org.sparksoftmax.text.Secrets;

/** A short summary of a sample of data without columns: libsvm, idx and cifar. */
public final class FeatureSummary implements RowSink {

  private static final int MAX_LABELS = 1_000;
  private static final int MAX_SHOWN = 10;

  private final TreeMap<String, Long> labels = new TreeMap<>();
  private final List<String> bad = new ArrayList<>();
  private String source;
  private boolean whole;
  private boolean counted;

  /** Whether the last split has more rows than were taken. */
  private boolean cut;

  private long quota;
  private long rows;
  private long badRows;
  private long features;
  private long nonZeros;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;

  private FeatureSummary() {}

  /**
   * Reads a sample of the training files.
   *
   * @throws DataException if they cannot be read
   */
  public static FeatureSummary read(DataConfig config, SampleSize size, SparkSession spark) {
    FeatureSummary summary = new FeatureSummary();
    summary.source = Secrets.mask(config.path()) + ": " + config.format();
    FileInput input = FileInput.open(config, spark);
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    summary.whole =
        FileSample.readEach(
            input,
            size,
            (split, quota) -> {
              summary.quota = quota;
              summary.cut = false;
              input.reader().read(split, hadoop, summary);
              return new FileSample.Taken(summary.rows + summary.badRows, !summary.cut);
            });
    return summary;
  }

  /** The summary, for people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%s, %s%s, %s",
            source,
            Count.of(rows, "row"),
            whole ? "" : " (a sample; --rows sets its size)",
            Count.of(features, "feature")));
    if (rows > 0 && features > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "values: %.3g%% not 0, from %s to %s",
              100.0 * nonZeros / rows / features,
              InspectionTable.value(ColumnKind.NUMBER, min),
              InspectionTable.value(ColumnKind.NUMBER, max)));
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "labels: %d%s: %s%s",
            labels.size(),
            labels.size() >= MAX_LABELS ? " or more" : "",
            labels.entrySet().stream()
                .limit(MAX_SHOWN)
                .map(
                    label ->
                        Names.shown(label.getKey())
                            + " ("
                            + Count.of(label.getValue(), "row")
                            + ")")
                .collect(Collectors.joining(", ")),
            labels.size() > MAX_SHOWN ? ", ..." : ""));
    if (badRows > 0) {
      lines.add(Count.of(badRows, "bad row") + ": " + String.join("; ", bad));
    }
    return lines;
  }

  @Override
  public void dense(String label, double exampleWeight, double[] values, String[] symbols)
      throws BadRow {
    take(label, values, values.length);
    features = Math.max(features, values.length);
  }

  @Override
  public void sparse(String label, double exampleWeight, int[] columns, double[] values, int count)
      throws BadRow {
    take(label, values, count);
    if (count > 0) {
      features = Math.max(features, columns[count - 1] + 1L);
      min = Math.min(min, 0);
      max = Math.max(max, 0);
    }
  }

  private void take(String label, double[] values, int count) throws BadRow {
    if (quota == 0) {
      counted = true;
      throw new BadRow("more rows than wanted"); // ends the split, see reject
    }
    quota--;
    rows++;
    if (label != null && (labels.size() < MAX_LABELS || labels.containsKey(label))) {
      labels.merge(label, 1L, Long::sum);
    }
    for (int j = 0; j < count; j++) {
      nonZeros += values[j] == 0 ? 0 : 1;
      min = Math.min(min, values[j]);
      max = Math.max(max, values[j]);
    }
  }

  @Override
  public boolean reject(RejectedRow row) {
    if (counted || quota == 0) {
      counted = false;
      cut = true;
      return false;
    }
    quota--;
    badRows++;
    if (bad.size() < 3) {
      bad.add(row.message());
    }
    return true;
  }
}

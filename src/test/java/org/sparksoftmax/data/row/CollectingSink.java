package org.sparksoftmax.data.row;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Collects rows as text: label, weight if not 1, targets if any, then values or index:value. */
public final class CollectingSink implements RowSink {

  public final List<String> rows = new ArrayList<>();
  public final List<RejectedRow> rejected = new ArrayList<>();
  private final int maxRejected;
  private String targets = "";

  CollectingSink(int maxRejected) {
    this.maxRejected = maxRejected;
  }

  @Override
  public void targets(double[] targets) {
    this.targets = " " + Arrays.toString(targets);
  }

  @Override
  public void dense(String label, double exampleWeight, double[] values, String[] symbols) {
    StringBuilder row = new StringBuilder(label + weight(exampleWeight) + targets);
    for (int j = 0; j < values.length; j++) {
      boolean symbolic = symbols != null && symbols[j] != null;
      row.append(' ').append(symbolic ? symbols[j] : Double.toString(values[j]));
    }
    rows.add(row.toString());
  }

  @Override
  public void sparse(
      String label, double exampleWeight, int[] columns, double[] values, int count) {
    StringBuilder row = new StringBuilder(label + weight(exampleWeight));
    for (int e = 0; e < count; e++) {
      row.append(' ').append(columns[e]).append(':').append(values[e]);
    }
    rows.add(row.toString());
  }

  @Override
  public boolean reject(RejectedRow row) {
    rejected.add(row);
    return rejected.size() <= maxRejected;
  }

  @Override
  public boolean wantsRejectedText() {
    return true;
  }

  @Override
  public String toString() {
    return Arrays.toString(rows.toArray());
  }

  private static String weight(double exampleWeight) {
    return exampleWeight == 1 ? "" : "*" + exampleWeight;
  }
}

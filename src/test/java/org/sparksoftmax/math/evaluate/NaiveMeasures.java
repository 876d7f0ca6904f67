package org.sparksoftmax.math.evaluate;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The definitions of the measures, word for word, in as many passes as they like. */
final class NaiveMeasures {

  private final Rows rows;
  private final double[][] p;

  NaiveMeasures(Rows rows) {
    this.rows = rows;
    this.p = Arrays.stream(rows.logits()).map(NaiveMeasures::softmax).toArray(double[][]::new);
  }

  private static double[] softmax(double[] z) {
    double max = Arrays.stream(z).max().orElseThrow();
    double sum = Arrays.stream(z).map(v -> Math.exp(v - max)).sum();
    return Arrays.stream(z).map(v -> Math.exp(v - max) / sum).toArray();
  }

  private double target(int i, int k) {
    return rows.targets() == null ? (rows.labels()[i] == k ? 1 : 0) : rows.targets()[i][k];
  }

  /** The classes of row {@code i} by falling logit. */
  private int[] ranking(int i) {
    return IntStream.range(0, rows.classes())
        .boxed()
        .sorted((a, b) -> Double.compare(rows.logits()[i][b], rows.logits()[i][a]))
        .mapToInt(k -> k)
        .toArray();
  }

  private boolean known(int i) {
    return rows.labels()[i] >= 0;
  }

  private interface OfRow {
    double value(int i);
  }

  /** Σ w·value over the rows. */
  private double sum(OfRow value) {
    return IntStream.range(0, rows.count()).mapToDouble(i -> rows.weight(i) * value.value(i)).sum();
  }

  private static double one(boolean condition) {
    return condition ? 1 : 0;
  }

  double topK(int size) {
    return sum(i -> one(Arrays.stream(ranking(i)).limit(size).anyMatch(k -> k == rows.labels()[i])))
        / sum(i -> 1);
  }

  double logLoss() {
    return sum(
            i -> {
              double loss = 0;
              for (int k = 0; known(i) && k < rows.classes(); k++) {
                loss -= target(i, k) == 0 ? 0 : target(i, k) * Math.log(p[i][k]);
              }
              return loss;
            })
        / sum(i -> one(known(i)));
  }

  double brier() {
    return sum(
            i ->
                known(i)
                    ? IntStream.range(0, rows.classes())
                        .mapToDouble(k -> Math.pow(p[i][k] - target(i, k), 2))
                        .sum()
                    : 0)
        / sum(i -> one(known(i)));
  }

  double confusion(int label, int prediction) {
    return sum(i -> one(rows.labels()[i] == label && ranking(i)[0] == prediction));
  }

  double labelled(int k) {
    return sum(i -> one(rows.labels()[i] == k));
  }

  double precision(int k) {
    return confusion(k, k) / sum(i -> one(ranking(i)[0] == k));
  }

  double recall(int k) {
    return confusion(k, k) / labelled(k);
  }

  /** All pairs of a row of {@code k} and another one. */
  double auc(int k) {
    double better = 0;
    double pairs = 0;
    for (int i = 0; i < rows.count(); i++) {
      for (int j = 0; rows.labels()[i] == k && j < rows.count(); j++) {
        if (rows.labels()[j] != k) {
          double w = rows.weight(i) * rows.weight(j);
          pairs += w;
          better += w * (one(p[i][k] > p[j][k]) + one(p[i][k] == p[j][k]) / 2);
        }
      }
    }
    return better / pairs;
  }

  double ece() {
    double error = 0;
    for (int b = 0; b < 15; b++) {
      double from = b / 15.0;
      double to = (b + 1) / 15.0;
      error +=
          Math.abs(
              sum(
                  i -> {
                    int best = ranking(i)[0];
                    boolean inside = p[i][best] > from && p[i][best] <= to;
                    return inside ? one(best == rows.labels()[i]) - p[i][best] : 0;
                  }));
    }
    return error / sum(i -> 1);
  }
}

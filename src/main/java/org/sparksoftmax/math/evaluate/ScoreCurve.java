package org.sparksoftmax.math.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The ROC and precision-recall curve of class k against the rest: what share of the rows of k, and
 * of all other rows, has a score above a threshold, for falling thresholds. Each point is exact for
 * its threshold; the thresholds are the edges of the bins of {@link ScoreHistograms}, and points
 * closer than the drawing shows are left out.
 *
 * @param of k
 * @param positives Σ w of the rows of k, > 0
 * @param others Σ w of all other rows, > 0
 * @param auc area under the ROC curve, as in {@link DetailedMeasures.ClassMeasures}
 * @param averagePrecision Σ_n (R_n − R_{n−1}) P_n over all thresholds n, with the recall R and the
 *     precision P
 * @param recalls share of the rows of k above each threshold, not falling; the last is 1
 * @param falsePositiveRates share of the other rows above each threshold, not falling; the last is
 *     1
 */
public record ScoreCurve(
    int of,
    double positives,
    double others,
    double auc,
    double averagePrecision,
    List<Double> recalls,
    List<Double> falsePositiveRates) {

  /** The largest number of classes whose curves are kept. */
  public static final int MOST_CLASSES = 20;

  /** The largest number of points of a curve. */
  static final int MOST_POINTS = 60;

  /** The distance of two points, in shares, that a drawing of this size shows. */
  private static final double FINEST = 1.0 / 400;

  public ScoreCurve {
    recalls = List.copyOf(recalls);
    falsePositiveRates = List.copyOf(falsePositiveRates);
  }

  /**
   * The curves of the {@link #MOST_CLASSES} classes with the most weight, in class order; without
   * those to which no row or every row belongs.
   */
  static List<ScoreCurve> ofLargest(ScoreHistograms scores, WeightScale scale, int classes) {
    return IntStream.range(0, classes)
        .boxed()
        .filter(k -> scores.positives(k) > 0 && scores.others(k) > 0)
        .sorted(Comparator.comparingLong((Integer k) -> -scores.positives(k)))
        .limit(MOST_CLASSES)
        .sorted()
        .map(k -> of(scores, k, scale))
        .toList();
  }

  private static ScoreCurve of(ScoreHistograms scores, int k, WeightScale scale) {
    List<long[]> points = scores.aboveThresholds(k);
    double positives = scores.positives(k);
    double others = scores.others(k);
    double averagePrecision = 0;
    double recallBefore = 0;
    for (long[] above : points) {
      double recall = above[0] / positives;
      averagePrecision += (recall - recallBefore) * precision(above);
      recallBefore = recall;
    }
    List<long[]> shown = thinned(points, positives, others);
    return new ScoreCurve(
        k,
        scale.weight(scores.positives(k)),
        scale.weight(scores.others(k)),
        scores.auc(k),
        averagePrecision,
        shown.stream().map(above -> above[0] / positives).toList(),
        shown.stream().map(above -> above[1] / others).toList());
  }

  private static double precision(long[] above) {
    return above[0] / ((double) above[0] + above[1]);
  }

  /** Leaves out points that are close to the one before, in both curves, and keeps the ends. */
  private static List<long[]> thinned(List<long[]> points, double positives, double others) {
    double distance = FINEST;
    List<long[]> shown = thinned(points, positives, others, distance);
    while (shown.size() > MOST_POINTS) {
      distance *= 1.25;
      shown = thinned(points, positives, others, distance);
    }
    return shown;
  }

  private static List<long[]> thinned(
      List<long[]> points, double positives, double others, double distance) {
    List<long[]> shown = new ArrayList<>();
    for (int n = 0; n < points.size(); n++) {
      long[] above = points.get(n);
      if (n == 0
          || n == points.size() - 1
          || isApart(above, shown.get(shown.size() - 1), positives, others, distance)) {
        shown.add(above);
      }
    }
    return shown;
  }

  private static boolean isApart(
      long[] above, long[] before, double positives, double others, double distance) {
    return above[0] - before[0] >= distance * positives
        || above[1] - before[1] >= distance * others
        || Math.abs(precision(above) - precision(before)) >= distance;
  }
}

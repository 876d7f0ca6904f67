package org.sparksoftmax.run.report;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Selects the points of long curves to draw: the first and the last, and the minimum and maximum of
 * every curve in each of several equal intervals. No peak is lost. The selection is deterministic.
 */
final class Thinning {

  private Thinning() {}

  /**
   * Returns the selected positions in ascending order, or all if there are at most {@code most}.
   *
   * @param curves curves of equal length; NaN where a curve has no value
   * @param most the maximum number of positions, at least 2 + 2 for each curve
   */
  static int[] positions(List<double[]> curves, int length, int most) {
    TreeSet<Integer> kept = new TreeSet<>();
    int stretches = length <= most ? length : (most - 2) / (2 * curves.size());
    for (int s = 0; s < stretches; s++) {
      int from = (int) ((long) length * s / stretches);
      int to = (int) ((long) length * (s + 1) / stretches);
      if (length <= most) {
        kept.add(from);
      } else {
        curves.forEach(curve -> addExtremes(curve, from, to, kept));
      }
    }
    if (length > 0) {
      kept.add(0);
      kept.add(length - 1);
    }
    return kept.stream().mapToInt(position -> position).toArray();
  }

  private static void addExtremes(double[] curve, int from, int to, Set<Integer> kept) {
    int smallest = -1;
    int largest = -1;
    for (int i = from; i < to; i++) {
      if (!Double.isNaN(curve[i])) {
        smallest = smallest < 0 || curve[i] < curve[smallest] ? i : smallest;
        largest = largest < 0 || curve[i] > curve[largest] ? i : largest;
      }
    }
    if (smallest >= 0) {
      kept.add(smallest);
      kept.add(largest);
    }
  }
}

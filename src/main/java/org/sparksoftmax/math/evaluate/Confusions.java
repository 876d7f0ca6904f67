package org.sparksoftmax.math.evaluate;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.sparksoftmax.math.evaluate.DetailedMeasures.Confusion;
import org.sparksoftmax.math.layout.LabelIndex;

/** Which classes are mistaken for which. */
final class Confusions {

  /** Maximum number of confusions reported. */
  private static final int MAX_CONFUSIONS = 100;

  private Confusions() {}

  /** The pairs with the most rows; ties go to the first pair. */
  static List<Confusion> mostFrequent(ClassCounts counts, LabelIndex classes) {
    Comparator<Map.Entry<Long, long[]>> mostFirst =
        Comparator.comparing((Map.Entry<Long, long[]> pair) -> -pair.getValue()[0])
            .thenComparing(Map.Entry::getKey);
    return counts.confusions().entrySet().stream()
        .sorted(mostFirst)
        .limit(MAX_CONFUSIONS)
        .map(
            pair ->
                new Confusion(
                    classes.label((int) (pair.getKey() / classes.size())),
                    classes.label((int) (pair.getKey() % classes.size())),
                    pair.getValue()[0]))
        .toList();
  }

  /** Weight of the rows by label (row) and predicted class (column). */
  static List<List<Double>> matrix(ClassCounts counts, int classes, WeightScale scale) {
    return IntStream.range(0, classes)
        .mapToObj(
            label ->
                IntStream.range(0, classes)
                    .mapToObj(
                        prediction ->
                            scale.weight(
                                label == prediction
                                    ? counts.correct(label)
                                    : confused(counts, (long) label * classes + prediction)))
                    .toList())
        .toList();
  }

  private static long confused(ClassCounts counts, long pair) {
    long[] sums = counts.confusions().get(pair);
    return sums == null ? 0 : sums[1];
  }
}

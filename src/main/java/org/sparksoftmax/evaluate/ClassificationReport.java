package org.sparksoftmax.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.sparksoftmax.model.LabelIndex;

/**
 * The measures of a model on one data set.
 *
 * @param rows all rows, those with an unknown label included
 * @param unknownLabels rows whose label the model does not know
 * @param accuracy share of rows predicted rightly; an unknown label is an error
 * @param logLoss mean of −log p_label over rows with a known label, in nats; NaN if there are none
 * @param perClass in class order
 * @param confusions wrong (label, prediction) pairs, the most frequent first
 */
public record ClassificationReport(
    long rows,
    long unknownLabels,
    double accuracy,
    double logLoss,
    List<ClassMeasures> perClass,
    List<Confusion> confusions) {

  /** At most this many confusions are reported. */
  private static final int MAX_CONFUSIONS = 20;

  /**
   * The measures of one class.
   *
   * @param rows rows that have this label
   */
  public record ClassMeasures(
      String label, long rows, double precision, double recall, double f1) {}

  /** Rows of class {@code label} that were taken for {@code prediction}. */
  public record Confusion(String label, String prediction, long rows) {}

  /** Makes the measures of the counts. */
  public static ClassificationReport of(ClassificationCounts counts, LabelIndex classes) {
    long known = 0;
    long correct = 0;
    List<ClassMeasures> perClass = new ArrayList<>();
    for (int k = 0; k < counts.classes(); k++) {
      known += counts.labelled(k);
      correct += counts.correct(k);
      perClass.add(
          new ClassMeasures(
              classes.label(k),
              counts.labelled(k),
              share(counts.correct(k), counts.predicted(k)),
              share(counts.correct(k), counts.labelled(k)),
              share(2 * counts.correct(k), counts.labelled(k) + counts.predicted(k))));
    }
    long rows = known + counts.unknown();
    return new ClassificationReport(
        rows,
        counts.unknown(),
        share(correct, rows),
        known == 0 ? Double.NaN : counts.lossSum() / known,
        perClass,
        worst(counts, classes));
  }

  /** Mean of the classes' F1, over the classes that have rows or predictions. */
  public double macroF1() {
    return perClass.stream().mapToDouble(ClassMeasures::f1).average().orElse(Double.NaN);
  }

  /** Whether every measure is a number. */
  public boolean isFinite() {
    return Arrays.stream(new double[] {accuracy, logLoss}).allMatch(Double::isFinite);
  }

  private static List<Confusion> worst(ClassificationCounts counts, LabelIndex classes) {
    Comparator<Map.Entry<Long, Long>> mostFirst =
        Map.Entry.<Long, Long>comparingByValue().reversed().thenComparing(Map.Entry::getKey);
    return counts.confusions().entrySet().stream()
        .sorted(mostFirst)
        .limit(MAX_CONFUSIONS)
        .map(
            entry ->
                new Confusion(
                    classes.label((int) (entry.getKey() / counts.classes())),
                    classes.label((int) (entry.getKey() % counts.classes())),
                    entry.getValue()))
        .toList();
  }

  private static double share(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}

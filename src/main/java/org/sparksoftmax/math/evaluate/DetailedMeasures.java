package org.sparksoftmax.math.evaluate;

import java.util.List;
import java.util.SortedMap;
import org.sparksoftmax.math.layout.LabelIndex;

/**
 * The measures of a model on one data set beyond accuracy and log loss, as {@code package-info}
 * defines them.
 *
 * @param topK accuracy of the k classes of the largest logits, by k
 * @param perClass in class order
 * @param macro plain means over all classes
 * @param micro of the sums over all classes
 * @param weighted means over all classes, weighted by the weight of the rows of a class
 * @param auc one-vs-rest areas under the ROC curve
 * @param brier weighted mean of Σ_k (p_k − t_k)² over rows with a known label; NaN if there are
 *     none
 * @param ece expected calibration error; NaN without weight
 * @param calibrationBins the bins of {@code ece}, by rising confidence
 * @param targetWeights Σ w t_k over rows with a known label, by class
 * @param confusions wrong (label, prediction) pairs, the most frequent first
 * @param confusionMatrix row per label, column per prediction: weight of the rows; empty if there
 *     are more than {@link #MAX_MATRIX_CLASSES} classes
 */
public record DetailedMeasures(
    SortedMap<Integer, Double> topK,
    List<ClassMeasures> perClass,
    Averages macro,
    Averages micro,
    Averages weighted,
    Auc auc,
    double brier,
    double ece,
    List<ReliabilityBin> calibrationBins,
    List<Double> targetWeights,
    List<Confusion> confusions,
    List<List<Double>> confusionMatrix) {

  /** The confusion matrix is reported up to this K. */
  public static final int MAX_MATRIX_CLASSES = 200;

  /**
   * The measures of one class.
   *
   * @param rows rows that have this label
   * @param weight Σ w of these rows
   * @param falsePositiveRate weighted share, of the rows of other labels, of those predicted as it
   * @param auc of this class against the rest; NaN if there is no weight on one of the sides
   */
  public record ClassMeasures(
      String label,
      long rows,
      double weight,
      double precision,
      double recall,
      double falsePositiveRate,
      double f1,
      double auc) {}

  /** One kind of average. */
  public record Averages(double precision, double recall, double f1) {}

  /**
   * Means over the classes that have an AUC; NaN if none has.
   *
   * @param macro plain mean
   * @param weighted by the weight of the rows of a class
   * @param errorBound the most by which the AUC of any class, and so either mean, can be wrong
   */
  public record Auc(double macro, double weighted, double errorBound) {}

  /** Rows of class {@code label} that were predicted as {@code prediction}. */
  public record Confusion(String label, String prediction, long rows) {}

  /**
   * The log loss on these rows of predicting, for every one, the class frequencies π of the rows of
   * {@code other}: Σ_k W_k (−log π_k) / Σ_k W_k with the target weights W of these rows. Infinite
   * if a class of these rows does not occur there; NaN without weight.
   */
  public double lossOfFrequencies(DetailedMeasures other) {
    double total = sum(targetWeights);
    double otherTotal = sum(other.targetWeights);
    double loss = 0;
    for (int k = 0; k < targetWeights.size(); k++) {
      double weight = targetWeights.get(k);
      loss -= weight > 0 ? weight * Math.log(other.targetWeights.get(k) / otherTotal) : 0;
    }
    return loss / total;
  }

  private static double sum(List<Double> weights) {
    return weights.stream().mapToDouble(weight -> weight).sum();
  }

  static DetailedMeasures of(ClassificationCounts counts, LabelIndex classes) {
    DetailedCounts details = counts.details();
    ClassAverages averages = new ClassAverages(details, classes, counts);
    return new DetailedMeasures(
        details.topK.accuracies(counts.weight()),
        averages.perClass(),
        averages.macro(),
        averages.micro(),
        averages.weighted(),
        averages.auc(),
        details.brierSum.value() / ClassificationReport.knownWeight(counts),
        details.calibration.expectedError(),
        details.calibration.bins(counts.scale()),
        details.targetWeights(),
        Confusions.mostFrequent(details.byClass, classes),
        classes.size() <= MAX_MATRIX_CLASSES
            ? Confusions.matrix(details.byClass, classes.size(), counts.scale())
            : List.of());
  }
}

package org.sparksoftmax.math.evaluate;

import java.util.List;
import java.util.SortedMap;
import org.sparksoftmax.math.layout.LabelIndex;

/**
 * The measures of a model on one data set beyond accuracy and log loss, as defined in {@code
 * package-info}.
 *
 * @param topK top-k accuracy by k
 * @param perClass measures of each class, in class order
 * @param macro unweighted means over all classes
 * @param micro averages from the sums over all classes
 * @param weighted means over all classes, weighted by the weight of the rows of each class
 * @param auc one-vs-rest areas under the ROC curve
 * @param brier weighted mean of Σ_k (p_k − t_k)² over rows with a known label; NaN if there are
 *     none
 * @param ece expected calibration error; NaN without weight
 * @param calibrationBins the bins of {@code ece}, by increasing confidence
 * @param targetWeights Σ w t_k over rows with a known label, by class
 * @param confusions wrong (label, prediction) pairs, most frequent first
 * @param confusionMatrix weight of the rows, one row per label and one column per prediction; empty
 *     for more than {@link #MAX_MATRIX_CLASSES} classes
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

  /** Maximum K for which the confusion matrix is reported. */
  public static final int MAX_MATRIX_CLASSES = 200;

  /**
   * The measures of one class.
   *
   * @param rows number of rows with this label
   * @param weight Σ w of these rows
   * @param falsePositiveRate weighted share of the rows with other labels that are predicted as
   *     this class
   * @param auc of this class against the rest; NaN if either side has no weight
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

  /** One kind of average over the classes. */
  public record Averages(double precision, double recall, double f1) {}

  /**
   * Means over the classes for which an AUC is defined; NaN if there are none.
   *
   * @param macro unweighted mean
   * @param weighted mean weighted by the weight of the rows of each class
   * @param errorBound maximum error of the AUC of any class, and hence of either mean
   */
  public record Auc(double macro, double weighted, double errorBound) {}

  /** Number of rows of class {@code label} that are predicted as {@code prediction}. */
  public record Confusion(String label, String prediction, long rows) {}

  /**
   * The log loss on these rows of a baseline that predicts, for every row, the class frequencies π
   * of {@code other}: Σ_k W_k (−log π_k) / Σ_k W_k with the target weights W of these rows.
   * Infinite if a class of these rows does not occur in {@code other}; NaN without weight.
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

  /**
   * The accuracy on these rows of a baseline that predicts, for every row, the most frequent class
   * of {@code other}; ties go to the first class. 0 without weight.
   */
  public double accuracyOfMostFrequent(DetailedMeasures other) {
    int most = 0;
    for (int k = 1; k < perClass.size(); k++) {
      most = other.perClass.get(k).weight() > other.perClass.get(most).weight() ? k : most;
    }
    double all = calibrationBins.stream().mapToDouble(ReliabilityBin::weight).sum();
    return Share.of(perClass.get(most).weight(), all);
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

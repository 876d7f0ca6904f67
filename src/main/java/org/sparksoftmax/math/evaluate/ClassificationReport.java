package org.sparksoftmax.math.evaluate;

import java.util.List;
import java.util.Optional;
import org.sparksoftmax.math.layout.LabelIndex;

/**
 * The measures of a model on one data set.
 *
 * @param rows number of all rows, including those with an unknown label
 * @param unknownLabels number of rows whose label is not a class of the model
 * @param accuracy weighted share of rows predicted correctly; an unknown label is an error
 * @param logLoss weighted mean of −Σ t_k log p_k over rows with a known label, in nats; NaN if
 *     there are none
 * @param details the other measures; present for {@link Detail#FULL}
 * @param curves the curves of the largest classes; empty unless {@link Detail#FULL}
 */
public record ClassificationReport(
    long rows,
    long unknownLabels,
    double accuracy,
    double logLoss,
    Optional<DetailedMeasures> details,
    List<ScoreCurve> curves) {

  /** Computes the measures from the counts. */
  public static ClassificationReport of(ClassificationCounts counts, LabelIndex classes) {
    return new ClassificationReport(
        counts.rows(),
        counts.unknownRows(),
        accuracy(counts),
        logLoss(counts),
        counts.details() == null
            ? Optional.empty()
            : Optional.of(DetailedMeasures.of(counts, classes)),
        counts.details() == null
            ? List.of()
            : ScoreCurve.ofLargest(counts.details().scores, counts.scale(), classes.size()));
  }

  /** These measures with an empty list of curves. */
  public ClassificationReport withoutCurves() {
    return new ClassificationReport(rows, unknownLabels, accuracy, logLoss, details, List.of());
  }

  static double accuracy(ClassificationCounts counts) {
    return Share.of(counts.correct(), counts.weight());
  }

  static double logLoss(ClassificationCounts counts) {
    return counts.lossSum() / knownWeight(counts);
  }

  /** Σ w of the rows with a known label; NaN if it is 0. */
  static double knownWeight(ClassificationCounts counts) {
    return counts.knownWeight() == 0 ? Double.NaN : counts.scale().weight(counts.knownWeight());
  }
}

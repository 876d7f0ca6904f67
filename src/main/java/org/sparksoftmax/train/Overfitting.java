package org.sparksoftmax.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sparksoftmax.config.ClassWeights;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.math.evaluate.ClassificationReport;
import org.sparksoftmax.math.evaluate.DetailedMeasures;

/**
 * Warns if the probabilities of a model do not generalise: if the log loss on held-out rows is
 * worse than that of predicting the class frequencies of the training rows, or more than twice the
 * training log loss.
 */
public final class Overfitting {

  private static final String TRAIN = "train";

  /** The largest acceptable ratio of held-out to training log loss. */
  private static final double TOO_MUCH = 2;

  /**
   * A log loss below this fraction of that of the class frequencies is small, regardless of the
   * training log loss. If classes are nearly separable, both losses are close to 0, and a few rows
   * determine their ratio.
   */
  private static final double SMALL = 0.05;

  private Overfitting() {}

  /**
   * One warning for each held-out data set that shows overfitting, with the losses and a remedy.
   *
   * @param reports the detailed metrics by data set
   */
  public static List<String> warnings(
      TrainingConfig config, Map<String, ClassificationReport> reports) {
    List<String> warnings = new ArrayList<>();
    ClassificationReport train = reports.get(TRAIN);
    reports.forEach(
        (name, report) -> {
          if (!name.equals(TRAIN)) {
            warning(config, train, name, report).ifPresent(warnings::add);
          }
        });
    return List.copyOf(warnings);
  }

  private static Optional<String> warning(
      TrainingConfig config,
      ClassificationReport train,
      String name,
      ClassificationReport heldOut) {
    double loss = heldOut.logLoss();
    double ofFrequencies = ofFrequencies(train, heldOut);
    // With class weights, the optimal probabilities are not the class frequencies.
    boolean comparable = config.loss().classWeights() instanceof ClassWeights.None;
    if (comparable && loss > ofFrequencies) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "%s log loss %.4g is worse than %.4g, that of the class frequencies alone (train %.4g): %s",
              name,
              loss,
              ofFrequencies,
              train.logLoss(),
              train.logLoss() > ofFrequencies(train, train) ? unfit() : overfit(config)));
    }
    boolean small = loss < SMALL * Math.min(ofFrequencies, ofEqualProbabilities(train));
    if (!small && loss > TOO_MUCH * train.logLoss()) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "%s log loss %.4g is more than twice that of the training rows, %.4g: %s",
              name,
              loss,
              train.logLoss(),
              overfit(config)));
    }
    return Optional.empty();
  }

  private static double ofFrequencies(ClassificationReport train, ClassificationReport rows) {
    return details(rows).lossOfFrequencies(details(train));
  }

  private static double ofEqualProbabilities(ClassificationReport train) {
    return Math.log(details(train).perClass().size());
  }

  private static DetailedMeasures details(ClassificationReport report) {
    return report
        .details()
        .orElseThrow(() -> new IllegalArgumentException("Measures without details"));
  }

  private static String overfit(TrainingConfig config) {
    return "the model probably overfits; choose a larger regularization.strength with submit/softmax tune"
        + (config.optimizer().earlyStopping().isOn()
            ? ""
            : ", or set optimizer.early-stopping.patience with validation data");
  }

  /** The remedy if the optimisation stopped or diverged before it fitted the training rows. */
  private static String unfit() {
    return "the training rows fare no better; check stopReason, and raise optimizer.max-iterations or lower optimizer.step-size.initial";
  }
}

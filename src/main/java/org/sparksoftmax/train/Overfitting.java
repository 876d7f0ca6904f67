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
 * Warnings of a model whose probabilities do not hold for rows that it was not trained on: their
 * log loss is worse than that of the class frequencies of the training rows, which need no features
 * at all, or more than twice the log loss of the training rows.
 */
public final class Overfitting {

  private static final String TRAIN = "train";

  /** How many times the log loss of the training rows is too much. */
  private static final double TOO_MUCH = 2;

  /**
   * A log loss of less than this share of that of the class frequencies is small, however much less
   * it is on the training rows: the features have told all but a twentieth of what there was to
   * know of the class. Where classes can nearly be separated, both are close to 0, and their ratio
   * is that of a few rows.
   */
  private static final double SMALL = 0.05;

  private Overfitting() {}

  /**
   * One line for each set of rows held out that shows it, with the numbers and what helps; none if
   * none does.
   *
   * @param reports the measures by data set, with details
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
    // Class weights ask for other probabilities than those of the rows.
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

  /** The optimisation ended, or went astray, before the training rows were learned. */
  private static String unfit() {
    return "the training rows fare no better; check stopReason, and raise optimizer.max-iterations or lower optimizer.step-size.initial";
  }
}

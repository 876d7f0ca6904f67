package org.sparksoftmax.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sparksoftmax.config.OptimizerConfig;
import org.sparksoftmax.config.OptimizerConfig.PreconditionerChoice;
import org.sparksoftmax.config.Storage;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.math.optimize.NoiseLimit;
import org.sparksoftmax.math.optimize.OptimizationResult;

/** Explains why a run did not reach its optimum, and what to change. */
public final class Convergence {

  private Convergence() {}

  /** One line of advice for a run that stopped before its optimum; empty for all other runs. */
  public static Optional<String> advice(TrainingConfig config, Trainer.Result result) {
    OptimizerConfig optimizer = config.optimizer();
    return switch (result.optimization().stopReason()) {
      case CONVERGED, EARLY_STOPPED, DIVERGED, LINE_SEARCH_FAILED -> Optional.empty();
      case PRECISION ->
          result.optimization().isFailure()
              ? Optional.empty()
              : Optional.of(ofNoise(result) + ": " + remedyOfNoise(config, result));
      case MAX_ITERATIONS ->
          Optional.of(
              notConverged(result)
                  + String.format(
                      Locale.ROOT, "raise optimizer.max-iterations (%d)", optimizer.maxIterations())
                  + remedy(config));
      case MAX_SECONDS ->
          Optional.of(
              notConverged(result)
                  + String.format(
                      Locale.ROOT,
                      "raise optimizer.max-seconds (%s)",
                      optimizer.stopping().maxSeconds())
                  + remedy(config));
    };
  }

  /**
   * One line with the cause of a failure and possible remedies.
   *
   * @param result the result of a failed run
   */
  public static String failure(TrainingConfig config, Trainer.Result result) {
    OptimizationResult end = result.optimization();
    String reason =
        String.format(
            Locale.ROOT, "%s after %d iterations", end.stopReason(), end.state().iteration());
    return switch (end.stopReason()) {
      case PRECISION -> reason + ": " + ofNoise(result) + "; " + remedyOfNoise(config, result);
      case LINE_SEARCH_FAILED -> reason + ": " + remedyOfSearch(config, result);
      default -> reason + ": " + String.join(", or ", smallerSteps(config, result)) + " may help";
    };
  }

  /** The size of the rounding error and the columns that cause it. */
  private static String ofNoise(Trainer.Result result) {
    NoiseLimit limit = result.optimization().limit().orElseThrow();
    double objective = result.optimization().state().value().objective();
    return String.format(
        Locale.ROOT,
        "the objective %.6g may be off by %.1e, which rounding hides (the gradient norm is %.1e of its value at the start); most of it comes from the columns %s",
        objective,
        limit.uncertainty(),
        relativeNorm(result),
        String.join(", ", result.noisiest()));
  }

  private static String remedyOfNoise(TrainingConfig config, Trainer.Result result) {
    List<String> remedies = new ArrayList<>();
    if (config.data().storage() == Storage.F32 || config.data().storage() == Storage.U8) {
      remedies.add("set data.storage = auto");
    }
    if (!config.intercept()) {
      remedies.add("set model.intercept = true");
    }
    remedies.add("subtract from those columns what all of their values have in common");
    if (result.regularizationStrength() == 0) {
      remedies.add("set regularization.strength > 0");
    }
    return String.join(", or ", remedies);
  }

  private static String remedyOfSearch(TrainingConfig config, Trainer.Result result) {
    List<String> remedies = new ArrayList<>();
    if (config.data().storage() == Storage.F32 || config.data().storage() == Storage.U8) {
      remedies.add("data.storage = auto");
    }
    if (!config.standardization()) {
      remedies.add("standardization = true");
    }
    if (result.regularizationStrength() == 0) {
      remedies.add("regularization.strength > 0");
    }
    if (config.optimizer().preconditioner() != PreconditionerChoice.NONE
        && result.preconditioner().isPresent()) {
      remedies.add("optimizer.preconditioner = none");
    }
    if (!config.optimizer().type().isQuasiNewton()) {
      config
          .optimizer()
          .stepSize()
          .initial()
          .ifPresent(
              step ->
                  remedies.add(
                      String.format(
                          Locale.ROOT, "a smaller optimizer.step-size.initial (%s)", step)));
    }
    if (!config.network().isLinear() && !config.network().hidden().activation().isSmooth()) {
      remedies.add("model.activation = gelu");
    }
    return "no step along the gradient decreases the objective; "
        + (remedies.isEmpty() ? "a larger regularization.strength" : String.join(", or ", remedies))
        + " may help";
  }

  private static List<String> smallerSteps(TrainingConfig config, Trainer.Result result) {
    List<String> remedies = new ArrayList<>();
    if (!config.optimizer().type().isQuasiNewton()) {
      remedies.add("a smaller optimizer.step-size.initial");
    }
    if (!config.standardization()) {
      remedies.add("standardization = true");
    }
    if (result.regularizationStrength() == 0) {
      remedies.add("regularization.strength > 0");
    }
    return remedies.isEmpty() ? List.of("a larger regularization.strength") : remedies;
  }

  private static double relativeNorm(Trainer.Result result) {
    return result.optimization().state().value().gradientNorm() / result.origin().gradientNorm();
  }

  private static String notConverged(Trainer.Result result) {
    return String.format(
        Locale.ROOT,
        "not converged, the gradient norm is %.1e of its value at the start: ",
        relativeNorm(result));
  }

  private static String remedy(TrainingConfig config) {
    OptimizerConfig optimizer = config.optimizer();
    String tolerance =
        String.format(Locale.ROOT, " or optimizer.tolerance (%s)", optimizer.tolerance());
    if (!optimizer.miniBatches().isWhole()) {
      return String.format(
          Locale.ROOT,
          " or %s, or set optimizer.result = average: steps on mini-batches end near the optimum, not at it",
          batches(optimizer.miniBatches()));
    }
    if (optimizer.type().isQuasiNewton()) {
      return tolerance;
    }
    return tolerance
        + (config.regularization().hasL1()
            ? ", or use optimizer.type = owlqn, which needs fewer iterations"
            : ", or use optimizer.type = lbfgs, which needs fewer iterations");
  }

  private static String batches(OptimizerConfig.MiniBatches batches) {
    return batches.size().isPresent()
        ? String.format(Locale.ROOT, "optimizer.mini-batch-size (%d)", batches.size().getAsInt())
        : String.format(Locale.ROOT, "optimizer.mini-batch-fraction (%s)", batches.fraction());
  }
}

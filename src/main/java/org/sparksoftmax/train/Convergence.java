package org.sparksoftmax.train;

import java.util.Locale;
import java.util.Optional;
import org.sparksoftmax.config.OptimizerConfig;
import org.sparksoftmax.config.TrainingConfig;

/** Whether a result is the optimum, and what to change if it is not. */
public final class Convergence {

  private Convergence() {}

  /**
   * One line that says that the run ended before its optimum and what helps; empty if it did not.
   */
  public static Optional<String> advice(TrainingConfig config, Trainer.Result result) {
    OptimizerConfig optimizer = config.optimizer();
    return switch (result.optimization().stopReason()) {
      case CONVERGED, EARLY_STOPPED, DIVERGED, LINE_SEARCH_FAILED -> Optional.empty();
      case MAX_ITERATIONS ->
          Optional.of(
              notConverged(result)
                  + "raise optimizer.max-iterations (%d)".formatted(optimizer.maxIterations())
                  + remedy(config));
      case MAX_SECONDS ->
          Optional.of(
              notConverged(result)
                  + "raise optimizer.max-seconds (%s)".formatted(optimizer.stopping().maxSeconds())
                  + remedy(config));
    };
  }

  private static String notConverged(Trainer.Result result) {
    double share =
        result.optimization().state().value().gradientNorm() / result.origin().gradientNorm();
    return String.format(
        Locale.ROOT, "not converged, the gradient norm is %.1e of its value at the start: ", share);
  }

  private static String remedy(TrainingConfig config) {
    OptimizerConfig optimizer = config.optimizer();
    String tolerance = " or optimizer.tolerance (%s)".formatted(optimizer.tolerance());
    if (!optimizer.miniBatches().isWhole()) {
      return " or optimizer.mini-batch-fraction (%s), or set optimizer.result = average: steps on mini-batches end near the optimum, not at it"
          .formatted(optimizer.miniBatches().fraction());
    }
    if (optimizer.type().isQuasiNewton()) {
      return tolerance;
    }
    return tolerance
        + (config.regularization().l1() > 0
            ? ", or use optimizer.type = owlqn, which needs fewer iterations"
            : ", or use optimizer.type = lbfgs, which needs fewer iterations");
  }
}

package org.sparksoftmax.config;

import static org.sparksoftmax.config.ConfigException.invalid;

import java.util.Locale;
import org.sparksoftmax.config.OptimizerConfig.PreconditionerChoice;
import org.sparksoftmax.text.Keyword;

/** Checks that the values of the model and of the optimizer are compatible. */
final class NetworkRules {

  private NetworkRules() {}

  static void check(NetworkConfig network, OptimizerConfig optimizer) {
    if (network.isLinear()) {
      return;
    }
    checkDropout(network.dropout(), optimizer);
    PreconditionerChoice preconditioner = optimizer.preconditioner();
    if (preconditioner == PreconditionerChoice.HESSIAN
        || preconditioner == PreconditionerChoice.DIAGONAL) {
      throw invalid(
          "optimizer.preconditioner",
          Keyword.of(preconditioner),
          "is for linear models; use auto or none with model.type = network");
    }
    // For linear models only, a step size that cannot cause divergence follows from the features.
    boolean stepIsKnown =
        optimizer.type().isQuasiNewton()
            || optimizer.type() == OptimizerConfig.Type.ADAM
            || optimizer.type() == OptimizerConfig.Type.ADAGRAD
            || optimizer.backtracks();
    if (!stepIsKnown && optimizer.stepSize().initial().isEmpty()) {
      throw invalid(
          "optimizer.step-size.initial",
          "auto",
          String.format(
              Locale.ROOT,
              "must be a number, such as 0.1, with model.type = network and optimizer.type = %s; only adam and adagrad have a default step size",
              Keyword.of(optimizer.type())));
    }
  }

  private static void checkDropout(double dropout, OptimizerConfig optimizer) {
    if (dropout > 0 && optimizer.type().isQuasiNewton()) {
      throw invalid(
          "model.dropout",
          dropout,
          String.format(
              Locale.ROOT,
              "must be 0 with optimizer.type = %s, whose line search requires a deterministic objective; use adam, adagrad, nesterov, momentum or gradient-descent",
              Keyword.of(optimizer.type())));
    }
    if (dropout > 0 && optimizer.backtracks()) {
      throw invalid(
          "model.dropout",
          dropout,
          "must be 0 with backtracking steps, which require a deterministic objective; set optimizer.step-size.schedule = constant");
    }
  }
}

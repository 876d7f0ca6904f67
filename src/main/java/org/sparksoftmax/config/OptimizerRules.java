package org.sparksoftmax.config;

import static org.sparksoftmax.config.ConfigException.invalid;

import java.util.Locale;
import org.sparksoftmax.config.OptimizerConfig.PreconditionerChoice;
import org.sparksoftmax.config.OptimizerConfig.ResultChoice;
import org.sparksoftmax.config.StepSizeConfig.Schedule;
import org.sparksoftmax.text.Keyword;

/** Checks that the values of the optimizer, the data and the penalty are compatible. */
record OptimizerRules(
    OptimizerConfig.Type rule,
    OptimizerConfig.Curvature curvature,
    StepSizeConfig stepSize,
    OptimizerConfig.MiniBatches miniBatches,
    OptimizerConfig.Selection selection) {

  /** Checks the values within {@code optimizer} against each other. */
  void check() {
    String type = Keyword.of(rule);
    if (rule.isQuasiNewton() && !miniBatches.isWhole()) {
      boolean rows = miniBatches.size().isPresent();
      throw invalid(
          rows ? "optimizer.mini-batch-size" : "optimizer.mini-batch-fraction",
          rows ? miniBatches.size().getAsInt() : miniBatches.fraction(),
          String.format(
              Locale.ROOT,
              "must be %s with optimizer.type = %s, whose line search needs all rows; use adam, adagrad, nesterov, momentum or gradient-descent",
              rows ? "omitted" : "1",
              type));
    }
    if (rule.isQuasiNewton() && selection.result() == ResultChoice.AVERAGE) {
      throw invalid(
          "optimizer.result",
          "average",
          "is for rules without a line search; use last or best with optimizer.type = " + type);
    }
    if (rule == OptimizerConfig.Type.OWLQN
        && curvature.preconditioner() == PreconditionerChoice.HESSIAN) {
      throw invalid(
          "optimizer.preconditioner",
          "hessian",
          "is for optimizer.type = lbfgs; use auto, diagonal or none with owlqn");
    }
    checkBacktracking(type);
    checkLocalSteps(type);
  }

  private void checkLocalSteps(String type) {
    int localSteps = miniBatches.localSteps();
    if (localSteps > 1 && rule.isQuasiNewton()) {
      throw invalid(
          "optimizer.local-steps",
          localSteps,
          String.format(
              Locale.ROOT,
              "must be 1 with optimizer.type = %s, whose line search needs all rows; use adam, adagrad, nesterov, momentum or gradient-descent",
              type));
    }
    if (localSteps > 1 && OptimizerConfig.backtracks(rule, stepSize, miniBatches)) {
      throw invalid(
          "optimizer.local-steps",
          localSteps,
          "must be 1 with backtracking steps, which need all rows; set optimizer.step-size.schedule = constant");
    }
  }

  private void checkBacktracking(String type) {
    if (stepSize.schedule() != Schedule.BACKTRACKING) {
      return;
    }
    if (rule != OptimizerConfig.Type.GRADIENT_DESCENT) {
      throw invalid(
          "optimizer.step-size.schedule",
          "backtracking",
          String.format(
              Locale.ROOT,
              "is for optimizer.type = gradient-descent; %s",
              rule.isQuasiNewton()
                  ? String.format(
                      Locale.ROOT, "omit it with %s, which has its own line search", type)
                  : "use auto, constant, inverse-sqrt, exponential, step, cosine or cooldown with "
                      + type));
    }
    if (!miniBatches.isWhole()) {
      throw invalid(
          "optimizer.step-size.schedule",
          "backtracking",
          "needs optimizer.mini-batch-fraction = 1 and no optimizer.mini-batch-size: objectives of different rows cannot be compared; use inverse-sqrt");
    }
  }

  /** Checks the optimizer against the data and the penalty. */
  static void check(
      DataConfig data, RegularizationConfig regularization, OptimizerConfig optimizer) {
    if (regularization.hasL1() && optimizer.type() == OptimizerConfig.Type.LBFGS) {
      throw invalid(
          "regularization.elastic-net",
          regularization.elasticNet(),
          "must be 0 with optimizer.type = lbfgs, which cannot handle the non-smooth L1 penalty; use optimizer.type = owlqn");
    }
    boolean validation = data.validation().isPresent();
    if (optimizer.earlyStopping().isOn() && !validation) {
      throw invalid(
          "optimizer.early-stopping.patience",
          optimizer.earlyStopping().patience(),
          "needs validation data: set data.validation.path or data.validation.fraction");
    }
    if (optimizer.result() == ResultChoice.BEST && !validation) {
      throw invalid(
          "optimizer.result",
          "best",
          "needs validation data: set data.validation.path or data.validation.fraction");
    }
    if (optimizer.result() == ResultChoice.AVERAGE && optimizer.earlyStopping().isOn()) {
      throw invalid(
          "optimizer.result",
          "average",
          "must be last or best with optimizer.early-stopping, which restores the best parameters");
    }
  }
}

package org.sparksoftmax.config.parse;

import org.sparksoftmax.config.EarlyStoppingConfig;
import org.sparksoftmax.config.OptimizerConfig;
import org.sparksoftmax.config.OptimizerConfig.PreconditionerChoice;
import org.sparksoftmax.config.OptimizerConfig.ResultChoice;
import org.sparksoftmax.config.StepSizeConfig;

/** Reads the {@code optimizer} section. */
final class OptimizerSection {

  private OptimizerSection() {}

  static OptimizerConfig read(Settings settings) {
    return new OptimizerConfig(
        settings.choice("optimizer.type", OptimizerConfig.Type.class),
        new OptimizerConfig.Stopping(
            settings.smallWholeNumber("optimizer.max-iterations"),
            settings.number("optimizer.tolerance"),
            settings.number("optimizer.objective-tolerance"),
            settings.number("optimizer.max-seconds")),
        new OptimizerConfig.Curvature(
            settings.smallWholeNumberOrAuto("optimizer.history"),
            settings.choice("optimizer.preconditioner", PreconditionerChoice.class)),
        stepSize(settings),
        new OptimizerConfig.Memory(
            settings.number("optimizer.momentum"),
            settings.number("optimizer.adam.beta1"),
            settings.number("optimizer.adam.beta2"),
            settings.number("optimizer.epsilon")),
        new OptimizerConfig.MiniBatches(
            settings.number("optimizer.mini-batch-fraction"),
            settings.optionalSmallWholeNumber("optimizer.mini-batch-size"),
            settings.choice("optimizer.job-per", OptimizerConfig.JobPer.class),
            settings.wholeNumber("optimizer.seed"),
            settings.smallWholeNumber("optimizer.local-steps")),
        new OptimizerConfig.Selection(
            settings.choice("optimizer.result", ResultChoice.class),
            settings.smallWholeNumber("optimizer.validation-interval"),
            new EarlyStoppingConfig(
                settings.choice(
                    "optimizer.early-stopping.metric", EarlyStoppingConfig.Metric.class),
                settings.smallWholeNumber("optimizer.early-stopping.patience"),
                settings.number("optimizer.early-stopping.min-improvement"))),
        settings.optionalText("optimizer.warm-start"));
  }

  private static StepSizeConfig stepSize(Settings settings) {
    return new StepSizeConfig(
        settings.choice("optimizer.step-size.schedule", StepSizeConfig.Schedule.class),
        settings.numberOrAuto("optimizer.step-size.initial"),
        settings.number("optimizer.step-size.decay"),
        settings.smallWholeNumber("optimizer.step-size.interval"));
  }
}

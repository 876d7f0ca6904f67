package org.sparksoftmax.config;

import java.util.Arrays;
import java.util.Set;
import org.sparksoftmax.config.OptimizerConfig.PreconditionerChoice;
import org.sparksoftmax.config.OptimizerConfig.Schedule;
import org.sparksoftmax.config.OptimizerConfig.StepSize;

/** Reads {@code optimizer}. */
final class OptimizerSection {
  private static final String TYPE = "optimizer.type";

  private static final Set<String> LATER_TYPES =
      Set.of("owlqn", "momentum", "nesterov", "adagrad", "adam");

  private OptimizerSection() {}

  static OptimizerConfig read(Settings settings) {
    // Nothing draws random numbers yet; the seed is checked and recorded all the same.
    settings.wholeNumber("optimizer.seed");
    return new OptimizerConfig(
        type(settings),
        settings.smallWholeNumber("optimizer.max-iterations"),
        settings.number("optimizer.tolerance"),
        settings.smallWholeNumber("optimizer.history"),
        settings.choice("optimizer.preconditioner", PreconditionerChoice.class),
        new StepSize(
            settings.choice("optimizer.step-size.schedule", Schedule.class),
            settings.number("optimizer.step-size.initial")));
  }

  private static OptimizerConfig.Type type(Settings settings) {
    Setting type = settings.setting(TYPE);
    if (LATER_TYPES.contains(type.shown())) {
      throw type.unsupported(
          Setting.enumerate(Arrays.asList(OptimizerConfig.Type.values()), " and "));
    }
    return settings.choice(TYPE, OptimizerConfig.Type.class);
  }
}

package org.sparksoftmax.config;

import java.util.List;

/**
 * Keys of later versions. Each has its neutral value in train.conf; asking for anything else is an
 * error, never silently ignored.
 */
final class ReservedKeys {
  private static final List<String> KEYS =
      List.of(
          "model.type",
          "model.hidden-layers",
          "model.activation",
          "loss.label-smoothing",
          "loss.class-weights",
          "regularization.elastic-net",
          "standardization",
          "optimizer.mini-batch-fraction",
          "optimizer.early-stopping.patience",
          "optimizer.early-stopping.min-improvement",
          "optimizer.warm-start");

  private ReservedKeys() {}

  static void check(Settings settings) {
    KEYS.forEach(settings::requireDefault);
  }
}

package org.sparksoftmax.config;

import java.util.List;

/**
 * Keys of later versions. Each has its neutral value in train.conf; asking for anything else is an
 * error, never silently ignored.
 */
final class ReservedKeys {
  private static final List<String> KEYS =
      List.of("model.type", "model.hidden-layers", "model.activation");

  private ReservedKeys() {}

  static void check(Settings settings) {
    KEYS.forEach(settings::requireDefault);
  }
}

package org.sparksoftmax.config.parse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.sparksoftmax.config.TrainingConfig;

/** The configuration of a run that continues another one. */
public final class ResumedConfig {

  static final String HISTORY = "optimizer.history";

  private static final ObjectMapper JSON = new ObjectMapper();

  private ResumedConfig() {}

  /**
   * Returns {@code present}, with the number of correction pairs of the run to resume if that run
   * began with a number, such as the default of an earlier version, and {@code present} has {@code
   * auto}.
   *
   * @param saved the configuration of the run to resume, as JSON
   * @throws IllegalArgumentException if it is not JSON
   */
  public static TrainingConfig of(TrainingConfig present, String saved) {
    try {
      JsonNode history = JSON.readTree(saved).path("optimizer").path("history");
      if (!history.isInt() || present.optimizer().curvature().history().isPresent()) {
        return present;
      }
      JsonNode resolved = JSON.readTree(present.resolvedJson());
      ((ObjectNode) resolved.path("optimizer")).set("history", history);
      return present.withOptimizer(
          present.optimizer().withHistory(history.intValue()), resolved.toString());
    } catch (JsonProcessingException notJson) {
      throw new IllegalArgumentException(notJson);
    }
  }
}

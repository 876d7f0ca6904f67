package org.sparksoftmax.ml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * Summaries as JSON, whose keys are the method names of {@link SoftmaxSummary} and {@link
 * SoftmaxTrainingSummary}. Numbers are read back exactly; numbers that are not finite are the words
 * NaN, Infinity and -Infinity, which Python reads.
 */
final class SummaryText {

  /** Reads and writes numbers that are not finite. */
  static final ObjectMapper JSON =
      JsonMapper.builder()
          .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  private SummaryText() {}

  static String of(SoftmaxSummary summary) {
    return text(measures(summary));
  }

  static String of(SoftmaxTrainingSummary summary) {
    ObjectNode node = measures(summary);
    node.set("objectiveHistory", JSON.valueToTree(summary.objectiveHistory()));
    node.set("gradientNormHistory", JSON.valueToTree(summary.gradientNormHistory()));
    node.put("totalIterations", summary.totalIterations());
    node.put("stopReason", summary.stopReason());
    node.put("objective", summary.objective());
    node.put("passes", summary.passes());
    node.set("warnings", JSON.valueToTree(summary.warnings()));
    Optional<SoftmaxSummary> validation = summary.ofValidation();
    node.set("validation", validation.map(SummaryText::measures).orElse(null));
    return text(node);
  }

  private static ObjectNode measures(SoftmaxSummary summary) {
    ObjectNode node = JSON.createObjectNode();
    node.put("accuracy", summary.accuracy());
    node.put("logLoss", summary.logLoss());
    node.put("numInstances", summary.numInstances());
    put(node, "labels", summary.labels());
    put(node, "weightByLabel", summary.weightByLabel());
    put(node, "precisionByLabel", summary.precisionByLabel());
    put(node, "recallByLabel", summary.recallByLabel());
    put(node, "truePositiveRateByLabel", summary.truePositiveRateByLabel());
    put(node, "falsePositiveRateByLabel", summary.falsePositiveRateByLabel());
    put(node, "fMeasureByLabel", summary.fMeasureByLabel());
    node.put("weightedPrecision", summary.weightedPrecision());
    node.put("weightedRecall", summary.weightedRecall());
    node.put("weightedTruePositiveRate", summary.weightedTruePositiveRate());
    node.put("weightedFalsePositiveRate", summary.weightedFalsePositiveRate());
    node.put("weightedFMeasure", summary.weightedFMeasure());
    return node;
  }

  private static void put(ObjectNode node, String key, double[] values) {
    node.set(key, JSON.valueToTree(values));
  }

  private static String text(ObjectNode node) {
    try {
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("A tree of texts and numbers is JSON", impossible);
    }
  }
}

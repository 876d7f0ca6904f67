package org.sparksoftmax.train.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.output.OutputException;

/** What may differ between a run and the one that it resumes. */
final class ResumeRules {

  /**
   * Keys that do not change the way that the parameters take, or that the fingerprint of the data
   * holds better.
   */
  static final List<String> MAY_CHANGE =
      List.of(
          "calibration",
          "checkpoint.interval-iterations",
          "checkpoint.interval-seconds",
          "checkpoint.keep",
          "data.feature-names",
          "data.labels-path",
          "data.partitions",
          "data.path",
          "data.test.labels-path",
          "data.test.path",
          "optimizer.max-iterations",
          "optimizer.max-seconds",
          "optimizer.objective-tolerance",
          "optimizer.tolerance",
          "report.class-names");

  private static final ObjectMapper JSON = new ObjectMapper();

  private ResumeRules() {}

  /**
   * Checks the configuration, which is known before the data is.
   *
   * @throws OutputException that names every key that differs
   */
  static void requireSameConfig(String checkpoint, String saved, String present) {
    Map<String, String> before = flat(saved);
    Map<String, String> now = flat(present);
    Set<String> mayChange = mayChange(now);
    Set<String> keys = new TreeSet<>(before.keySet());
    keys.addAll(now.keySet());
    keys.removeAll(mayChange);
    keys.removeIf(key -> key.startsWith("tune.") || key.startsWith("report.image"));
    List<String> differences = new ArrayList<>();
    for (String key : keys) {
      String was = before.getOrDefault(key, "not there");
      String is = now.getOrDefault(key, "not there");
      if (!was.equals(is)) {
        differences.add("%s is %s where it was %s".formatted(key, is, was));
      }
    }
    if (!differences.isEmpty()) {
      throw new OutputException(
          "Cannot resume from %s: %s; set it back, or begin again with --overwrite (%s may change)"
              .formatted(checkpoint, String.join(", ", differences), String.join(", ", mayChange)));
    }
  }

  /** Of {@link #MAY_CHANGE}, what the steps of a run of this configuration do not depend on. */
  private static Set<String> mayChange(Map<String, String> config) {
    Set<String> mayChange = new TreeSet<>(MAY_CHANGE);
    if ("cosine".equals(config.get("optimizer.step-size.schedule"))) {
      mayChange.remove("optimizer.max-iterations");
    }
    if (!"1".equals(config.getOrDefault("optimizer.local-steps", "1"))) {
      mayChange.remove("data.partitions"); // every partition goes its own way
    }
    return mayChange;
  }

  /**
   * Checks the data.
   *
   * @throws OutputException that says what differs
   */
  static void requireSameData(String checkpoint, RunIdentity saved, RunIdentity present) {
    if (saved.dataFingerprint().equals(present.dataFingerprint())) {
      return;
    }
    String difference = "the same numbers of them, but other values, labels or weights";
    if (saved.rows() != present.rows()) {
      difference = "%,d rows where there were %,d".formatted(present.rows(), saved.rows());
    } else if (saved.features() != present.features()) {
      difference =
          "%,d features where there were %,d".formatted(present.features(), saved.features());
    } else if (saved.classes() != present.classes()) {
      difference = "%,d classes where there were %,d".formatted(present.classes(), saved.classes());
    }
    throw new OutputException(
        "Cannot resume from %s: the training rows have changed: %s; restore data.path, or begin again with --overwrite"
            .formatted(checkpoint, difference));
  }

  /**
   * Checks the length of θ, which a checkpoint states by itself.
   *
   * @throws OutputException if it is not that of the model
   */
  static void requireSameLayout(String checkpoint, Checkpoint saved, ParameterLayout present) {
    int parameters = saved.state().parameters().length;
    if (parameters != present.dimension()) {
      throw new OutputException(
          String.format(
              Locale.ROOT,
              "Cannot resume from %s: it has %,d parameters where the model has %,d; restore the checkpoint, or begin again with --overwrite",
              checkpoint,
              parameters,
              present.dimension()));
    }
  }

  /** Every value under its full key. */
  private static Map<String, String> flat(String json) {
    Map<String, String> values = new TreeMap<>();
    try {
      flatten("", JSON.readTree(json), values);
    } catch (JsonProcessingException notJson) {
      throw new OutputException("Cannot resume: the configuration saved is not JSON", notJson);
    }
    return values;
  }

  private static void flatten(String prefix, JsonNode node, Map<String, String> values) {
    if (node.isObject()) {
      String parent = prefix.isEmpty() ? "" : prefix + ".";
      node.properties()
          .forEach(field -> flatten(parent + field.getKey(), field.getValue(), values));
    } else {
      values.put(prefix, node.isTextual() ? node.asText() : node.toString());
    }
  }
}

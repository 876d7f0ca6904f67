package org.sparksoftmax.config.parse;

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

/**
 * The difference between a configuration and that of the run it resumes.
 *
 * @param changes the changed keys that must not change, as {@code key is 2 but was 1}
 * @param mayChange the keys that may change
 */
public record ConfigDifference(List<String> changes, Set<String> mayChange) {

  /** Keys that do not affect the iterations, or whose effect the fingerprint of the data covers. */
  public static final List<String> MAY_CHANGE =
      List.of(
          "calibration",
          "checkpoint.interval-iterations",
          "checkpoint.interval-seconds",
          "checkpoint.keep",
          "data.feature-names",
          "data.labels-path",
          "data.options",
          "data.partitions",
          "data.path",
          "data.query",
          "data.table",
          "data.test.labels-path",
          "data.test.options",
          "data.test.path",
          "data.test.query",
          "data.test.table",
          "optimizer.job-per",
          "optimizer.max-iterations",
          "optimizer.max-seconds",
          "optimizer.objective-tolerance",
          "optimizer.tolerance",
          "report.class-names");

  /** Keys whose value {@code auto} means, in a resumed run, the number that the run began with. */
  private static final Set<String> KEPT_BY_AUTO = Set.of(ResumedConfig.HISTORY);

  /** Groups whose members may change. */
  private static final List<String> OPEN_GROUPS =
      List.of("tune.", "report.image", "data.options.", "data.test.options.");

  /** The value of a key that is null, or that the version of a configuration does not know. */
  private static final String NOT_SET = "not set";

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Compares two resolved configurations. A key that one of them lacks, because a version of
   * spark-softmax before the key wrote it, has its default.
   *
   * @param saved the configuration of the interrupted run, as JSON
   * @param present the configuration of the resumed run, as JSON
   * @throws IllegalArgumentException if either is not JSON
   */
  public static ConfigDifference between(String saved, String present) {
    Map<String, String> before = flat(saved);
    Map<String, String> now = flat(present);
    Map<String, String> defaults = flat(ConfigReader.defaultsJson());
    Set<String> mayChange = mayChange(now);
    Set<String> keys = new TreeSet<>(before.keySet());
    keys.addAll(now.keySet());
    keys.removeAll(mayChange);
    keys.removeIf(key -> OPEN_GROUPS.stream().anyMatch(key::startsWith));
    List<String> changes = new ArrayList<>();
    for (String key : keys) {
      String byDefault = defaults.getOrDefault(key, NOT_SET);
      String was = before.getOrDefault(key, byDefault);
      String is = now.getOrDefault(key, byDefault);
      boolean kept = KEPT_BY_AUTO.contains(key) && is.equals(Settings.AUTO);
      if (!was.equals(is) && !kept) {
        changes.add(String.format(Locale.ROOT, "%s is %s but was %s", key, is, was));
      }
    }
    return new ConfigDifference(changes, mayChange);
  }

  /** {@link #MAY_CHANGE} without the keys that affect the iterations under this configuration. */
  private static Set<String> mayChange(Map<String, String> config) {
    Set<String> mayChange = new TreeSet<>(MAY_CHANGE);
    if (fallsToZero(config)) {
      mayChange.remove("optimizer.max-iterations");
    }
    if (!"1".equals(config.getOrDefault("optimizer.local-steps", "1"))) {
      mayChange.remove("data.partitions"); // local steps depend on the rows of each partition
    }
    return mayChange;
  }

  /** Whether the step sizes depend on the number of iterations. */
  private static boolean fallsToZero(Map<String, String> config) {
    String schedule = config.get("optimizer.step-size.schedule");
    boolean batches =
        Double.parseDouble(config.getOrDefault("optimizer.mini-batch-fraction", "1")) < 1
            || !NOT_SET.equals(config.getOrDefault("optimizer.mini-batch-size", NOT_SET));
    return "cosine".equals(schedule)
        || "cooldown".equals(schedule)
        || ("auto".equals(schedule) && batches && "network".equals(config.get("model.type")));
  }

  /** The values by full key. */
  private static Map<String, String> flat(String json) {
    Map<String, String> values = new TreeMap<>();
    try {
      flatten("", JSON.readTree(json), values);
    } catch (JsonProcessingException notJson) {
      throw new IllegalArgumentException(notJson);
    }
    return values;
  }

  private static void flatten(String prefix, JsonNode node, Map<String, String> values) {
    if (node.isObject()) {
      String parent = prefix.isEmpty() ? "" : prefix + ".";
      node.properties()
          .forEach(field -> flatten(parent + field.getKey(), field.getValue(), values));
    } else {
      values.put(
          prefix, node.isNull() ? NOT_SET : node.isTextual() ? node.asText() : node.toString());
    }
  }
}

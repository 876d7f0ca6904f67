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
import java.util.function.Predicate;

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
          "cluster.wait-seconds",
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

  /** Keys that end a run, so that those of a search that have ended depend on them. */
  private static final Set<String> STOPPING =
      Set.of(
          "optimizer.max-iterations",
          "optimizer.max-seconds",
          "optimizer.objective-tolerance",
          "optimizer.tolerance");

  /** Keys whose value {@code auto} means, in a resumed run, the number that the run began with. */
  private static final Set<String> KEPT_BY_AUTO = Set.of(ResumedConfig.HISTORY);

  /** Groups whose members may change. */
  private static final List<String> OPEN_GROUPS =
      List.of("report.image", "data.options.", "data.test.options.");

  private static final String GRID = "tune.";

  /** Groups and keys that have no effect on the results of a run. */
  private static final List<String> WITHOUT_EFFECT =
      List.of("checkpoint.", "cluster.", "tune.", "optimizer.job-per");

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
    Map<String, String> now = flat(present);
    return between(
        flat(saved), now, mayChange(now), key -> key.startsWith(GRID), KEPT_BY_AUTO::contains);
  }

  /**
   * Compares the configurations of two searches, in which the grid and what ends a run must not
   * change either.
   *
   * @param saved the configuration of the interrupted search, as JSON
   * @param present the configuration of the resumed search, as JSON
   * @throws IllegalArgumentException if either is not JSON
   */
  public static ConfigDifference ofSearches(String saved, String present) {
    Map<String, String> now = flat(present);
    Set<String> mayChange = mayChange(now);
    mayChange.removeAll(STOPPING);
    return between(flat(saved), now, mayChange, key -> false, key -> false);
  }

  private static ConfigDifference between(
      Map<String, String> before,
      Map<String, String> now,
      Set<String> mayChange,
      Predicate<String> isIgnored,
      Predicate<String> isKeptByAuto) {
    Map<String, String> defaults = flat(ConfigReader.defaultsJson());
    Set<String> keys = new TreeSet<>(before.keySet());
    keys.addAll(now.keySet());
    keys.removeAll(mayChange);
    keys.removeIf(key -> OPEN_GROUPS.stream().anyMatch(key::startsWith) || isIgnored.test(key));
    List<String> changes = new ArrayList<>();
    for (String key : keys) {
      String byDefault = defaults.getOrDefault(key, NOT_SET);
      String was = before.getOrDefault(key, byDefault);
      String is = now.getOrDefault(key, byDefault);
      boolean kept = isKeptByAuto.test(key) && is.equals(Settings.AUTO);
      if (!was.equals(is) && !kept) {
        changes.add(String.format(Locale.ROOT, "%s is %s but was %s", key, is, was));
      }
    }
    return new ConfigDifference(changes, mayChange);
  }

  /**
   * Whether two resolved configurations, as JSON, lead to the same results on the same data.
   *
   * @throws IllegalArgumentException if either is not JSON
   */
  public static boolean haveSameResults(String one, String other) {
    return withEffect(one).equals(withEffect(other));
  }

  private static Map<String, String> withEffect(String json) {
    Map<String, String> values = flat(ConfigReader.defaultsJson());
    values.putAll(flat(json));
    values.keySet().removeIf(key -> WITHOUT_EFFECT.stream().anyMatch(key::startsWith));
    return values;
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

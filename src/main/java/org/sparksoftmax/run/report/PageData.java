package org.sparksoftmax.run.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Builds the data for the scripts of the page from the files of the runs, reduced in size. */
final class PageData {

  /** The maximum number of classes whose metrics the page lists. */
  static final int MOST_CLASSES = 2000;

  private static final List<String> SETS = List.of("train", "validation", "test");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode defaults;

  /**
   * @param defaults the default of every configuration key
   */
  PageData(JsonNode defaults) {
    this.defaults = defaults;
  }

  /** Returns all data of one run, or the comparable data of several. */
  ObjectNode of(List<RunFiles> runs, String version) {
    ObjectNode root = JSON.createObjectNode();
    root.put("version", version);
    ArrayNode array = root.putArray("runs");
    for (RunFiles run : runs) {
      ObjectNode node = array.addObject();
      put(node, run, Curves.MOST_POINTS / runs.size());
      if (runs.size() == 1) {
        node.set("details", run.details());
      }
    }
    return root;
  }

  private void put(ObjectNode node, RunFiles run, int mostPoints) {
    node.put("name", run.name());
    ObjectNode summary = run.summary().deepCopy();
    Configuration configuration = new Configuration(summary.path("config"), defaults);
    configuration.put(node.putArray("config"));
    node.put("command", configuration.command());
    summary.remove("config");
    putLabels(node, summary.path("train").path("perClass"), run.details().path("classNames"));
    for (String set : SETS) {
      if (summary.path(set) instanceof ObjectNode measures) {
        limitClasses(measures);
      }
    }
    node.set("summary", summary);
    Curves.put(node.putObject("curves"), run.metrics(), mostPoints);
  }

  /** Puts the labels in the order of the classes, and their display names, if any. */
  private static void putLabels(ObjectNode node, JsonNode classes, JsonNode classNames) {
    ArrayNode labels = node.putArray("labels");
    ArrayNode names = node.putArray("names");
    for (int k = 0; k < Math.min(MOST_CLASSES, classes.size()); k++) {
      String label = classes.get(k).path("label").asText();
      labels.add(label);
      if (classNames.has(k)) {
        names.addArray().add(label).add(classNames.get(k).asText());
      }
    }
  }

  /** Omits the classes with the fewest rows. */
  private static void limitClasses(ObjectNode measures) {
    List<JsonNode> classes = new ArrayList<>();
    measures.path("perClass").forEach(classes::add);
    if (classes.size() <= MOST_CLASSES) {
      return;
    }
    List<JsonNode> largest = new ArrayList<>(classes);
    largest.sort(Comparator.comparingLong(measured -> -measured.path("rows").longValue()));
    Set<String> kept = new HashSet<>();
    largest.subList(0, MOST_CLASSES).forEach(measured -> kept.add(measured.path("label").asText()));
    classes.removeIf(measured -> !kept.contains(measured.path("label").asText()));
    measures.putArray("perClass").addAll(classes);
  }
}

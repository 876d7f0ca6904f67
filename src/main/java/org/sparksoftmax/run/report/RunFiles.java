package org.sparksoftmax.run.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * The files of a run from which its report is made.
 *
 * @param name the displayed name of the run
 * @param summary the contents of summary.json
 * @param metrics the lines of metrics.jsonl; empty if the run has none
 * @param details the contents of report.json; an empty object if the run has none
 */
public record RunFiles(String name, JsonNode summary, List<JsonNode> metrics, JsonNode details) {

  public RunFiles {
    metrics = List.copyOf(metrics);
  }
}

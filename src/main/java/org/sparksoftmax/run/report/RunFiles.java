package org.sparksoftmax.run.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What a run has left that its report is made of.
 *
 * @param name of the run, shown
 * @param summary of summary.json
 * @param metrics the lines of metrics.jsonl; none if the run has left none
 * @param details of report.json; an empty object if the run has left none
 */
public record RunFiles(String name, JsonNode summary, List<JsonNode> metrics, JsonNode details) {

  public RunFiles {
    metrics = List.copyOf(metrics);
  }
}

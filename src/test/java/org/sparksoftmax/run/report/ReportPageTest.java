package org.sparksoftmax.run.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.config.parse.ConfigReader;

class ReportPageTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BEFORE_DATA = "<script id=\"data\" type=\"application/json\">";

  private static String html(RunFiles... runs) {
    return new ReportPage(ConfigReader.defaultsJson(), "spark-softmax test").html(List.of(runs));
  }

  private static JsonNode data(String html) throws IOException {
    int from = html.indexOf(BEFORE_DATA) + BEFORE_DATA.length();
    return JSON.readTree(html.substring(from, html.indexOf("</script>", from)));
  }

  private static ObjectNode summary() {
    ObjectNode summary = JSON.createObjectNode();
    summary.put("stopReason", "CONVERGED");
    return summary;
  }

  private static RunFiles run(String name, ObjectNode summary) {
    return new RunFiles(name, summary, List.of(), JSON.createObjectNode());
  }

  @Test
  void thePageIsWholeAndForbidsEveryRequest() {
    String html = html(run("a", summary()));

    assertThat(html)
        .startsWith("<!DOCTYPE html>")
        .endsWith("</html>\n")
        .contains("default-src 'none'", "Licensed to the Apache Software Foundation")
        .doesNotContain("/*STYLE*/", "/*DATA*/", "/*LIBRARY*/", "/*SCRIPTS*/");
    assertThat(html.split("<script", -1)).as("data, library, scripts").hasSize(4);
    assertThat(html.split("</script>", -1)).hasSize(4);
  }

  @Test
  void namesCannotLeaveTheData() throws IOException {
    String hostile = "</script><script>alert(1)</script>";

    ObjectNode summary = summary().put("warning", hostile);
    summary.putArray("warnings").add(hostile);
    String html = html(run(hostile, summary));

    assertThat(html).doesNotContain("alert(1)</script>");
    assertThat(data(html).at("/runs/0/name").asText()).isEqualTo(hostile);
    assertThat(data(html).at("/runs/0/summary/warning").asText()).isEqualTo(hostile);
    assertThat(data(html).at("/runs/0/summary/warnings/0").asText()).isEqualTo(hostile);
  }

  @Test
  void aMarkAmongTheDataIsData() throws IOException {
    String html = html(run("/*LIBRARY*/ /*SCRIPTS*/", summary()));

    assertThat(data(html).at("/runs/0/name").asText()).isEqualTo("/*LIBRARY*/ /*SCRIPTS*/");
    assertThat(html).contains("echarts.init(");
  }

  @Test
  void valuesThatAreNoNumbersBecomeNull() throws IOException {
    List<JsonNode> lines =
        List.of(
            JSON.readTree("{\"iteration\":0,\"objective\":2.5,\"seconds\":0.1}"),
            JSON.readTree("{\"iteration\":1,\"objective\":\"NaN\",\"seconds\":0.2}"));

    JsonNode curves =
        data(html(new RunFiles("a", summary(), lines, JSON.createObjectNode())))
            .at("/runs/0/curves");

    assertThat(curves.path("objective").toString()).isEqualTo("[2.5,null]");
    assertThat(curves.has("gradientNorm")).isFalse();
    assertThat(curves.path("lines").asInt()).isEqualTo(2);
  }

  @Test
  void severalRunsLeaveOutWhatIsNotCompared() throws IOException {
    ObjectNode details = JSON.createObjectNode();
    details.putObject("mistakes");
    RunFiles run = new RunFiles("a", summary(), List.of(), details);

    assertThat(data(html(run)).at("/runs/0").has("details")).isTrue();
    JsonNode both = data(html(run, run("b", summary())));
    assertThat(both.path("runs")).hasSize(2);
    assertThat(both.at("/runs/0").has("details")).isFalse();
  }

  @Test
  void theClassesOfTheFewestRowsAreLeftOutOfManyAndTheRestKeepsItsOrder() throws IOException {
    ObjectNode summary = summary();
    ArrayNode classes = summary.putObject("train").putArray("perClass");
    for (int k = 0; k < PageData.MOST_CLASSES + 2; k++) {
      classes.addObject().put("label", "c" + k).put("rows", k == 5 || k == 9 ? 0 : 3);
    }

    JsonNode kept = data(html(run("a", summary))).at("/runs/0/summary/train/perClass");

    assertThat(kept).hasSize(PageData.MOST_CLASSES);
    assertThat(kept.findValuesAsText("label"))
        .doesNotContain("c5", "c9")
        .startsWith("c0", "c1", "c2", "c3", "c4", "c6");
  }

  /** Uses files larger than those of any run. */
  @Test
  void theLargestRunStaysSmall() throws IOException {
    Random random = new Random(3);
    ObjectNode summary = summary();
    for (String set : List.of("train", "validation", "test")) {
      putMeasures(summary.putObject(set), random);
    }
    List<JsonNode> lines = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      lines.add(
          JSON.createObjectNode()
              .put("iteration", i)
              .put("objective", random.nextDouble())
              .put("loss", random.nextDouble())
              .put("gradientNorm", random.nextDouble())
              .put("stepSize", random.nextDouble())
              .put("seconds", i * 0.0123456789)
              .put("validationLoss", random.nextDouble())
              .put("validationAccuracy", random.nextDouble()));
    }
    ObjectNode details = JSON.createObjectNode();
    String pixels = Base64.getEncoder().encodeToString(new byte[400_000]);
    details.putObject("mistakes").putArray("rows").addObject().put("pixels", pixels);
    details.putObject("templates").putArray("templates").addObject().put("weights", pixels);

    ObjectNode curves = details.putObject("scoreCurves");
    for (String set : List.of("train", "validation", "test")) {
      putCurves(curves.putArray(set), random);
    }

    String html = html(new RunFiles("large", summary, lines, details));

    assertThat(html.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(2_000_000, 3_000_000);
  }

  /** As many classes and points as there can be. */
  private static void putCurves(ArrayNode curves, Random random) {
    for (int k = 0; k < 20; k++) {
      ObjectNode curve = curves.addObject().put("class", k);
      for (String shares : List.of("recall", "falsePositiveRate")) {
        ArrayNode points = curve.putArray(shares);
        for (int n = 0; n < 60; n++) {
          points.add(Math.rint(random.nextDouble() * 1e6) / 1e6);
        }
      }
    }
  }

  private static void putMeasures(ObjectNode measures, Random random) {
    ArrayNode classes = measures.putArray("perClass");
    for (int k = 0; k < 200; k++) {
      classes
          .addObject()
          .put("label", "a label of some length " + k)
          .put("rows", random.nextInt(10_000))
          .put("precision", random.nextDouble())
          .put("recall", random.nextDouble())
          .put("f1", random.nextDouble())
          .put("auc", random.nextDouble());
    }
    ArrayNode matrix = measures.putArray("confusionMatrix");
    for (int k = 0; k < 200; k++) {
      ArrayNode row = matrix.addArray();
      for (int l = 0; l < 200; l++) {
        row.add(random.nextInt(100));
      }
    }
  }
}

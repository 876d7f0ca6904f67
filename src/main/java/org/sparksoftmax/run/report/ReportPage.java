package org.sparksoftmax.run.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;

/** Assembles the report page of a run, or the comparison of several. */
public final class ReportPage {

  /** The style sheets; later ones override earlier ones. */
  private static final List<String> STYLES =
      List.of("page.css", "tables.css", "parts.css", "media.css");

  /** The scripts, in dependency order. */
  private static final List<String> SCRIPTS =
      List.of(
          "page.js",
          "charts.js",
          "tables.js",
          "headline.js",
          "curves.js",
          "classes.js",
          "confusions.js",
          "reliability.js",
          "scores.js",
          "features.js",
          "pictures.js",
          "mistakes.js",
          "time.js",
          "configuration.js",
          "comparison.js",
          "main.js");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final PageData data;
  private final String version;

  /**
   * @param defaults the default of every configuration key, as JSON
   * @param version the version of spark-softmax
   */
  public ReportPage(String defaults, String version) {
    this.data = new PageData(parse(defaults));
    this.version = version;
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("The defaults are not JSON", impossible);
    }
  }

  /** Returns the page as HTML. */
  public String html(List<RunFiles> runs) {
    String page = resource("report.html");
    StringBuilder html = new StringBuilder();
    int from = 0;
    for (Part part : Part.values()) {
      int at = page.indexOf(part.mark, from);
      html.append(page, from, at).append(content(part, runs));
      from = at + part.mark.length();
    }
    return html.append(page, from, page.length()).toString();
  }

  /** The parts that replace the placeholders in the page, in their order. */
  private enum Part {
    STYLE("/*STYLE*/"),
    DATA("/*DATA*/"),
    LIBRARY("/*LIBRARY*/"),
    SCRIPTS("/*SCRIPTS*/");

    private final String mark;

    Part(String mark) {
      this.mark = mark;
    }
  }

  private CharSequence content(Part part, List<RunFiles> runs) {
    return switch (part) {
      case STYLE -> resources(STYLES);
      case DATA -> EmbeddedJson.text(data.of(runs, version));
      case LIBRARY -> resource("/" + libraryPath());
      case SCRIPTS -> resources(SCRIPTS);
    };
  }

  private static String libraryPath() {
    Properties properties = new Properties();
    try (InputStream in = ReportPage.class.getResourceAsStream("library.properties")) {
      properties.load(in);
    } catch (IOException cannot) {
      throw new UncheckedIOException("Cannot read the resource library.properties", cannot);
    }
    return properties.getProperty("script");
  }

  private static String resources(List<String> names) {
    return names.stream().map(ReportPage::resource).collect(Collectors.joining());
  }

  private static String resource(String name) {
    try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException cannot) {
      throw new UncheckedIOException("Cannot read the resource " + name, cannot);
    }
  }
}

package org.sparksoftmax.ml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.param.Param;
import org.sparksoftmax.config.TrainingConfig;
import org.sparksoftmax.config.parse.ConfigReader;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.run.Publisher;
import org.sparksoftmax.run.report.ReportPage;
import org.sparksoftmax.run.report.RunFiles;
import org.sparksoftmax.text.Product;
import org.sparksoftmax.text.Secrets;
import org.sparksoftmax.train.Outcome;

/** The report of a fit: the page of a run, with parameters in place of a configuration. */
final class FitReport {

  private static final ObjectMapper JSON = new ObjectMapper();

  private FitReport() {}

  /**
   * The fit in the format of {@code summary.json}, without the configuration, and with parameter
   * names in its warnings.
   */
  static String summary(TrainingConfig config, TrainingData data, Outcome outcome) {
    ObjectNode summary = (ObjectNode) parse(Publisher.summary(config, data, outcome).text());
    summary.remove("config");
    if (summary.has("warning")) {
      summary.put("warning", ParamNames.inTermsOfParams(summary.get("warning").textValue()));
    }
    ArrayNode warnings = summary.putArray("warnings");
    outcome.warnings().stream().map(ParamNames::inTermsOfParams).forEach(warnings::add);
    return summary.toString();
  }

  /**
   * Returns the page of the fit of a model as HTML.
   *
   * @throws IllegalStateException if the model has no training summary
   */
  static String html(SoftmaxClassificationModel model) {
    FitRecord fit = model.summary().fit();
    ObjectNode details = JSON.createObjectNode();
    putParameters(details.putArray("parameters"), model);
    RunFiles run = new RunFiles(model.uid(), parse(fit.run()), metrics(fit), Secrets.mask(details));
    return new ReportPage(ConfigReader.defaultsJson(), Product.nameAndVersion()).html(List.of(run));
  }

  private static List<JsonNode> metrics(FitRecord fit) {
    List<JsonNode> lines = new ArrayList<>();
    for (int i = 0; i < fit.objectiveHistory().size(); i++) {
      lines.add(
          JSON.createObjectNode()
              .put("iteration", i)
              .put("objective", fit.objectiveHistory().get(i))
              .put("gradientNorm", fit.gradientNormHistory().get(i)));
    }
    return lines;
  }

  /** Puts the parameters that have a value, in alphabetical order. */
  private static void putParameters(ArrayNode array, SoftmaxClassificationModel model) {
    for (Param<?> param : model.params()) {
      if (model.isDefined(param) && !param.equals(model.table())) {
        String usual = model.hasDefault(param) ? text(param, model.getDefault(param).get()) : "";
        String value = text(param, model.getOrDefault(param));
        array
            .addObject()
            .put("key", param.name())
            .put("value", value)
            .put("default", usual)
            .put("differs", !value.equals(usual));
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static String text(Param<?> param, Object value) {
    return ((Param<Object>) param).jsonEncode(value);
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("A summary is JSON", impossible);
    }
  }
}

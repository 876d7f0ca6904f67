package org.sparksoftmax.run.record;

import static org.sparksoftmax.text.JsonNumbers.putFinite;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.sparksoftmax.data.block.DataSet;
import org.sparksoftmax.math.evaluate.ClassificationReport;
import org.sparksoftmax.math.evaluate.DetailedMeasures;
import org.sparksoftmax.math.evaluate.DetailedMeasures.Averages;
import org.sparksoftmax.math.evaluate.DetailedMeasures.ClassMeasures;
import org.sparksoftmax.math.evaluate.DetailedMeasures.Confusion;
import org.sparksoftmax.math.evaluate.ReliabilityBin;

/** Converts the metrics on one data set to the JSON of summary.json. Undefined metrics are null. */
final class MeasuresJson {

  private static final int MAX_UNKNOWN = 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The largest magnitude up to which float64 represents every integer. */
  private static final double MAX_WHOLE = 0x1p53;

  private MeasuresJson() {}

  static void put(ObjectNode node, DataSet data, ClassificationReport report) {
    node.put("rows", report.rows());
    if (!data.tables().isEmpty()) {
      node.set("tables", JSON.valueToTree(data.tables()));
    }
    node.put("rejected", data.rejections().rows());
    ArrayNode firstRejected = node.putArray("firstRejected");
    data.rejections().first().forEach(firstRejected::add);
    node.put("accuracy", report.accuracy());
    putFinite(node, "logLoss", report.logLoss());
    report.details().ifPresent(details -> putNumbers(node, details));
    node.put("unknownLabelRows", report.unknownLabels());
    putCounts(node, "unknownLabels", data.unknownLabels());
    putCounts(node, "unknownCategories", data.unknownCategories());
    node.put("unknownFeatureValues", data.unknownFeatureValues());
    report.details().ifPresent(details -> putTables(node, details));
  }

  private static void putNumbers(ObjectNode node, DetailedMeasures details) {
    ObjectNode topK = node.putObject("topKAccuracy");
    details.topK().forEach((k, accuracy) -> topK.put(k.toString(), accuracy));
    putAverages(node, "macro", details.macro());
    putAverages(node, "micro", details.micro());
    putAverages(node, "weighted", details.weighted());
    putFinite(node, "aucMacro", details.auc().macro());
    putFinite(node, "aucWeighted", details.auc().weighted());
    putFinite(node, "aucErrorBound", details.auc().errorBound());
    putFinite(node, "brier", details.brier());
    putFinite(node, "ece", details.ece());
  }

  private static void putAverages(ObjectNode node, String kind, Averages averages) {
    node.put(kind + "Precision", averages.precision());
    node.put(kind + "Recall", averages.recall());
    node.put(kind + "F1", averages.f1());
  }

  private static void putTables(ObjectNode node, DetailedMeasures details) {
    ArrayNode perClass = node.putArray("perClass");
    details.perClass().forEach(measures -> putClass(perClass.addObject(), measures));
    ArrayNode bins = node.putArray("calibrationBins");
    details.calibrationBins().forEach(bin -> putBin(bins.addObject(), bin));
    ArrayNode confusions = node.putArray("confusions");
    details.confusions().forEach(confusion -> putConfusion(confusions.addObject(), confusion));
    if (!details.confusionMatrix().isEmpty()) {
      ArrayNode matrix = node.putArray("confusionMatrix");
      details.confusionMatrix().forEach(row -> putWeights(matrix.addArray(), row));
    }
  }

  private static void putClass(ObjectNode node, ClassMeasures measures) {
    node.put("label", measures.label());
    node.put("rows", measures.rows());
    node.put("precision", measures.precision());
    node.put("recall", measures.recall());
    node.put("f1", measures.f1());
    putFinite(node, "auc", measures.auc());
  }

  private static void putBin(ObjectNode node, ReliabilityBin bin) {
    node.put("from", bin.from());
    node.put("to", bin.to());
    node.put("rows", bin.rows());
    node.put("weight", bin.weight());
    putFinite(node, "confidence", bin.confidence());
    putFinite(node, "accuracy", bin.accuracy());
  }

  private static void putConfusion(ObjectNode node, Confusion confusion) {
    node.put("label", confusion.label());
    node.put("prediction", confusion.prediction());
    node.put("rows", confusion.rows());
  }

  /** Puts integral weights, such as row counts, without a decimal point. */
  private static void putWeights(ArrayNode node, List<Double> weights) {
    for (double weight : weights) {
      if (weight == Math.rint(weight) && weight < MAX_WHOLE) {
        node.add((long) weight);
      } else {
        node.add(weight);
      }
    }
  }

  private static void putCounts(ObjectNode node, String key, Map<String, Long> counts) {
    ObjectNode object = node.putObject(key);
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(MAX_UNKNOWN)
        .forEach(entry -> object.put(entry.getKey(), entry.getValue()));
  }
}

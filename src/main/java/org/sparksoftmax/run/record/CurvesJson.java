package org.sparksoftmax.run.record;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.sparksoftmax.math.evaluate.ClassificationReport;
import org.sparksoftmax.math.evaluate.ScoreCurve;
import org.sparksoftmax.text.JsonNumbers;

/** Converts the ROC and precision-recall curves of each data set to the JSON of report.json. */
final class CurvesJson {

  /** The resolution of the points: far below a pixel, even where one class is rare. */
  private static final double PARTS = 1e6;

  private CurvesJson() {}

  static void put(ObjectNode node, Map<String, ClassificationReport> reports) {
    reports.forEach(
        (set, report) -> {
          ArrayNode curves = node.putArray(set);
          report.curves().forEach(curve -> put(curves.addObject(), curve));
        });
  }

  private static void put(ObjectNode node, ScoreCurve curve) {
    node.put("class", curve.of());
    JsonNumbers.putFinite(node, "auc", curve.auc());
    JsonNumbers.putFinite(node, "averagePrecision", curve.averagePrecision());
    JsonNumbers.putFinite(node, "positives", curve.positives());
    JsonNumbers.putFinite(node, "others", curve.others());
    put(node.putArray("recall"), curve.recalls());
    put(node.putArray("falsePositiveRate"), curve.falsePositiveRates());
  }

  private static void put(ArrayNode array, List<Double> shares) {
    shares.forEach(share -> array.add(Math.rint(share * PARTS) / PARTS));
  }
}

package org.sparksoftmax.run.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The curves of a run over its iterations, one array per quantity. */
final class Curves {

  /** The maximum number of points in a curve. More points than pixels would be invisible. */
  static final int MOST_POINTS = 4000;

  private static final List<String> MEASURES =
      List.of(
          "objective", "loss", "gradientNorm", "stepSize", "validationLoss", "validationAccuracy");

  private static final MathContext DIGITS = new MathContext(7);

  private Curves() {}

  /** Puts {@code iteration}, {@code seconds}, every other quantity, and the number of lines. */
  static void put(ObjectNode node, List<JsonNode> lines, int most) {
    Map<String, double[]> curves = new LinkedHashMap<>();
    for (String measure : MEASURES) {
      double[] values = values(lines, measure);
      if (hasAny(values)) {
        curves.put(measure, values);
      }
    }
    int[] positions = Thinning.positions(List.copyOf(curves.values()), lines.size(), most);
    node.put("lines", lines.size());
    put(node, "iteration", values(lines, "iteration"), positions);
    put(node, "seconds", values(lines, "seconds"), positions);
    curves.forEach((measure, values) -> put(node, measure, values, positions));
  }

  private static double[] values(List<JsonNode> lines, String measure) {
    return lines.stream()
        .mapToDouble(
            line -> line.path(measure).isNumber() ? line.path(measure).doubleValue() : Double.NaN)
        .toArray();
  }

  private static boolean hasAny(double[] values) {
    for (double value : values) {
      if (Double.isFinite(value)) {
        return true;
      }
    }
    return false;
  }

  private static void put(ObjectNode node, String name, double[] values, int[] positions) {
    ArrayNode array = node.putArray(name);
    for (int position : positions) {
      double value = values[position];
      if (Double.isFinite(value)) {
        array.add(new BigDecimal(value).round(DIGITS).doubleValue());
      } else {
        array.addNull();
      }
    }
  }
}

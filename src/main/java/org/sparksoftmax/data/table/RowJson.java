package org.sparksoftmax.data.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.sparksoftmax.data.job.ScalaValues;
import scala.collection.Seq;

/** Converts rows of Spark SQL to JSON: numbers that are not finite, dates and times become text. */
final class RowJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RowJson() {}

  /** The first cells of a row as an object with these fields. */
  static String of(Row row, String[] names) {
    return object(row, names).toString();
  }

  private static ObjectNode object(Row row, String[] names) {
    ObjectNode node = JSON.createObjectNode();
    for (int c = 0; c < names.length; c++) {
      node.set(names[c], cell(row.get(c)));
    }
    return node;
  }

  private static JsonNode cell(Object value) {
    if (value instanceof Row struct) {
      return object(struct, struct.schema().fieldNames());
    }
    if (value instanceof Seq<?> elements) {
      ArrayNode array = JSON.createArrayNode();
      ScalaValues.asJava(elements).forEach(element -> array.add(cell(element)));
      return array;
    }
    if (value instanceof Vector vector) {
      return JSON.valueToTree(vector.toArray());
    }
    if (value instanceof scala.collection.Map<?, ?> map) {
      ObjectNode node = JSON.createObjectNode();
      for (Map.Entry<?, ?> entry : ScalaValues.asJava(map).entrySet()) {
        node.set(cell(entry.getKey()).asText(), cell(entry.getValue()));
      }
      return node;
    }
    return JSON.valueToTree(plain(value) ? value : text(value));
  }

  private static boolean plain(Object value) {
    return value == null
        || value instanceof String
        || value instanceof Boolean
        || (value instanceof Number number && Double.isFinite(number.doubleValue()));
  }

  private static String text(Object value) {
    if (value instanceof Number number) {
      return Double.toString(number.doubleValue());
    }
    return CellText.written(value);
  }
}

package org.sparksoftmax.model;

import static org.sparksoftmax.model.ModelCodec.require;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.sparksoftmax.text.Keyword;

/**
 * The fields of a JSON object that is to be read strictly: a field that is missing or of another
 * type is an error, never a default.
 */
record JsonFields(String file, JsonNode node) {

  private static final int SHOWN = 60;

  JsonFields {
    require(
        node.isObject(),
        () -> String.format(Locale.ROOT, "%s is damaged: %s is not an object", file, shown(node)));
  }

  int wholeNumber(String name) {
    return field(name, JsonNode::isInt, "a whole number").intValue();
  }

  double number(String name) {
    return field(name, JsonNode::isNumber, "a number").doubleValue();
  }

  boolean flag(String name) {
    return field(name, JsonNode::isBoolean, "true or false").booleanValue();
  }

  String text(String name) {
    return field(name, JsonNode::isTextual, "a text").textValue();
  }

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : array(name)) {
      require(
          element.isTextual(),
          () ->
              String.format(
                  Locale.ROOT,
                  "%s is damaged: %s holds %s, which is not a text",
                  file,
                  name,
                  shown(element)));
      texts.add(element.textValue());
    }
    return texts;
  }

  int[] wholeNumbers(String name) {
    List<Integer> numbers = new ArrayList<>();
    for (JsonNode element : array(name)) {
      require(
          element.isInt(),
          () ->
              String.format(
                  Locale.ROOT,
                  "%s is damaged: %s holds %s, which is not a whole number",
                  file,
                  name,
                  shown(element)));
      numbers.add(element.intValue());
    }
    return numbers.stream().mapToInt(n -> n).toArray();
  }

  /** One of the constants of {@code type}, as {@link Keyword} writes it. */
  <E extends Enum<E>> E choice(String name, Class<E> type) {
    String text = text(name);
    for (E constant : type.getEnumConstants()) {
      if (Keyword.of(constant).equals(text)) {
        return constant;
      }
    }
    throw new ModelCodec.CorruptModelException(
        String.format(
            Locale.ROOT,
            "%s is damaged: %s is '%s', which this version of spark-softmax does not support",
            file,
            name,
            text));
  }

  /** As {@link #texts}; empty if there is no such field. */
  List<String> textsIfAny(String name) {
    return has(name) ? texts(name) : List.of();
  }

  boolean has(String name) {
    return node.has(name);
  }

  JsonFields object(String name) {
    return new JsonFields(file, field(name, JsonNode::isObject, "an object"));
  }

  List<JsonFields> objects(String name) {
    List<JsonFields> objects = new ArrayList<>();
    array(name).forEach(element -> objects.add(new JsonFields(file, element)));
    return objects;
  }

  private JsonNode array(String name) {
    return field(name, JsonNode::isArray, "a list");
  }

  private JsonNode field(String name, Predicate<JsonNode> type, String wanted) {
    JsonNode field = node.path(name);
    require(
        !field.isMissingNode(),
        () -> String.format(Locale.ROOT, "%s is damaged: it has no %s", file, name));
    require(
        type.test(field),
        () ->
            String.format(
                Locale.ROOT, "%s is damaged: %s is %s, not %s", file, name, shown(field), wanted));
    return field;
  }

  private static String shown(JsonNode node) {
    String text = node.toString();
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
  }
}

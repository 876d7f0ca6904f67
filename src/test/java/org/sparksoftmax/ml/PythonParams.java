package org.sparksoftmax.ml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/**
 * Writes the Python declarations of the parameters: names, documentation, types, defaults, getters,
 * setters, and the keywords of the constructor.
 */
final class PythonParams {

  /** The parameters that the base classes of pyspark declare, with their defaults. */
  private static final Set<String> OF_PYSPARK =
      Set.of(
          "featuresCol",
          "labelCol",
          "predictionCol",
          "probabilityCol",
          "rawPredictionCol",
          "thresholds");

  private static final int WIDTH = 88;

  private final SoftmaxClassifier defaults = new SoftmaxClassifier();
  private final List<Param<?>> classifier = paramsOf(defaults);
  private final List<Param<?>> model = paramsOf(new SoftmaxClassificationModel());
  private final StringBuilder out = new StringBuilder();

  /** In the order of their names. */
  private static List<Param<?>> paramsOf(Params stage) {
    return Arrays.stream(stage.params()).<Param<?>>map(param -> param).toList();
  }

  /** The parameters that one of two stages has and the other has not, or that both have. */
  private static List<Param<?>> of(List<Param<?>> stage, List<Param<?>> other, boolean inBoth) {
    Set<String> others = other.stream().map(Param::name).collect(Collectors.toSet());
    return stage.stream()
        .filter(param -> !OF_PYSPARK.contains(param.name()))
        .filter(param -> others.contains(param.name()) == inBoth)
        .toList();
  }

  /** The text of {@code _params.py}. */
  String text() {
    line("# PythonParamsTest writes this file from the parameters of SoftmaxClassifier.java.");
    line("\"\"\"The parameters of the stages, as Java declares them.\"\"\"");
    line("");
    line("from typing import TYPE_CHECKING, Any, TypeVar");
    line("");
    line("from pyspark import keyword_only");
    line("from pyspark.ml.classification import (");
    line("    _JavaProbabilisticClassifier,");
    line("    _ProbabilisticClassifierParams,");
    line(")");
    line("from pyspark.ml.param import Param, Params, TypeConverters");
    line("from pyspark.ml.param.shared import HasWeightCol");
    line("");
    line("if TYPE_CHECKING:");
    line("    from org.sparksoftmax.ml import SoftmaxClassificationModel  # noqa: F401");
    line("");
    line("S = TypeVar(\"S\", bound=\"_SoftmaxClassifier\")");
    params(
        "_SoftmaxParams",
        "_ProbabilisticClassifierParams, HasWeightCol",
        "The parameters of classifiers and models.",
        of(classifier, model, true));
    params(
        "_SoftmaxClassifierParams",
        "_SoftmaxParams",
        "The parameters of classifiers only.",
        of(classifier, model, false));
    params(
        "_SoftmaxModelParams",
        "_SoftmaxParams",
        "The parameters of models only.",
        of(model, classifier, false));
    classifier();
    return out.toString();
  }

  private void params(String name, String bases, String purpose, List<Param<?>> params) {
    line("");
    line("");
    line("class %s(%s):", name, bases);
    line("    \"\"\"%s\"\"\"", purpose);
    line("");
    for (Param<?> param : params) {
      Type type = Type.of(param);
      line("    %s: \"Param[%s]\" = Param(", param.name(), type.python());
      line("        Params._dummy(),");
      line("        \"%s\",", param.name());
      doc(param.doc());
      line("        typeConverter=TypeConverters.%s,", type.converter());
      line("    )");
    }
    List<Param<?>> withDefault =
        params.stream().filter(param -> defaultOf(param).isPresent()).toList();
    if (!withDefault.isEmpty()) {
      line("");
      line("    def __init__(self, *args: Any) -> None:");
      line("        super().__init__(*args)");
      line("        self._setDefault(");
      withDefault.forEach(
          param -> line("            %s=%s,", param.name(), defaultOf(param).orElseThrow()));
      line("        )");
    }
    params.forEach(this::getter);
  }

  /** A string of several lines, each with its blank at the end. */
  private void doc(String doc) {
    List<String> lines = new ArrayList<>();
    StringBuilder current = new StringBuilder();
    for (String word : doc.split("(?<= )", -1)) {
      if (current.length() > 0 && current.length() + word.length() > WIDTH - 12) {
        lines.add(current.toString());
        current.setLength(0);
      }
      current.append(word);
    }
    lines.add(current.toString());
    for (int i = 0; i < lines.size(); i++) {
      line("        %s%s", quoted(lines.get(i)), i == lines.size() - 1 ? "," : "");
    }
  }

  private void getter(Param<?> param) {
    Type type = Type.of(param);
    boolean empty = type.isArray() && defaultOf(param).isEmpty();
    line("");
    line("    def get%s(self) -> %s:", capitalized(param.name()), type.python());
    line(
        "        \"\"\"The value of %s or its default%s.\"\"\"",
        param.name(), empty ? "; an empty list if not set" : "");
    String get = String.format(Locale.ROOT, "self.getOrDefault(self.%s)", param.name());
    line(
        "        return %s%s",
        get,
        empty
            ? String.format(Locale.ROOT, " if self.isDefined(self.%s) else []", param.name())
            : "");
  }

  private void classifier() {
    line("");
    line("");
    line("class _SoftmaxClassifier(");
    line(
        "    _JavaProbabilisticClassifier[\"SoftmaxClassificationModel\"], _SoftmaxClassifierParams");
    line("):");
    line("    \"\"\"The keywords and setters of classifiers.\"\"\"");
    line("");
    line("    _input_kwargs: dict[str, Any]");
    line("");
    line("    @keyword_only");
    line("    def __init__(");
    keywords();
    line("    ) -> None:");
    line("        super().__init__()");
    line(
        "        self._java_obj = self._new_java_obj(\"%s\", self.uid)",
        SoftmaxClassifier.class.getName());
    line("        self.setParams(**self._input_kwargs)");
    line("");
    line("    @keyword_only");
    line("    def setParams(");
    keywords();
    line("    ) -> Any:");
    line("        \"\"\"Sets the given parameters; the others keep their values.\"\"\"");
    line("        return self._set(**self._input_kwargs)");
    for (Param<?> param : classifier) {
      if (OF_PYSPARK.contains(param.name())) {
        continue; // pyspark has the setter
      }
      line("");
      line(
          "    def set%s(self: S, value: %s) -> S:",
          capitalized(param.name()), Type.of(param).python());
      line("        \"\"\"Sets %s.\"\"\"", param.name());
      line("        return self._set(%s=value)", param.name());
    }
  }

  private void keywords() {
    line("        self,");
    line("        *,");
    for (Param<?> param : classifier) {
      String type = Type.of(param).python();
      Optional<String> value = defaultOf(param);
      line(
          "        %s: %s = %s,",
          param.name(), value.isPresent() ? type : type + " | None", value.orElse("None"));
    }
  }

  private Optional<String> defaultOf(Param<?> param) {
    return defaults.hasParam(param.name()) && defaults.hasDefault(param)
        ? Optional.of(literal(defaults.getDefault(param).get()))
        : Optional.empty();
  }

  private static String literal(Object value) {
    if (value instanceof Boolean flag) {
      return flag ? "True" : "False";
    }
    if (value instanceof Double number) {
      return number.toString().replace(".0E", "e").replace("E", "e");
    }
    if (value instanceof Integer || value instanceof Long) {
      return value.toString();
    }
    if (value instanceof String text) {
      return quoted(text);
    }
    throw new IllegalArgumentException("No Python literal for the default " + value);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String capitalized(String name) {
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  private void line(String format, Object... arguments) {
    out.append(arguments.length == 0 ? format : String.format(Locale.ROOT, format, arguments))
        .append('\n');
  }

  /** The type of a parameter in Python. */
  private record Type(Class<?> java, String python, String converter) {

    private static final List<Type> ALL =
        List.of(
            new Type(BooleanParam.class, "bool", "toBoolean"),
            new Type(IntParam.class, "int", "toInt"),
            new Type(LongParam.class, "int", "toInt"),
            new Type(DoubleParam.class, "float", "toFloat"),
            new Type(IntArrayParam.class, "list[int]", "toListInt"),
            new Type(DoubleArrayParam.class, "list[float]", "toListFloat"),
            new Type(Param.class, "str", "toString"));

    static Type of(Param<?> param) {
      return ALL.stream()
          .filter(type -> type.java == param.getClass())
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "No Python type for " + param.name() + ", a " + param.getClass()));
    }

    boolean isArray() {
      return python.startsWith("list");
    }
  }
}

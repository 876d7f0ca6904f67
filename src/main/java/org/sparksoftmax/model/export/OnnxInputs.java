package org.sparksoftmax.model.export;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sparksoftmax.model.ColumnPart;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.FeatureSchema.InputColumn;
import org.sparksoftmax.model.MissingFeatures;
import org.sparksoftmax.model.SoftmaxModel;

/**
 * The inputs of a graph, and its first nodes, which make features of them: one vector, or one input
 * for each column.
 */
final class OnnxInputs {

  private static final String FEATURES = "features";
  private static final int MAX_SHOWN = 20;

  private final SoftmaxModel model;
  private final OnnxOptions options;

  /** The type of numbers in rows. */
  private final DataType numbers;

  private final List<Input> inputs;

  /**
   * @param names of inputs and nodes, to which those of the inputs are added
   */
  OnnxInputs(SoftmaxModel model, OnnxOptions options, UniqueNames names) {
    this.model = model;
    this.options = options;
    this.numbers = options.numbers(model);
    this.inputs =
        options.byColumns(model)
            ? columns(names)
            : List.of(
                new Input(names.take(FEATURES), numbers, model.schema().features(), List.of()));
  }

  /**
   * An input, rows×{@code width}.
   *
   * @param columns the numbers that it has, or its only categorical column; empty for all features
   */
  private record Input(String name, DataType type, int width, List<InputColumn> columns) {

    boolean isCategorical() {
      return !columns.isEmpty() && columns.get(0).isCategorical();
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%s, %s [rows, %d]", name, OnnxGraph.nameOf(type), width);
    }
  }

  private List<Input> columns(UniqueNames names) {
    FeatureSchema schema = model.schema();
    List<InputColumn> columns = schema.columns();
    List<Input> found = new ArrayList<>();
    int from = 0;
    while (from < columns.size()) {
      InputColumn first = columns.get(from);
      boolean entries = first.part() instanceof ColumnPart.Element;
      int end = from + 1;
      while (entries
          && end < columns.size()
          && columns.get(end).part() instanceof ColumnPart.Element
          && columns.get(end).column().equals(first.column())) {
        end++;
      }
      String name = entries ? first.column() : first.name();
      List<InputColumn> parts = columns.subList(from, end);
      boolean named = !name.isEmpty() && (schema.columnsNamed() || !isPosition(name));
      String unique = names.take(named ? name : "feature_" + name);
      found.add(new Input(unique, type(first), parts.size(), parts));
      from = end;
    }
    return List.copyOf(found);
  }

  /** Columns without names have their positions instead; entries of named vectors have names. */
  private static boolean isPosition(String name) {
    return name.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private DataType type(InputColumn column) {
    Optional<double[]> values = CategoryValues.of(column);
    if (column.isCategorical() && values.isEmpty()) {
      return DataType.STRING;
    }
    // For float32 throughout, such categories were refused.
    return values.isPresent() && !CategoryValues.fitFloat32(values.get())
        ? DataType.DOUBLE
        : numbers;
  }

  /** Names, types and shapes in one line. */
  String description() {
    if (inputs.size() == 1) {
      return "input: " + inputs.get(0);
    }
    int more = inputs.size() - MAX_SHOWN;
    return inputs.stream()
            .limit(MAX_SHOWN)
            .map(Input::toString)
            .collect(Collectors.joining("; ", "inputs: ", ""))
        + (more > 0 ? String.format(Locale.ROOT, "; and %,d more", more) : "");
  }

  /** Whether a row has text. */
  boolean anyText() {
    return inputs.stream().anyMatch(input -> input.type() == DataType.STRING);
  }

  /** Adds the inputs and the nodes that make the features of them, less their centres. */
  String addTo(OnnxGraph graph) {
    inputs.forEach(input -> graph.input(input.name(), input.type(), input.width()));
    String x = options.byColumns(model) ? encoded(graph) : inputs.get(0).name();
    if (numbers != options.arithmetic()) {
      x = graph.cast("x", options.arithmetic(), x);
    }
    if (model.schema().acceptsMissing()) {
      x = filled(graph, x);
    }
    if (model.units().isCentred()) {
      double[] centres = model.units().centres();
      x = graph.node("Sub", "centred", x, graph.numbers("centres", centres, 0, centres.length));
    }
    return x;
  }

  /**
   * The features as in a vector, in the type of numbers: categories encoded, NaN for missing
   * numbers, 0 for indicators.
   */
  private String encoded(OnnxGraph graph) {
    List<String> parts = new ArrayList<>();
    for (Input input : inputs) {
      parts.add(input.isCategorical() ? oneHot(graph, input) : numbers(graph, input));
    }
    String encoded =
        parts.size() == 1
            ? parts.get(0)
            : graph.node("Concat", "encoded", Map.of("axis", 1), parts.toArray(String[]::new));
    MissingFeatures missing = MissingFeatures.of(model.schema());
    return missing.anyIndicator()
        ? graph.node(
            "Where",
            "not_filled",
            graph.flags("indicator_features", missing.isIndicator()),
            graph.numbers(numbers, "no_indication", new double[1], 0),
            encoded)
        : encoded;
  }

  /** The numbers of an input, twice where an indicator follows. */
  private static String numbers(OnnxGraph graph, Input input) {
    List<Long> sources = new ArrayList<>();
    for (int i = 0; i < input.width(); i++) {
      sources.addAll(Collections.nCopies(input.columns().get(i).width(), (long) i));
    }
    return sources.size() == input.width()
        ? input.name()
        : graph.node(
            "Gather",
            "features_of_" + input.name(),
            Map.of("axis", 1),
            input.name(),
            graph.longs("sources_of_" + input.name(), sources));
  }

  /** One feature for each category of a column. */
  private String oneHot(OnnxGraph graph, Input input) {
    InputColumn column = input.columns().get(0);
    String output = "categories_of_" + input.name();
    if (input.type() == DataType.STRING) {
      String encoded = graph.oneHot(output, input.name(), column.categories()); // rows×1×categories
      String flat = graph.node("Squeeze", output, encoded, graph.longs("axis", List.of(1L)));
      return numbers == DataType.FLOAT ? flat : graph.cast(output, numbers, flat);
    }
    double[] values = CategoryValues.of(column).orElseThrow();
    String equal =
        graph.node(
            "Equal",
            output,
            input.name(),
            graph.numbers(input.type(), "values_of_" + input.name(), values, 0, 1, values.length));
    if (column.categories().contains(FeatureSchema.MISSING_CATEGORY)) {
      boolean[] isMissing = new boolean[values.length];
      for (int c = 0; c < values.length; c++) {
        isMissing[c] = Double.isNaN(values[c]);
      }
      String missing = graph.node("IsNaN", "missing_" + input.name(), input.name());
      String category = graph.flags("missing_category_of_" + input.name(), isMissing);
      equal = graph.node("Or", output, equal, graph.node("And", output, missing, category));
    }
    return graph.cast(output, numbers, equal);
  }

  /** Replaces NaN where the model does, and sets the indicators of these values to 1. */
  private String filled(OnnxGraph graph, String x) {
    MissingFeatures missing = MissingFeatures.of(model.schema());
    int features = model.schema().features();
    String isMissing = graph.node("IsNaN", "missing", x);
    String fills = graph.numbers("fills", missing.fills(), 0, 1, features);
    String filled = graph.node("Where", "filled", isMissing, fills, x);
    if (!missing.anyIndicator()) {
      return filled;
    }
    String sources =
        graph.longs(
            "indicated", Arrays.stream(missing.indicated()).asLongStream().boxed().toList());
    String indicated =
        graph.node(
            "And",
            "indicators",
            graph.node("Gather", "indicated_missing", Map.of("axis", 1), isMissing, sources),
            graph.flags("is_indicator", missing.isIndicator()));
    return graph.node("Where", "imputed", indicated, graph.scalar("one", 1), filled);
  }
}

package org.sparksoftmax.model.export;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.Activation;
import org.sparksoftmax.math.layout.LayerLayout;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.MissingFeatures;
import org.sparksoftmax.model.SoftmaxModel;

/**
 * A model as an ONNX graph of standard operators. The input is {@code features} (rows×D, as in the
 * data; float32, or float64 where {@link #takesDoubles float32 could not distinguish rows}; NaN is
 * a missing value where the model replaces such). The outputs are {@code label} (int64 if all
 * labels are integers, otherwise text) and {@code probabilities} (float32, rows×K, classes in the
 * order of the model).
 *
 * <p>The graph computes in float64 internally: see the package documentation.
 */
public final class OnnxFile implements ModelFile {

  private static final String FEATURES = "features";
  private static final String LABEL = "label";
  private static final String PROBABILITIES = "probabilities";

  /** The oldest versions with Softmax along an axis; every runtime since 2020 supports them. */
  private static final int IR_VERSION = 7;

  private static final int OPERATORS = 13;

  /** A protobuf message must be smaller than 2 GiB. */
  private static final long MAX_BYTES = Integer.MAX_VALUE;

  /** Allowance for everything except parameters, labels and names. */
  private static final long MORE_BYTES = 1 << 20;

  /** Limit on feature names; in a wider model they would dominate the file. */
  private static final long MAX_NAME_CHARACTERS = 1 << 20;

  /**
   * For example 7 or -12, but not 07, +7, -0 or 7.0, which would be returned as a different text.
   */
  private static final Pattern WHOLE_NUMBER = Pattern.compile("0|-?[1-9][0-9]{0,17}");

  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public String name() {
    return "onnx";
  }

  @Override
  public void requireFits(SoftmaxModel model) {
    long centres = model.units().isCentred() ? model.schema().features() : 0;
    requireFits(
        model.layout(WeightOrder.CLASS_MAJOR).dimension() + centres, labelCharacters(model));
  }

  /**
   * Checks the size of the file. UTF-8 takes at most three bytes for a character, and labels are
   * written twice.
   *
   * @param parameters number of parameters, including centres
   */
  static void requireFits(long parameters, long labelCharacters) {
    long bytes =
        parameters * Double.BYTES + 6 * labelCharacters + 3 * MAX_NAME_CHARACTERS + MORE_BYTES;
    if (bytes > MAX_BYTES) {
      throw new ExportException(
          String.format(
              Locale.ROOT,
              "Cannot export the model to onnx: with %,d parameters and %,d characters of labels it may take %,d bytes (an ONNX file has at most %,d)",
              parameters,
              labelCharacters,
              bytes,
              MAX_BYTES));
    }
  }

  private static long labelCharacters(SoftmaxModel model) {
    return model.classes().labels().stream().mapToLong(String::length).sum();
  }

  @Override
  public boolean isOne(byte[] head) {
    byte[] begin = header().build().toByteArray();
    return head.length >= begin.length
        && Arrays.equals(begin, 0, begin.length, head, 0, begin.length);
  }

  /** The first fields of a file, which identify it. */
  private static ModelProto.Builder header() {
    return ModelProto.newBuilder().setIrVersion(IR_VERSION).setProducerName(PRODUCER);
  }

  @Override
  public List<String> interfaceOf(SoftmaxModel model) {
    return List.of(
        String.format(
            Locale.ROOT,
            "input: %s, %s [rows, %d]",
            FEATURES,
            takesDoubles(model) ? "double" : "float",
            model.schema().features()),
        String.format(
            Locale.ROOT,
            "outputs: %s, %s [rows]; %s, float [rows, %d]",
            LABEL,
            wholeLabels(model).isPresent() ? "int64" : "string",
            PROBABILITIES,
            model.classes().size()));
  }

  @Override
  public void write(SoftmaxModel model, OutputStream out) throws IOException {
    requireFits(model);
    ModelProto.Builder file =
        header()
            .setProducerVersion(Producer.version())
            .setDomain("org.sparksoftmax")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPERATORS))
            .setGraph(graph(model));
    metadata(model)
        .forEach(
            (key, value) ->
                file.addMetadataProps(
                    StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    file.build().writeTo(out);
  }

  private static Map<String, String> metadata(SoftmaxModel model) throws IOException {
    Map<String, String> metadata = new TreeMap<>();
    metadata.put("classes", JSON.writeValueAsString(model.classes().labels()));
    metadata.put("modelSha256", model.sha256());
    FeatureSchema schema = model.schema();
    if (!schema.columns().isEmpty()) {
      List<String> names = schema.featureNames();
      if (names.stream().mapToLong(String::length).sum() <= MAX_NAME_CHARACTERS) {
        metadata.put("features", JSON.writeValueAsString(names));
      }
    }
    return metadata;
  }

  private static GraphProto graph(SoftmaxModel model) {
    OnnxGraph graph = new OnnxGraph("softmax");
    ParameterLayout layout = model.layout(WeightOrder.CLASS_MAJOR);
    double[] parameters = model.logitParameters(WeightOrder.CLASS_MAJOR);
    boolean doubles = takesDoubles(model);
    DataType type = doubles ? DataType.DOUBLE : DataType.FLOAT;
    String a = graph.input(FEATURES, type, layout.features());
    if (!doubles) {
      a = graph.node("Cast", "x", Map.of("to", DataType.DOUBLE.getNumber()), a);
    }
    if (model.schema().acceptsMissing()) {
      a = filled(graph, model, a);
    }
    if (model.units().isCentred()) {
      double[] centres = model.units().centres();
      a = graph.node("Sub", "centred", a, graph.doubles("centres", centres, 0, centres.length));
    }
    for (int l = 0; l < layout.depth(); l++) {
      a = affine(graph, layout.layer(l), parameters, a, l + 1);
      if (l < layout.depth() - 1) {
        a = activated(graph, layout.hidden().activation(), a, "a" + (l + 1));
      }
    }
    addOutputs(graph, model, a);
    return graph.build();
  }

  /** Replaces NaN where the model does, and sets the indicators of these values to 1. */
  private static String filled(OnnxGraph graph, SoftmaxModel model, String x) {
    MissingFeatures missing = MissingFeatures.of(model.schema());
    int features = model.schema().features();
    String isMissing = graph.node("IsNaN", "missing", x);
    String fills = graph.doubles("fills", missing.fills(), 0, 1, features);
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

  /**
   * Whether float32 cannot distinguish raw rows because some features are far from 0 relative to
   * their spread.
   */
  static boolean takesDoubles(SoftmaxModel model) {
    return model.units().isCentred() || model.units().needsFloat64();
  }

  /** Z = A Wᵀ + b. */
  private static String affine(
      OnnxGraph graph, LayerLayout layer, double[] parameters, String a, int number) {
    String weights =
        graph.doubles("W" + number, parameters, layer.weights(), layer.outputs(), layer.inputs());
    Map<String, Integer> transposed = Map.of("transB", 1);
    String z = "z" + number;
    if (!layer.hasBiases()) {
      return graph.node("Gemm", z, transposed, a, weights);
    }
    String biases = graph.doubles("b" + number, parameters, layer.biases(), layer.outputs());
    return graph.node("Gemm", z, transposed, a, weights, biases);
  }

  /** σ(Z), built from operators that runtimes support in float64. */
  private static String activated(OnnxGraph graph, Activation activation, String z, String a) {
    return switch (activation) {
      case RELU -> graph.node("Relu", a, z);
      case LEAKY_RELU ->
          graph.node(
              "Max",
              a,
              z,
              graph.node("Mul", a + "_leak", z, graph.scalar(a + "_slope", Activation.LEAK)));
      case TANH -> graph.node("Tanh", a, z);
      case SIGMOID -> graph.node("Sigmoid", a, z);
      case GELU -> gelu(graph, z, a);
    };
  }

  private static String gelu(OnnxGraph graph, String z, String a) {
    String cube = graph.node("Mul", a + "_cube", graph.node("Mul", a + "_square", z, z), z);
    String part = graph.node("Mul", a + "_part", cube, graph.scalar(a + "_factor", 0.044715));
    String inner =
        graph.node(
            "Mul",
            a + "_inner",
            graph.node("Add", a + "_sum", z, part),
            graph.scalar(a + "_scale", Math.sqrt(2 / Math.PI)));
    String share =
        graph.node(
            "Add",
            a + "_share",
            graph.node("Tanh", a + "_tanh", inner),
            graph.scalar(a + "_one", 1));
    String half = graph.node("Mul", a + "_half", z, graph.scalar(a + "_by", 0.5));
    return graph.node("Mul", a, half, share);
  }

  private static void addOutputs(OnnxGraph graph, SoftmaxModel model, String logits) {
    graph.node(
        "Cast",
        PROBABILITIES,
        Map.of("to", DataType.FLOAT.getNumber()),
        graph.node("Softmax", "p", Map.of("axis", -1), logits));
    Map<String, Integer> ofRow = Map.of("axis", 1, "keepdims", 0); // ties: first class
    String largest = graph.node("ArgMax", "class", ofRow, logits);
    Optional<List<Long>> numbers = wholeLabels(model);
    String labels =
        numbers
            .map(values -> graph.longs("labels", values))
            .orElseGet(() -> graph.texts("labels", model.classes().labels()));
    graph.node("Gather", LABEL, labels, largest);
    graph.output(LABEL, numbers.isPresent() ? DataType.INT64 : DataType.STRING, 0);
    graph.output(PROBABILITIES, DataType.FLOAT, model.classes().size());
  }

  /** The labels as numbers, if all of them are integers. */
  private static Optional<List<Long>> wholeLabels(SoftmaxModel model) {
    List<String> labels = model.classes().labels();
    return labels.stream().allMatch(label -> WHOLE_NUMBER.matcher(label).matches())
        ? Optional.of(labels.stream().map(Long::valueOf).toList())
        : Optional.empty();
  }
}

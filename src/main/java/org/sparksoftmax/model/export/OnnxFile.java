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
import java.util.stream.LongStream;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.SoftmaxModel;
import org.sparksoftmax.text.Count;
import org.sparksoftmax.text.Product;

/**
 * A model as an ONNX graph of standard operators, with {@link OnnxOptions}. By default, the input
 * is {@code features} (rows×D, as in the data; float32, or float64 where {@link
 * OnnxPrecision#needsFloat64 float32 could not distinguish rows}); NaN is a missing value where the
 * model replaces such. The outputs are {@code label} (int64 if all labels are integers, otherwise
 * text) and {@code probabilities} (rows×K, classes in the order of the model).
 */
public final class OnnxFile implements ModelFile {

  private static final String LABEL = "label";
  private static final String PROBABILITIES = "probabilities";

  /** The oldest versions with Softmax along an axis; every runtime since 2020 supports them. */
  private static final int IR_VERSION = 7;

  private static final int OPERATORS = 13;

  /** A protobuf message must be smaller than 2 GiB. */
  private static final long MAX_BYTES = Integer.MAX_VALUE;

  /** Allowance for everything except parameters, labels and names. */
  private static final long MORE_BYTES = 1 << 20;

  /** Allowance for the nodes of a column. */
  private static final long CHARACTERS_OF_COLUMN = 500;

  /** Limit on feature names; in a wider model they would dominate the file. */
  private static final long MAX_NAME_CHARACTERS = 1 << 20;

  /**
   * For example 7 or -12, but not 07, +7, -0 or 7.0, which would be returned as a different text.
   */
  private static final Pattern WHOLE_NUMBER = Pattern.compile("0|-?[1-9][0-9]{0,17}");

  /** The oldest version of the operators for categories. */
  private static final int ML_OPERATORS = 1;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final OnnxOptions options;

  /** A form with {@link OnnxOptions#DEFAULT}. */
  public OnnxFile() {
    this(OnnxOptions.DEFAULT);
  }

  public OnnxFile(OnnxOptions options) {
    this.options = options;
  }

  @Override
  public String name() {
    return "onnx";
  }

  @Override
  public void requireFits(SoftmaxModel model) {
    long centres = model.units().isCentred() ? model.schema().features() : 0;
    long bytesOfNumber = options.arithmetic() == DataType.FLOAT ? Float.BYTES : Double.BYTES;
    requireFits(
        model.layout(WeightOrder.CLASS_MAJOR).dimension() + centres,
        bytesOfNumber,
        textCharacters(model));
    if (options.precision() == OnnxOptions.Precision.FLOAT32) {
      OnnxPrecision.requireFloat32(model, options);
    }
  }

  /**
   * Checks the size of the file. UTF-8 takes at most three bytes for a character, and texts are
   * written twice.
   *
   * @param parameters number of parameters, including centres
   * @param characters of labels, and of columns that are inputs
   */
  static void requireFits(long parameters, long bytesOfNumber, long characters) {
    long bytes = parameters * bytesOfNumber + 6 * characters + 3 * MAX_NAME_CHARACTERS + MORE_BYTES;
    if (bytes > MAX_BYTES) {
      throw new ExportException(
          String.format(
              Locale.ROOT,
              "Cannot export the model to onnx: with %,d parameters and %,d characters of labels and columns it may take %,d bytes (an ONNX file has at most %,d)",
              parameters,
              characters,
              bytes,
              MAX_BYTES));
    }
  }

  private long textCharacters(SoftmaxModel model) {
    LongStream labels = model.classes().labels().stream().mapToLong(String::length);
    return labels.sum() + (options.byColumns(model) ? columnCharacters(model.schema()) : 0);
  }

  /** Upper bound for the nodes of all columns, and for their names and categories. */
  private static long columnCharacters(FeatureSchema schema) {
    return schema.columns().stream()
        .mapToLong(
            column ->
                CHARACTERS_OF_COLUMN
                    + 10L * column.name().length()
                    + column.categories().stream().mapToLong(String::length).sum())
        .sum();
  }

  @Override
  public boolean isOne(byte[] head) {
    byte[] begin = header().build().toByteArray();
    return head.length >= begin.length
        && Arrays.equals(begin, 0, begin.length, head, 0, begin.length);
  }

  /** The first fields of a file, which identify it. */
  private static ModelProto.Builder header() {
    return ModelProto.newBuilder().setIrVersion(IR_VERSION).setProducerName(Product.NAME);
  }

  @Override
  public List<String> interfaceOf(SoftmaxModel model) {
    UniqueNames names = new UniqueNames();
    OnnxInputs inputs = new OnnxInputs(model, options, names);
    Outputs outputs = new Outputs(names);
    return List.of(
        inputs.description(),
        String.format(
            Locale.ROOT,
            "outputs: %s, %s [rows]; %s, %s [rows, %d]",
            outputs.label(),
            OnnxGraph.nameOf(labelType(wholeLabels(model))),
            outputs.probabilities(),
            OnnxGraph.nameOf(options.probabilities()),
            model.classes().size()),
        options.arithmetic() == DataType.FLOAT
            ? "computes in float32: a label may differ from that of predict where two classes are nearly equal"
            : "computes in float64");
  }

  @Override
  public void write(SoftmaxModel model, OutputStream out) throws IOException {
    requireFits(model);
    ModelProto.Builder file =
        header()
            .setProducerVersion(Product.version())
            .setDomain("org.sparksoftmax")
            .setModelVersion(options.modelVersion())
            .setDocString(description(model))
            .setGraph(graph(model))
            .addOpsetImport(operators("", OPERATORS));
    if (options.byColumns(model)) {
      file.addOpsetImport(operators(OnnxGraph.ML_DOMAIN, ML_OPERATORS));
    }
    metadata(model)
        .forEach(
            (key, value) ->
                file.addMetadataProps(
                    StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    file.build().writeTo(out);
  }

  private static OperatorSetIdProto operators(String domain, int version) {
    return OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version).build();
  }

  private String description(SoftmaxModel model) {
    return String.format(
        Locale.ROOT,
        "Softmax classifier of %s and %s (%s), exported by %s %s. %s.",
        Count.of(model.classes().size(), "class"),
        Count.of(model.schema().features(), "feature"),
        model.isLinear() ? "linear" : "hidden layers: " + model.hidden(),
        Product.NAME,
        Product.version(),
        String.join(". ", interfaceOf(model)));
  }

  private static Map<String, String> metadata(SoftmaxModel model) throws IOException {
    Map<String, String> metadata = new TreeMap<>();
    metadata.put("classes", JSON.writeValueAsString(model.classes().labels()));
    metadata.put("modelSha256", model.sha256());
    FeatureSchema schema = model.schema();
    if (!schema.columns().isEmpty()) {
      UniqueNames unique = new UniqueNames();
      List<String> names = schema.featureNames().stream().map(unique::take).toList();
      if (names.stream().mapToLong(String::length).sum() <= MAX_NAME_CHARACTERS) {
        metadata.put("features", JSON.writeValueAsString(names));
      }
    }
    return metadata;
  }

  private GraphProto graph(SoftmaxModel exact) {
    boolean single = options.arithmetic() == DataType.FLOAT;
    SoftmaxModel model = single ? OnnxPrecision.withFloat32Centres(exact) : exact;
    UniqueNames names = new UniqueNames();
    OnnxInputs inputs = new OnnxInputs(model, options, names);
    Outputs outputs = new Outputs(names);
    OnnxGraph graph = new OnnxGraph("softmax", options.arithmetic(), names);
    String features = inputs.addTo(graph);
    addOutputs(graph, model, outputs, OnnxLayers.addTo(graph, model, features));
    return graph.build();
  }

  /** The names of the outputs, which differ from those of the inputs. */
  private record Outputs(String label, String probabilities) {

    Outputs(UniqueNames names) {
      this(names.take(LABEL), names.take(PROBABILITIES));
    }
  }

  private void addOutputs(OnnxGraph graph, SoftmaxModel model, Outputs outputs, String logits) {
    Optional<List<Long>> numbers = wholeLabels(model);
    graph.output(outputs.label(), labelType(numbers), 0);
    graph.output(outputs.probabilities(), options.probabilities(), model.classes().size());
    Map<String, Integer> ofRow = Map.of("axis", -1);
    if (options.probabilities() == options.arithmetic()) {
      graph.node("Softmax", outputs.probabilities(), ofRow, logits);
    } else {
      String p = graph.node("Softmax", "p", ofRow, logits);
      graph.cast(outputs.probabilities(), options.probabilities(), p);
    }
    Map<String, Integer> firstOfEqual = Map.of("axis", 1, "keepdims", 0);
    String largest = graph.node("ArgMax", "class", firstOfEqual, logits);
    String labels =
        numbers
            .map(values -> graph.longs("labels", values))
            .orElseGet(() -> graph.texts("labels", model.classes().labels()));
    graph.node("Gather", outputs.label(), labels, largest);
  }

  private static DataType labelType(Optional<List<Long>> numbers) {
    return numbers.isPresent() ? DataType.INT64 : DataType.STRING;
  }

  /** The labels as numbers, if all of them are integers. */
  private static Optional<List<Long>> wholeLabels(SoftmaxModel model) {
    List<String> labels = model.classes().labels();
    return labels.stream().allMatch(label -> WHOLE_NUMBER.matcher(label).matches())
        ? Optional.of(labels.stream().map(Long::valueOf).toList())
        : Optional.empty();
  }
}

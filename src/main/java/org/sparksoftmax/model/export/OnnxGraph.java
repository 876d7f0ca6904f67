package org.sparksoftmax.model.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Builds an ONNX graph node by node. Values are referenced by the names of the outputs that produce
 * them.
 */
final class OnnxGraph {

  /** The domain of the operators for categories. */
  static final String ML_DOMAIN = "ai.onnx.ml";

  /** The number of rows, which is only known when the graph runs. */
  private static final String ROWS = "rows";

  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private final DataType arithmetic;
  private final UniqueNames names;

  /** The declared outputs that no node computes yet. */
  private final Set<String> outputs = new HashSet<>();

  /**
   * @param arithmetic the type of constants, float32 or float64
   * @param names contains the names of inputs and outputs; those of nodes and constants are added
   */
  OnnxGraph(String name, DataType arithmetic, UniqueNames names) {
    this.arithmetic = arithmetic;
    this.names = names;
    graph.setName(name);
  }

  GraphProto build() {
    return graph.build();
  }

  /** The name of a type for users. */
  static String nameOf(DataType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  /** Declares a graph input, rows×{@code columns}. */
  void input(String name, DataType type, int columns) {
    graph.addInput(value(name, type, columns));
  }

  /**
   * Declares a graph output, rows×{@code columns}, or a vector with one entry per row if {@code
   * columns} is 0. The next node with an output of this name computes it.
   */
  void output(String name, DataType type, int columns) {
    graph.addOutput(value(name, type, columns));
    outputs.add(name);
  }

  private static ValueInfoProto value(String name, DataType type, int columns) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimParam(ROWS));
    if (columns > 0) {
      shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(columns));
    }
    TypeProto.Tensor.Builder tensor =
        TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  /**
   * Adds a constant in the type of the arithmetic, with as many entries of {@code values} as the
   * shape has, starting at {@code from}.
   */
  String numbers(String name, double[] values, int from, int... shape) {
    return numbers(arithmetic, name, values, from, shape);
  }

  /** Adds such a constant in another type, float32 or float64. */
  String numbers(DataType type, String name, double[] values, int from, int... shape) {
    int count = 1;
    for (int dimension : shape) {
      count *= dimension;
    }
    boolean doubles = type == DataType.DOUBLE;
    ByteBuffer bytes =
        ByteBuffer.allocate(count * (doubles ? Double.BYTES : Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int i = from; i < from + count; i++) {
      if (doubles) {
        bytes.putDouble(values[i]);
      } else {
        bytes.putFloat((float) values[i]);
      }
    }
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setDataType(type.getNumber())
            .setRawData(UnsafeByteOperations.unsafeWrap(bytes.flip())); // not modified elsewhere
    for (int dimension : shape) {
      tensor.addDims(dimension);
    }
    return constant(name, tensor);
  }

  private String constant(String name, TensorProto.Builder tensor) {
    String unique = names.take(name);
    graph.addInitializer(tensor.setName(unique));
    return unique;
  }

  /** Adds a scalar constant. */
  String scalar(String name, double value) {
    return numbers(name, new double[] {value}, 0);
  }

  String texts(String name, List<String> values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setDataType(DataType.STRING.getNumber()).addDims(values.size());
    values.forEach(value -> tensor.addStringData(ByteString.copyFromUtf8(value)));
    return constant(name, tensor);
  }

  String longs(String name, List<Long> values) {
    return constant(
        name,
        TensorProto.newBuilder()
            .setDataType(DataType.INT64.getNumber())
            .addDims(values.size())
            .addAllInt64Data(values));
  }

  /** Adds a constant row of truth values. */
  String flags(String name, boolean[] values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setDataType(DataType.BOOL.getNumber())
            .addDims(1)
            .addDims(values.length);
    for (boolean value : values) {
      tensor.addInt32Data(value ? 1 : 0);
    }
    return constant(name, tensor);
  }

  /** Adds a conversion to another type. */
  String cast(String output, DataType type, String input) {
    return node("Cast", output, Map.of("to", type.getNumber()), input);
  }

  /** Adds the indicators, in float32, of the categories of text; all are 0 for another text. */
  String oneHot(String output, String input, List<String> categories) {
    AttributeProto.Builder texts =
        AttributeProto.newBuilder()
            .setName("cats_strings")
            .setType(AttributeProto.AttributeType.STRINGS);
    categories.forEach(category -> texts.addStrings(ByteString.copyFromUtf8(category)));
    return add(
        NodeProto.newBuilder()
            .setDomain(ML_DOMAIN)
            .setOpType("OneHotEncoder")
            .addAttribute(texts)
            .addAttribute(whole("zeros", 1))
            .addInput(input),
        output);
  }

  /** Adds a node with one output and without attributes; returns the name of its output. */
  String node(String operator, String output, String... inputs) {
    return node(operator, output, Map.of(), inputs);
  }

  /** Adds a node with one output; returns its name, which is unique. */
  String node(String operator, String output, Map<String, Integer> attributes, String... inputs) {
    NodeProto.Builder node =
        NodeProto.newBuilder().setOpType(operator).addAllInput(List.of(inputs));
    new TreeMap<>(attributes).forEach((name, value) -> node.addAttribute(whole(name, value)));
    return add(node, output);
  }

  private static AttributeProto whole(String name, int value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  private String add(NodeProto.Builder node, String output) {
    String unique = outputs.remove(output) ? output : names.take(output);
    graph.addNode(node.setName(unique).addOutput(unique));
    return unique;
  }
}

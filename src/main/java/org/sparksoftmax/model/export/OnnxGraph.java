package org.sparksoftmax.model.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/**
 * Builds an ONNX graph node by node. Values are referenced by the names of the outputs that produce
 * them.
 */
final class OnnxGraph {

  /** The number of rows, which is only known when the graph runs. */
  private static final String ROWS = "rows";

  private final GraphProto.Builder graph = GraphProto.newBuilder();

  OnnxGraph(String name) {
    graph.setName(name);
  }

  GraphProto build() {
    return graph.build();
  }

  /** Declares a graph input, rows×{@code columns}. */
  String input(String name, TensorProto.DataType type, int columns) {
    graph.addInput(value(name, type).setType(type(type, columns)));
    return name;
  }

  /**
   * Declares a graph output, rows×{@code columns}, or a vector with one entry per row if {@code
   * columns} is 0.
   */
  void output(String name, TensorProto.DataType type, int columns) {
    graph.addOutput(value(name, type).setType(type(type, columns)));
  }

  private static ValueInfoProto.Builder value(String name, TensorProto.DataType type) {
    return ValueInfoProto.newBuilder().setName(name).setType(type(type, 0));
  }

  private static TypeProto type(TensorProto.DataType type, int columns) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimParam(ROWS));
    if (columns > 0) {
      shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(columns));
    }
    return TypeProto.newBuilder()
        .setTensorType(TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape))
        .build();
  }

  /**
   * Adds a constant with as many entries of {@code values} as the shape has, starting at {@code
   * from}.
   */
  String doubles(String name, double[] values, int from, int... shape) {
    int count = 1;
    for (int dimension : shape) {
      count *= dimension;
    }
    ByteBuffer bytes = ByteBuffer.allocate(count * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(values, from, count);
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.DOUBLE.getNumber())
            .setRawData(UnsafeByteOperations.unsafeWrap(bytes)); // not modified elsewhere
    for (int dimension : shape) {
      tensor.addDims(dimension);
    }
    graph.addInitializer(tensor);
    return name;
  }

  /** Adds a scalar constant. */
  String scalar(String name, double value) {
    return doubles(name, new double[] {value}, 0);
  }

  String texts(String name, List<String> values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.STRING.getNumber())
            .addDims(values.size());
    values.forEach(value -> tensor.addStringData(ByteString.copyFromUtf8(value)));
    graph.addInitializer(tensor);
    return name;
  }

  String longs(String name, List<Long> values) {
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.INT64.getNumber())
            .addDims(values.size())
            .addAllInt64Data(values));
    return name;
  }

  /** Adds a constant row of truth values. */
  String flags(String name, boolean[] values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.BOOL.getNumber())
            .addDims(1)
            .addDims(values.length);
    for (boolean value : values) {
      tensor.addInt32Data(value ? 1 : 0);
    }
    graph.addInitializer(tensor);
    return name;
  }

  /** Adds a node with one output and without attributes. */
  String node(String operator, String output, String... inputs) {
    return node(operator, output, Map.of(), inputs);
  }

  /** Adds a node with one output. */
  String node(String operator, String output, Map<String, Integer> attributes, String... inputs) {
    NodeProto.Builder node =
        NodeProto.newBuilder()
            .setOpType(operator)
            .setName(output)
            .addOutput(output)
            .addAllInput(List.of(inputs));
    attributes.forEach(
        (name, value) ->
            node.addAttribute(
                AttributeProto.newBuilder()
                    .setName(name)
                    .setType(AttributeProto.AttributeType.INT)
                    .setI(value)));
    graph.addNode(node);
    return output;
  }
}

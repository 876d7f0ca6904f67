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

/** Builds a graph of ONNX, node by node; values go by the names that nodes give their outputs. */
final class OnnxGraph {

  /** How many rows there are is known when the graph runs. */
  private static final String ROWS = "rows";

  private final GraphProto.Builder graph = GraphProto.newBuilder();

  OnnxGraph(String name) {
    graph.setName(name);
  }

  GraphProto build() {
    return graph.build();
  }

  /** A value from outside, rows×{@code columns}. */
  String input(String name, TensorProto.DataType type, int columns) {
    graph.addInput(value(name, type).setType(type(type, columns)));
    return name;
  }

  /** A value for outside, rows×{@code columns}, or a vector of rows if that is 0. */
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

  /** A constant of the entries of {@code values} from {@code from} on, as many as the shape has. */
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
            .setRawData(UnsafeByteOperations.unsafeWrap(bytes)); // no other code writes to it
    for (int dimension : shape) {
      tensor.addDims(dimension);
    }
    graph.addInitializer(tensor);
    return name;
  }

  /** A constant number. */
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

  /** A node of one output without attributes. */
  String node(String operator, String output, String... inputs) {
    return node(operator, output, Map.of(), inputs);
  }

  /** A node of one output. */
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

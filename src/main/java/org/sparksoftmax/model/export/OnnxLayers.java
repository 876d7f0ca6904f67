package org.sparksoftmax.model.export;

import java.util.Map;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.Activation;
import org.sparksoftmax.math.layout.LayerLayout;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.model.SoftmaxModel;

/** The nodes from features to logits. */
final class OnnxLayers {

  private OnnxLayers() {}

  /** Adds the layers of a model; returns the logits, divided by the temperature. */
  static String addTo(OnnxGraph graph, SoftmaxModel model, String features) {
    ParameterLayout layout = model.layout(WeightOrder.CLASS_MAJOR);
    double[] parameters = model.logitParameters(WeightOrder.CLASS_MAJOR);
    String a = features;
    for (int l = 0; l < layout.depth(); l++) {
      a = affine(graph, layout.layer(l), parameters, a, l + 1);
      if (l < layout.depth() - 1) {
        a = activated(graph, layout.hidden().activation(), a, "a" + (l + 1));
      }
    }
    return a;
  }

  /** Z = A Wᵀ + b. */
  private static String affine(
      OnnxGraph graph, LayerLayout layer, double[] parameters, String a, int number) {
    String weights =
        graph.numbers("W" + number, parameters, layer.weights(), layer.outputs(), layer.inputs());
    Map<String, Integer> transposed = Map.of("transB", 1);
    String z = "z" + number;
    if (!layer.hasBiases()) {
      return graph.node("Gemm", z, transposed, a, weights);
    }
    String biases = graph.numbers("b" + number, parameters, layer.biases(), layer.outputs());
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
}

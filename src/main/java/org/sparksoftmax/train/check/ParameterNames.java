package org.sparksoftmax.train.check;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.LayerLayout;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.text.Names;

/** Describes the entries of θ. */
final class ParameterNames {

  private final ParameterLayout layout;
  private final List<String> classes;
  private final List<String> features;

  private ParameterNames(ParameterLayout layout, List<String> classes, List<String> features) {
    this.layout = layout;
    this.classes = classes;
    this.features = features;
  }

  static ParameterNames of(ParameterLayout layout, TrainingData data) {
    return new ParameterNames(layout, data.classes().labels(), data.schema().featureNames());
  }

  /**
   * The feature to which the parameter at {@code index} belongs; empty if it is not a weight of a
   * feature.
   */
  OptionalInt feature(int index) {
    LayerLayout first = layout.layer(0);
    return index < first.weightCount() ? OptionalInt.of(input(first, index)) : OptionalInt.empty();
  }

  /** A description such as {@code class cat, feature tail} or {@code layer 2, unit 3, input 7}. */
  String of(int index) {
    int l = 0;
    while (!isOf(layout.layer(l), index)) {
      l++;
    }
    LayerLayout layer = layout.layer(l);
    boolean bias = index >= layout.weightCount();
    int output = bias ? index - layer.biases() : output(layer, index - layer.weights());
    boolean last = l == layout.depth() - 1;
    String to = last ? "class " + Names.shown(classes.get(output)) : "unit " + output;
    String from = bias ? layout.isLinear() ? "intercept" : "bias" : input(layer, l, index);
    return (layout.isLinear() ? "" : String.format(Locale.ROOT, "layer %d, ", l + 1))
        + to
        + ", "
        + from;
  }

  private static boolean isOf(LayerLayout layer, int index) {
    return isIn(index, layer.weights(), layer.weightCount())
        || (layer.hasBiases() && isIn(index, layer.biases(), layer.outputs()));
  }

  private static boolean isIn(int index, int first, int count) {
    return index >= first && index < first + count;
  }

  private String input(LayerLayout layer, int l, int index) {
    int input = input(layer, index - layer.weights());
    return l == 0 ? "feature " + Names.shown(features.get(input)) : "input " + input;
  }

  private static int input(LayerLayout layer, int offset) {
    return layer.order() == WeightOrder.CLASS_MAJOR
        ? offset % layer.inputs()
        : offset / layer.outputs();
  }

  private static int output(LayerLayout layer, int offset) {
    return layer.order() == WeightOrder.CLASS_MAJOR
        ? offset / layer.inputs()
        : offset % layer.outputs();
  }
}

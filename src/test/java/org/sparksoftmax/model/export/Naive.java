package org.sparksoftmax.model.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.Activation;
import org.sparksoftmax.math.layout.FeatureUnits;
import org.sparksoftmax.math.layout.HiddenLayers;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.math.layout.LayerLayout;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.model.FeatureSchema;
import org.sparksoftmax.model.SoftmaxModel;

/** Synthetic models, and their scores computed directly from the definitions. */
public final class Naive {

  private Naive() {}

  static SoftmaxModel model(
      List<String> labels, FeatureSchema schema, boolean intercept, HiddenLayers hidden) {
    ParameterLayout layout =
        new ParameterLayout(
            schema.features(), labels.size(), intercept, WeightOrder.CLASS_MAJOR, hidden);
    double[] parameters = new Random(1).doubles(layout.dimension(), -1, 1).toArray();
    return new SoftmaxModel(LabelIndex.inGivenOrder(labels), schema, intercept, hidden, parameters);
  }

  /**
   * A model whose constants have the magnitude of the weights, so that rows near the centres have
   * logits near 0.
   */
  static SoftmaxModel centred(
      List<String> labels,
      FeatureSchema schema,
      boolean intercept,
      HiddenLayers hidden,
      FeatureUnits units) {
    SoftmaxModel model = model(labels, schema, true, hidden);
    return SoftmaxModel.ofStored(
        model.classes(),
        schema,
        model.layout(WeightOrder.CLASS_MAJOR),
        model.parameters(WeightOrder.CLASS_MAJOR),
        units,
        intercept);
  }

  static float[][] rows(int rows, int features) {
    Random random = new Random(2);
    float[][] x = new float[rows][features];
    for (float[] row : x) {
      for (int j = 0; j < features; j++) {
        row[j] = random.nextFloat() * 4 - 2;
      }
    }
    return x;
  }

  static Scores scores(SoftmaxModel model, float[][] rows) {
    return scores(model, Arrays.stream(rows).map(Naive::widened).toArray(double[][]::new));
  }

  private static double[] widened(float[] row) {
    return IntStream.range(0, row.length).mapToDouble(j -> row[j]).toArray();
  }

  /** The scores of raw rows, in float64. */
  public static Scores scores(SoftmaxModel model, double[][] rows) {
    List<String> labels = new ArrayList<>();
    double[][] probabilities = new double[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      double[] logits = logits(model, rows[i]);
      double most = Arrays.stream(logits).max().orElseThrow();
      double[] p = new double[logits.length];
      int largest = 0;
      double sum = 0;
      for (int k = 0; k < p.length; k++) {
        p[k] = Math.exp((logits[k] - most) / model.temperature());
        sum += p[k];
        largest = logits[k] > logits[largest] ? k : largest;
      }
      for (int k = 0; k < p.length; k++) {
        p[k] /= sum;
      }
      labels.add(model.classes().label(largest));
      probabilities[i] = p;
    }
    return new Scores(labels, probabilities);
  }

  private static double[] logits(SoftmaxModel model, double[] row) {
    ParameterLayout layout = model.layout(WeightOrder.CLASS_MAJOR);
    double[] theta = model.parameters(WeightOrder.CLASS_MAJOR);
    double[] a = new double[row.length];
    for (int j = 0; j < a.length; j++) {
      a[j] = row[j] - model.units().centre(j);
    }
    for (int l = 0; l < layout.depth(); l++) {
      LayerLayout layer = layout.layer(l);
      double[] z = new double[layer.outputs()];
      for (int k = 0; k < z.length; k++) {
        z[k] = layer.hasBiases() ? theta[layer.biasIndex(k)] : 0;
        for (int j = 0; j < a.length; j++) {
          z[k] += theta[layer.weightIndex(k, j)] * a[j];
        }
        if (l < layout.depth() - 1) {
          z[k] = activated(layout.hidden().activation(), z[k]);
        }
      }
      a = z;
    }
    return a;
  }

  private static double activated(Activation activation, double z) {
    return switch (activation) {
      case RELU -> Math.max(z, 0);
      case LEAKY_RELU -> z > 0 ? z : 0.01 * z;
      case TANH -> Math.tanh(z);
      case SIGMOID -> 1 / (1 + Math.exp(-z));
      case GELU ->
          z * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (z + 0.044715 * Math.pow(z, 3)))) / 2;
    };
  }
}

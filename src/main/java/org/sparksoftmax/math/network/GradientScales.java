package org.sparksoftmax.math.network;

import java.util.Arrays;
import org.sparksoftmax.math.block.ColumnMagnitudes;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.Activation;
import org.sparksoftmax.math.layout.LayerLayout;
import org.sparksoftmax.math.layout.ParameterLayout;

/**
 * Estimates the largest gradient of one row of weight 1 in each layer, given θ and the largest
 * magnitude of each feature. The estimate is the smaller of two values. The first is a bound: |zₖ|
 * ≤ Σⱼ|wₖⱼ||aⱼ| + |bₖ| is applied through all layers, forwards for A and backwards for δ. Over many
 * layers, this bound becomes far too large and would leave no bits for the gradient. The second
 * value treats the terms of each sum as independent, √(Σⱼ wₖⱼ² aⱼ² + bₖ²). It is not a bound and is
 * therefore multiplied by {@value #ROOM}; the sums detect gradients that exceed it.
 *
 * <p>The estimate depends only on θ and the data, not on the path to θ, so that a resumed run and a
 * run on other machines get the same estimate.
 */
public final class GradientScales {

  private static final double ROOM = 4096;

  /** The largest |δ| of the outputs of each layer: the bound, then the second value. */
  private final double[][] deltas;

  /** The largest |a| of the inputs of each layer; 1 in the first, whose features have their own. */
  private final double[][] inputs;

  private GradientScales(int depth) {
    deltas = new double[depth][2];
    inputs = new double[depth][2];
  }

  /**
   * The scales of a network.
   *
   * @param parameters θ on the scale of the stored features
   */
  public static GradientScales of(
      ParameterLayout layout, double[] parameters, ColumnMagnitudes magnitudes, Dropout dropout) {
    GradientScales scales = new GradientScales(layout.depth());
    double factor = dropout.factor();
    scales.forwards(layout, parameters, magnitudes, factor);
    scales.backwards(layout, parameters, factor);
    return scales;
  }

  /**
   * The largest gradient of a weight of layer {@code l} from one row; in the first layer, relative
   * to the magnitude of its feature.
   */
  public double weights(int l) {
    return Math.min(deltas[l][0] * inputs[l][0], ROOM * (deltas[l][1] * inputs[l][1]));
  }

  /** The largest gradient of a bias of layer {@code l} from one row. */
  public double biases(int l) {
    return Math.min(deltas[l][0], ROOM * deltas[l][1]);
  }

  private void forwards(
      ParameterLayout layout, double[] theta, ColumnMagnitudes magnitudes, double factor) {
    Activation activation = layout.hidden().activation();
    double[] bound = new double[layout.features()];
    Arrays.setAll(bound, j -> Math.scalb(1.0, magnitudes.exponent(j)));
    double[] usual = bound.clone();
    Arrays.fill(inputs[0], 1);
    for (int l = 0; l < layout.depth() - 1; l++) {
      LayerLayout layer = layout.layer(l);
      double[] sums = new double[layer.outputs()];
      double[] squares = new double[layer.outputs()];
      addProducts(layer, theta, bound, usual, sums, squares);
      for (int k = 0; k < layer.outputs(); k++) {
        double bias = layer.hasBiases() ? theta[layer.biasIndex(k)] : 0;
        sums[k] = factor * activation.bound(sums[k] + Math.abs(bias));
        squares[k] = factor * activation.bound(Math.sqrt(squares[k] + bias * bias));
      }
      bound = sums;
      usual = squares;
      inputs[l + 1][0] = max(bound);
      inputs[l + 1][1] = max(usual);
    }
  }

  /** Computes Σⱼ |wₖⱼ| bⱼ and Σⱼ wₖⱼ² uⱼ², in memory order. */
  private static void addProducts(
      LayerLayout layer,
      double[] theta,
      double[] bound,
      double[] usual,
      double[] sums,
      double[] squares) {
    boolean classMajor = layer.order() == WeightOrder.CLASS_MAJOR;
    int at = layer.weights();
    for (int k = 0; classMajor && k < layer.outputs(); k++) {
      double sum = 0;
      double square = 0;
      for (int j = 0; j < layer.inputs(); j++) {
        double w = theta[at + j];
        sum += Math.abs(w) * bound[j];
        square += w * w * usual[j] * usual[j];
      }
      sums[k] = sum;
      squares[k] = square;
      at += layer.inputs();
    }
    for (int j = 0; !classMajor && j < layer.inputs(); j++) {
      for (int k = 0; k < layer.outputs(); k++) {
        double w = theta[at + k];
        sums[k] += Math.abs(w) * bound[j];
        squares[k] += w * w * usual[j] * usual[j];
      }
      at += layer.outputs();
    }
  }

  /** At the logits, |pₖ − tₖ| ≤ 1 and Σₖ |pₖ − tₖ| ≤ 2. */
  private void backwards(ParameterLayout layout, double[] theta, double factor) {
    double slope = factor * layout.hidden().activation().steepestSlope();
    int last = layout.depth() - 1;
    double[] bound = new double[layout.classes()];
    Arrays.fill(bound, 1);
    double[] usual = bound.clone();
    deltas[last][0] = 1;
    deltas[last][1] = 1;
    for (int l = last; l > 0; l--) {
      LayerLayout layer = layout.layer(l);
      double[] nextBound = new double[layer.inputs()];
      double[] squares = new double[layer.inputs()];
      for (int k = 0; k < layer.outputs(); k++) {
        for (int j = 0; j < layer.inputs(); j++) {
          double w = theta[layer.weightIndex(k, j)];
          nextBound[j] =
              l == last
                  ? Math.max(nextBound[j], 2 * Math.abs(w))
                  : nextBound[j] + Math.abs(w) * bound[k];
          squares[j] += w * w * usual[k] * usual[k];
        }
      }
      for (int j = 0; j < nextBound.length; j++) {
        nextBound[j] *= slope;
        squares[j] = slope * Math.sqrt(squares[j]);
      }
      bound = nextBound;
      usual = squares;
      deltas[l - 1][0] = max(bound);
      deltas[l - 1][1] = max(usual);
    }
  }

  private static double max(double[] values) {
    return Arrays.stream(values).max().orElse(0);
  }
}

package org.sparksoftmax.math.objective;

import java.io.Serializable;
import java.util.List;
import org.sparksoftmax.math.block.Arithmetic;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.LayerLayout;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.linalg.Parts;

/**
 * How far rounding moves a value of the objective. Smaller differences are not significant. With
 * the unit roundoff u of the arithmetic (2⁻²⁴ or 2⁻⁵³), N rows and stored features of root mean
 * square s,
 *
 * <pre>noise = u (½J + a √(min(1, 2J) / N)),   a = maxₖ (|bₖ| + Σⱼ |Wₖⱼ| sⱼ)</pre>
 *
 * because a logit is rounded by about u times the sum of its terms' magnitudes, which moves the
 * loss of the row by the residual times that; the mean square of residuals is at most 2J; and the
 * mean of N independent errors is √N times smaller. In float64, where a cautious estimate costs
 * nothing, both terms are larger. In a network, a is propagated layer by layer, assuming that the
 * terms of a unit are independent.
 *
 * @param rows N
 * @param sizes s
 */
public record Rounding(double rows, double[] sizes) implements Serializable {

  /** Factors of the two terms in float64. */
  private static final double OF_VALUE = 0x1p-46;

  private static final double OF_LOGITS = 0x1p-51;

  /** A smaller mean loss is effectively 0: its terms are rounded like values of size 1. */
  private static final double LEAST = 0x1p-20;

  /** The rounding of rows in memory. */
  static Rounding of(List<ExampleBlock> blocks, int features) {
    double[] squares = new double[features];
    double rows = 0;
    for (ExampleBlock block : blocks) {
      for (int i = 0; i < block.rows(); i++) {
        block.features().forEachValue(i, (j, value) -> squares[j] += value * value);
      }
      rows += block.rows();
    }
    for (int j = 0; j < features; j++) {
      squares[j] = Math.sqrt(squares[j] / Math.max(1, rows));
    }
    return new Rounding(rows, squares);
  }

  /**
   * The noise of a value of the objective.
   *
   * @param layout layout of {@code parameters}
   * @param parameters θ for the features as stored
   * @param value J
   */
  double noise(ParameterLayout layout, double[] parameters, double value, Arithmetic arithmetic) {
    double logits =
        layout.isLinear() ? largestLogit(layout, parameters) : ofNetwork(layout, parameters);
    boolean single = arithmetic == Arithmetic.F32;
    double size = Math.max(LEAST, Math.abs(value));
    double moved = logits * Math.sqrt(Math.min(1, 2 * size) / rows);
    double ofLayer = (single ? 0x1p-25 : OF_VALUE) * size + (single ? 0x1p-24 : OF_LOGITS) * moved;
    return layout.depth() * ofLayer;
  }

  /** maxₖ (|bₖ| + Σⱼ |Wₖⱼ| sⱼ). */
  private double largestLogit(ParameterLayout layout, double[] parameters) {
    double[][] parts = new double[Parts.count(sizes.length)][];
    Parts.forEach(
        sizes.length,
        (from, to) -> parts[Parts.number(from)] = logits(layout, parameters, from, to));
    double largest = 0;
    for (int k = 0; k < layout.classes(); k++) {
      double sum = 0;
      for (double[] part : parts) {
        sum += part[k];
      }
      double bias = layout.intercept() ? Math.abs(parameters[layout.interceptIndex(k)]) : 0;
      largest = Math.max(largest, sum + bias);
    }
    return largest;
  }

  /** Σⱼ |Wₖⱼ| sⱼ for each class, over some features. Reads the weights in the order of memory. */
  private double[] logits(ParameterLayout layout, double[] parameters, int from, int to) {
    double[] sums = new double[layout.classes()];
    if (layout.order() == WeightOrder.FEATURE_MAJOR) {
      for (int j = from; j < to; j++) {
        int row = layout.weightIndex(0, j);
        for (int k = 0; k < sums.length; k++) {
          sums[k] += Math.abs(parameters[row + k]) * sizes[j];
        }
      }
      return sums;
    }
    for (int k = 0; k < sums.length; k++) {
      int row = layout.weightIndex(k, 0);
      double sum = 0;
      for (int j = from; j < to; j++) {
        sum += Math.abs(parameters[row + j]) * sizes[j];
      }
      sums[k] = sum;
    }
    return sums;
  }

  private double ofNetwork(ParameterLayout layout, double[] parameters) {
    double[] inputs = sizes;
    double largest = 0;
    for (int l = 0; l < layout.depth(); l++) {
      LayerLayout layer = layout.layer(l);
      double[] outputs = new double[layer.outputs()];
      largest = 0;
      for (int k = 0; k < outputs.length; k++) {
        double bias = layer.hasBiases() ? parameters[layer.biasIndex(k)] : 0;
        double squares = bias * bias;
        for (int j = 0; j < layer.inputs(); j++) {
          double term = parameters[layer.weightIndex(k, j)] * inputs[j];
          squares += term * term;
        }
        outputs[k] = Math.sqrt(squares);
        largest = Math.max(largest, outputs[k]);
      }
      inputs = outputs;
    }
    return largest;
  }

  /**
   * The contribution of each feature to a in the noise of a linear model.
   *
   * @param parameters θ for the features as stored
   */
  public double[] contributions(ParameterLayout layout, double[] parameters) {
    double[] contributions = new double[sizes.length];
    LayerLayout first = layout.layer(0);
    for (int k = 0; k < first.outputs(); k++) {
      for (int j = 0; j < contributions.length; j++) {
        double term = Math.abs(parameters[first.weightIndex(k, j)]) * sizes[j];
        contributions[j] = Math.max(contributions[j], term);
      }
    }
    return contributions;
  }
}

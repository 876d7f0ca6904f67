package org.sparksoftmax.ml;

import org.sparksoftmax.config.NetworkConfig;
import org.sparksoftmax.data.TrainingData;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.LayerLayout;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.model.SoftmaxModel;

/**
 * The model that predicts one class for every row. If all labels are the same, the objective falls
 * towards 0 as the intercept of their class grows and all weights are 0, whatever the penalty.
 */
final class ConstantModel {

  /**
   * The difference between the logit of the class and the others. MLlib has an infinite one. From
   * 746 on, exp of the negative is 0 in float64, so that probabilities are exactly 0 and 1.
   */
  private static final double DIFFERENCE = 1024;

  private ConstantModel() {}

  /** The model with the probability 1 for class {@code k}. */
  static SoftmaxModel of(TrainingData data, NetworkConfig network, int k) {
    ParameterLayout layout =
        new ParameterLayout(
            data.schema().features(),
            data.classes().size(),
            true,
            WeightOrder.CLASS_MAJOR,
            network.hidden());
    double[] parameters = new double[layout.dimension()];
    LayerLayout last = layout.layer(layout.depth() - 1);
    parameters[last.biasIndex(k)] = DIFFERENCE;
    return new SoftmaxModel(data.classes(), data.schema(), true, network.hidden(), parameters);
  }
}

package org.sparksoftmax.math.layout;

import org.sparksoftmax.math.block.WeightOrder;

/**
 * The position of the parameters of one layer in the flat vector θ: H×D weights W and H biases b of
 * Z = A Wᵀ + b, where A is N×D and Z is N×H.
 *
 * @param inputs D
 * @param outputs H
 * @param weights position of the first weight
 * @param biases position of the first bias; −1 if there are none
 * @param order storage order of W in θ
 */
public record LayerLayout(int inputs, int outputs, int weights, int biases, WeightOrder order) {

  /** Position of the weight of output {@code k} for input {@code j}. */
  public int weightIndex(int k, int j) {
    return weights + order.index(k, j, outputs, inputs);
  }

  /** Position of the bias of output {@code k}. */
  public int biasIndex(int k) {
    return biases + k;
  }

  /** Whether there are biases. */
  public boolean hasBiases() {
    return biases >= 0;
  }

  /** H·D. */
  public int weightCount() {
    return inputs * outputs;
  }
}

package org.sparksoftmax.math.descent;

import java.util.List;
import org.sparksoftmax.math.block.DenseBlock;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.block.F32Values;
import org.sparksoftmax.math.block.F64Values;
import org.sparksoftmax.math.gradient.StripSoftmax;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.loss.Targets;
import org.sparksoftmax.math.network.Dropout;
import org.sparksoftmax.math.network.LayerWeights;
import org.sparksoftmax.math.network.NetworkStrip;
import org.sparksoftmax.math.objective.Rows;

/** Gathers some rows of a mini-batch and passes them forwards and backwards. Not thread-safe. */
final class BatchStrip {

  private final Targets targets;
  private final int classes;
  private final NetworkStrip network;
  private final StripSoftmax softmax;

  /** The features of one row. */
  private final float[] row;

  private int rows;

  BatchStrip(
      ParameterLayout layout,
      Targets targets,
      List<LayerWeights> weights,
      Dropout dropout,
      int capacity) {
    this.targets = targets;
    this.classes = layout.classes();
    this.network = new NetworkStrip(layout, weights, dropout, capacity);
    this.softmax = new StripSoftmax(classes, weights.get(weights.size() - 1).biases(), capacity);
    this.row = new float[layout.features()];
  }

  /**
   * Computes losses, residuals and δ of all layers.
   *
   * @param from index of the first row in {@code batch}
   * @param count number of rows
   * @param update number of the update, for dropout
   */
  void pass(Rows batch, int from, int count, int update) {
    rows = count;
    for (int i = 0; i < count; i++) {
      int place = batch.places()[from + i];
      batch
          .blocks()[from + i]
          .features()
          .values()
          .widenInto(place * row.length, row.length, row, 0);
      network.features().copyRowFrom(row, 0, i);
    }
    softmax.residuals(network.logits(count, update, from), targets(batch, from));
    network.backward(count);
  }

  /** The effective targets and weights of the rows, in a block without features. */
  private ExampleBlock targets(Rows batch, int from) {
    int[] labels = new int[rows];
    double[] weights = new double[rows];
    boolean soft = !targets.areLabels(batch.blocks()[from]);
    double[] probabilities = new double[soft ? rows * classes : 0];
    double[] ofRow = new double[classes];
    for (int i = 0; i < rows; i++) {
      ExampleBlock block = batch.blocks()[from + i];
      int place = batch.places()[from + i];
      labels[i] = block.label(place);
      weights[i] = targets.exampleWeight(block, place);
      if (soft) {
        targets.into(block, place, ofRow);
        System.arraycopy(ofRow, 0, probabilities, i * classes, classes);
      }
    }
    DenseBlock none = new DenseBlock(rows, 0, new F32Values(new float[0]));
    return new ExampleBlock(0, none, labels, weights, soft ? new F64Values(probabilities) : null);
  }

  int rows() {
    return rows;
  }

  NetworkStrip network() {
    return network;
  }

  double lossSum() {
    return softmax.lossSum();
  }

  double weightSum() {
    return softmax.weightSum();
  }
}

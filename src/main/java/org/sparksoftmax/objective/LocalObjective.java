package org.sparksoftmax.objective;

import java.util.List;
import org.sparksoftmax.linalg.Arithmetic;
import org.sparksoftmax.linalg.ColumnMagnitudes;
import org.sparksoftmax.linalg.ExactSum;
import org.sparksoftmax.linalg.ExampleBlock;
import org.sparksoftmax.loss.Targets;
import org.sparksoftmax.model.FeatureScaling;
import org.sparksoftmax.model.ModelStack;
import org.sparksoftmax.model.ParameterLayout;
import org.sparksoftmax.network.Dropout;
import org.sparksoftmax.regularize.Regularizer;

/** The objective over blocks in this JVM's memory. */
public final class LocalObjective extends DataObjective {

  private final List<ExampleBlock> blocks;
  private final Targets targets;
  private final GridSum.Source grids;
  private final double dropoutRate;
  private final BlockSampler sampler;

  /** See {@link DataObjective}; targets are labels, features are multiplied. */
  public LocalObjective(
      List<ExampleBlock> blocks,
      ParameterLayout layout,
      Regularizer regularizer,
      double featureMultiplier) {
    this(blocks, layout, regularizer, FeatureScaling.of(featureMultiplier), Targets.PLAIN);
  }

  /** See {@link DataObjective}; without dropout. */
  public LocalObjective(
      List<ExampleBlock> blocks,
      ParameterLayout layout,
      Regularizer regularizer,
      FeatureScaling scaling,
      Targets targets) {
    this(blocks, layout, regularizer, scaling, targets, 0);
  }

  /**
   * See {@link DataObjective}.
   *
   * @param dropoutRate share of the units of each hidden layer that a step does without
   */
  public LocalObjective(
      List<ExampleBlock> blocks,
      ParameterLayout layout,
      Regularizer regularizer,
      FeatureScaling scaling,
      Targets targets,
      double dropoutRate) {
    super(layout, regularizer, scaling);
    this.blocks = List.copyOf(blocks);
    this.targets = targets;
    ExactSum weightSum = new ExactSum();
    blocks.forEach(block -> weightSum.add(block.exampleWeightSum()));
    this.dropoutRate = dropoutRate;
    this.grids =
        new GridSum.Source(
            ColumnMagnitudes.of(blocks, layout.features()),
            weightSum.value() * targets.largestClassWeight());
    this.sampler = new BlockSampler(blocks.stream().mapToLong(ExampleBlock::order).toArray());
  }

  @Override
  protected Arithmetic arithmetic() {
    return blocks.get(0).features().arithmetic();
  }

  @Override
  protected Sums sumOverData(double[] rawParameters, MiniBatch batch) {
    Dropout dropout = batch.dropout(dropoutRate);
    BlockSelection selection = sampler.select(batch);
    GridSum sums =
        grids.sum(
            layout(), rawParameters, dropout, grid -> sum(rawParameters, selection, grid, dropout));
    return new Sums(sums.sum().lossSum(), sums.sum().weightSum(), sums.gradient(layout()));
  }

  private LossGradientSum sum(
      double[] rawParameters, BlockSelection selection, GradientGrid grid, Dropout dropout) {
    LossGradientSum sum = new LossGradientSum();
    LossGradientKernel kernel =
        new LossGradientKernel(
            KernelParameters.of(
                ModelStack.of(layout()),
                List.of(rawParameters),
                List.of(targets),
                arithmetic(),
                grid,
                dropout));
    blocks.stream()
        .filter(block -> selection.has(block.order()))
        .forEach(block -> kernel.add(block, sum));
    return sum;
  }
}

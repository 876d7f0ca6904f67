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
import org.sparksoftmax.regularize.Regularizer;

/** The objective over blocks in this JVM's memory. */
public final class LocalObjective extends DataObjective {

  private final List<ExampleBlock> blocks;
  private final Targets targets;
  private final GradientGrid grid;
  private final BlockSampler sampler;

  /** See {@link DataObjective}; targets are labels, features are multiplied. */
  public LocalObjective(
      List<ExampleBlock> blocks,
      ParameterLayout layout,
      Regularizer regularizer,
      double featureMultiplier) {
    this(blocks, layout, regularizer, FeatureScaling.of(featureMultiplier), Targets.PLAIN);
  }

  /** See {@link DataObjective}. */
  public LocalObjective(
      List<ExampleBlock> blocks,
      ParameterLayout layout,
      Regularizer regularizer,
      FeatureScaling scaling,
      Targets targets) {
    super(layout, regularizer, scaling);
    this.blocks = List.copyOf(blocks);
    this.targets = targets;
    ExactSum weightSum = new ExactSum();
    blocks.forEach(block -> weightSum.add(block.exampleWeightSum()));
    this.grid =
        GradientGrid.of(
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
    BlockSelection selection = sampler.select(batch);
    LossGradientSum sum = new LossGradientSum();
    LossGradientKernel kernel =
        new LossGradientKernel(
            KernelParameters.of(
                ModelStack.of(layout()),
                List.of(rawParameters),
                List.of(targets),
                arithmetic(),
                grid));
    blocks.stream()
        .filter(block -> selection.has(block.order()))
        .forEach(block -> kernel.add(block, sum));
    return new Sums(sum.lossSum(), sum.weightSum(), sum.gradient(layout(), grid));
  }
}

package org.sparksoftmax.math.objective;

import java.util.List;
import org.sparksoftmax.math.block.Arithmetic;
import org.sparksoftmax.math.block.ColumnMagnitudes;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.gradient.GradientGrid;
import org.sparksoftmax.math.gradient.GridSum;
import org.sparksoftmax.math.gradient.KernelParameters;
import org.sparksoftmax.math.gradient.LossGradientKernel;
import org.sparksoftmax.math.gradient.LossGradientSum;
import org.sparksoftmax.math.layout.FeatureScaling;
import org.sparksoftmax.math.layout.ModelStack;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.linalg.ExactSum;
import org.sparksoftmax.math.loss.Targets;
import org.sparksoftmax.math.network.Dropout;
import org.sparksoftmax.math.regularize.Regularizer;

/** The objective over blocks in this JVM's memory. */
public final class LocalObjective extends DataObjective {

  private final List<ExampleBlock> blocks;
  private final GridSum.Source grids;
  private final BlockSampler sampler;
  private final Rounding rounding;

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
    this(
        blocks,
        new ObjectiveSpec(layout, regularizer, scaling, targets, 0),
        ColumnMagnitudes.of(blocks, layout.features()));
  }

  /**
   * See {@link DataObjective}.
   *
   * @param magnitudes of these blocks, or of more
   */
  public LocalObjective(
      List<ExampleBlock> blocks, ObjectiveSpec spec, ColumnMagnitudes magnitudes) {
    super(spec);
    this.blocks = List.copyOf(blocks);
    ExactSum weightSum = new ExactSum();
    blocks.forEach(block -> weightSum.add(block.exampleWeightSum()));
    this.grids =
        new GridSum.Source(magnitudes, weightSum.value() * spec.targets().largestClassWeight());
    this.rounding =
        spec.rounding() == null ? Rounding.of(blocks, spec.layout().features()) : spec.rounding();
    this.sampler = new BlockSampler(blocks.stream().mapToLong(ExampleBlock::order).toArray());
  }

  @Override
  protected Arithmetic arithmetic() {
    return blocks.get(0).features().arithmetic();
  }

  @Override
  protected Rounding rounding() {
    return rounding;
  }

  @Override
  protected Sums sumOverData(double[] rawParameters, MiniBatch batch) {
    Dropout dropout = batch.dropout(spec().dropoutRate());
    BlockSelection selection = sampler.select(batch);
    GridSum sums =
        grids.sum(
            storedLayout(),
            rawParameters,
            dropout,
            grid -> sum(rawParameters, selection, grid, dropout));
    return new Sums(sums.sum().lossSum(), sums.sum().weightSum(), sums.gradient(storedLayout()));
  }

  private LossGradientSum sum(
      double[] rawParameters, BlockSelection selection, GradientGrid grid, Dropout dropout) {
    LossGradientSum sum = new LossGradientSum();
    LossGradientKernel kernel =
        new LossGradientKernel(
            KernelParameters.of(
                ModelStack.of(storedLayout()),
                List.of(rawParameters),
                List.of(spec().targets()),
                arithmetic(),
                grid,
                dropout));
    blocks.stream()
        .filter(block -> selection.has(block.order()))
        .forEach(block -> kernel.add(block, sum));
    return sum;
  }
}

package org.sparksoftmax.objective;

import java.util.List;
import org.sparksoftmax.linalg.Arithmetic;
import org.sparksoftmax.linalg.ColumnMagnitudes;
import org.sparksoftmax.linalg.ExactSum;
import org.sparksoftmax.linalg.ExampleBlock;
import org.sparksoftmax.model.ParameterLayout;
import org.sparksoftmax.regularize.Regularizer;

/** The objective over blocks in this JVM's memory. */
public final class LocalObjective extends DataObjective {

  private final List<ExampleBlock> blocks;
  private final GradientGrid grid;

  /** See {@link DataObjective}. */
  public LocalObjective(
      List<ExampleBlock> blocks,
      ParameterLayout layout,
      Regularizer regularizer,
      double featureMultiplier) {
    super(layout, regularizer, featureMultiplier);
    this.blocks = List.copyOf(blocks);
    ExactSum weightSum = new ExactSum();
    blocks.forEach(block -> weightSum.add(block.exampleWeightSum()));
    this.grid = GradientGrid.of(ColumnMagnitudes.of(blocks, layout.features()), weightSum.value());
  }

  @Override
  protected Arithmetic arithmetic() {
    return blocks.get(0).features().arithmetic();
  }

  @Override
  protected GradientGrid grid() {
    return grid;
  }

  @Override
  protected LossGradientSum sumOverData(double[] rawParameters) {
    LossGradientSum sum = new LossGradientSum();
    LossGradientKernel kernel =
        new LossGradientKernel(KernelParameters.of(layout(), rawParameters, arithmetic(), grid));
    blocks.forEach(block -> kernel.add(block, sum));
    return sum;
  }
}

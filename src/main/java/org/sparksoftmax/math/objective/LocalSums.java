package org.sparksoftmax.math.objective;

import java.util.List;
import java.util.Optional;
import org.sparksoftmax.math.block.Arithmetic;
import org.sparksoftmax.math.block.ColumnMagnitudes;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.gradient.GradientGrid;
import org.sparksoftmax.math.gradient.GradientGrids;
import org.sparksoftmax.math.gradient.GridSum;
import org.sparksoftmax.math.gradient.KernelParameters;
import org.sparksoftmax.math.gradient.LossGradientKernel;
import org.sparksoftmax.math.gradient.LossGradientSum;
import org.sparksoftmax.math.layout.ModelStack;
import org.sparksoftmax.math.linalg.ExactSum;

/** Sums over blocks in the memory of this JVM, single-threaded. */
final class LocalSums implements BlockSums {

  private final List<ExampleBlock> blocks;
  private final GradientGrids grids;
  private final BlockSampler sampler;
  private final KernelParameters.Buffer buffer = new KernelParameters.Buffer();

  /**
   * Sums over {@code blocks}.
   *
   * @param magnitudes column magnitudes of these blocks or of a superset
   */
  LocalSums(List<ExampleBlock> blocks, ColumnMagnitudes magnitudes, double largestClassWeight) {
    this.blocks = List.copyOf(blocks);
    ExactSum weightSum = new ExactSum();
    blocks.forEach(block -> weightSum.add(block.exampleWeightSum()));
    this.grids = new GradientGrids(magnitudes, weightSum.value() * largestClassWeight);
    this.sampler = new BlockSampler(blocks.stream().mapToLong(ExampleBlock::order).toArray());
  }

  @Override
  public Arithmetic arithmetic() {
    return blocks.get(0).features().arithmetic();
  }

  @Override
  public Optional<RowSource> rows() {
    return Optional.of(RowSource.of(blocks));
  }

  @Override
  public Sums sum(Request request) {
    BlockSelection selection = sampler.select(request.batch());
    GridSum first =
        sum(
            request,
            selection,
            grids.grid(request.layout(), request.parameters(), request.dropout()));
    GridSum sum = first.wider().map(grid -> sum(request, selection, grid)).orElse(first);
    return Sums.taking(sum, request.layout());
  }

  private GridSum sum(Request request, BlockSelection selection, GradientGrid grid) {
    LossGradientSum sum = new LossGradientSum();
    LossGradientKernel kernel =
        new LossGradientKernel(
            KernelParameters.of(
                ModelStack.of(request.layout()),
                List.of(request.parameters()),
                List.of(request.targets()),
                request.arithmetic(),
                grid,
                request.dropout(),
                buffer));
    blocks.stream()
        .filter(block -> selection.has(block.order()))
        .forEach(block -> kernel.add(block, sum));
    return new GridSum(sum, grid);
  }
}

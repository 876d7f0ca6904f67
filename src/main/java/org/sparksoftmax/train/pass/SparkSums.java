package org.sparksoftmax.train.pass;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.sparksoftmax.data.block.DataSet;
import org.sparksoftmax.math.block.Arithmetic;
import org.sparksoftmax.math.gradient.GradientGrid;
import org.sparksoftmax.math.gradient.GradientGrids;
import org.sparksoftmax.math.gradient.GridSum;
import org.sparksoftmax.math.gradient.KernelParameters;
import org.sparksoftmax.math.gradient.LossGradientSum;
import org.sparksoftmax.math.layout.FeatureScaling;
import org.sparksoftmax.math.layout.ModelStack;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.loss.Targets;
import org.sparksoftmax.math.objective.BlockSampler;
import org.sparksoftmax.math.objective.BlockSelection;
import org.sparksoftmax.math.objective.BlockSums;
import org.sparksoftmax.math.objective.LocalDescent;
import org.sparksoftmax.math.objective.MiniBatch;
import org.sparksoftmax.math.objective.ObjectiveSpec;
import org.sparksoftmax.math.objective.RowSource;
import org.sparksoftmax.math.objective.SoftmaxObjective;
import org.sparksoftmax.math.regularize.Regularizer;

/**
 * Sums loss and gradient of one or more models over a distributed data set: each executor receives
 * θ and sums over its blocks, and the partial sums are merged, those of many executors in a tree.
 * One Spark job per pass.
 */
public final class SparkSums implements BlockSums {

  private final DataSet data;
  private final GradientGrids grids;
  private final BlockSampler sampler;
  private final JobNames names;
  private final Optional<ValidationPass> validation;
  private final KernelParameters.Buffer buffer = new KernelParameters.Buffer();

  /** Created when first used. */
  private RowSource rows;

  /** Sums over {@code data}, without setting job names. */
  public SparkSums(DataSet data, double largestClassWeight) {
    this(data, largestClassWeight, JobNames.NONE, Optional.empty());
  }

  /**
   * Sums over {@code data}, with job names.
   *
   * @param data the data, whose blocks should be cached
   * @param largestClassWeight the largest factor by which targets multiply the weight of an example
   * @param names the names of the jobs
   * @param validation the evaluation that single gradients on all data include where it is due
   */
  public SparkSums(
      DataSet data,
      double largestClassWeight,
      JobNames names,
      Optional<ValidationPass> validation) {
    this.data = data;
    this.grids =
        new GradientGrids(
            data.inventory().magnitudes(),
            data.inventory().exampleWeightSum() * largestClassWeight);
    this.sampler = new BlockSampler(data.inventory().orders());
    this.names = names;
    this.validation = validation;
  }

  /**
   * The objective over {@code data}, with labels as targets and the features multiplied by {@code
   * featureMultiplier}.
   */
  public static SoftmaxObjective objective(
      DataSet data, ParameterLayout layout, Regularizer regularizer, double featureMultiplier) {
    return new SoftmaxObjective(
        ObjectiveSpec.plain(layout, regularizer, FeatureScaling.of(featureMultiplier)),
        new SparkSums(data, 1));
  }

  public DataSet data() {
    return data;
  }

  @Override
  public Arithmetic arithmetic() {
    return data.arithmetic();
  }

  /** Selects the blocks of a mini-batch. Thread-safe. */
  public synchronized BlockSelection select(MiniBatch batch) {
    return sampler.select(batch);
  }

  @Override
  public Sums sum(Request request) {
    validation.ifPresent(ValidationPass::begin);
    Optional<ValidationPass> joint =
        validation.filter(pass -> pass.isDue() && request.batch().isWhole());
    GridSum sum =
        names.gradient(
            joint.isPresent(),
            () ->
                sum(
                    ModelStack.of(request.layout()),
                    List.of(request),
                    select(request.batch()),
                    joint));
    return Sums.taking(sum, request.layout());
  }

  /**
   * Sums over the blocks of {@code selection}.
   *
   * @param stack the layout of the models
   * @param requests one request for each model; they differ only in parameters and targets
   */
  public GridSum sum(ModelStack stack, List<Request> requests, BlockSelection selection) {
    return sum(stack, requests, selection, Optional.empty());
  }

  private synchronized GridSum sum(
      ModelStack stack,
      List<Request> requests,
      BlockSelection selection,
      Optional<ValidationPass> joint) {
    Request first = requests.get(0);
    List<double[]> parameters = requests.stream().map(Request::parameters).toList();
    List<Targets> targets = requests.stream().map(Request::targets).toList();
    Function<GradientGrid, GridSum> pass =
        grid ->
            new GridSum(
                sum(
                    KernelParameters.of(
                        stack,
                        parameters,
                        targets,
                        first.arithmetic(),
                        grid,
                        first.dropout(),
                        buffer),
                    first.parameters(),
                    selection,
                    joint),
                grid);
    GridSum sum = pass.apply(grids.grid(stack.layout(), first.parameters(), first.dropout()));
    return sum.wider().map(pass).orElse(sum);
  }

  @Override
  public LocalDescent.Result descend(
      SoftmaxObjective objective, LocalDescent descent, LocalDescent.Iterate from) {
    ObjectiveSpec spec = objective.spec();
    if (descent.place() == LocalDescent.Place.PARTS) {
      return names.localSteps(() -> PartitionDescent.over(data, spec, descent, from));
    }
    return EpochDescent.suits(data, spec, descent)
        ? names.epoch(() -> EpochDescent.over(data, spec, descent, from))
        : names.epoch(() -> descent.descend(new SoftmaxObjective(spec, this), from));
  }

  @Override
  public synchronized Optional<RowSource> rows() {
    if (rows == null) {
      rows = new CollectedRows(data);
    }
    return Optional.of(rows);
  }

  private LossGradientSum sum(
      KernelParameters values,
      double[] stored,
      BlockSelection selection,
      Optional<ValidationPass> joint) {
    GradientOfBlocks pass = new GradientOfBlocks(selection);
    int depth = data.aggregationDepth();
    LossGradientSum sum =
        joint.isPresent()
            ? joint.get().withGradient(pass, stored, values, depth)
            : data.executors().run(pass, values, depth);
    data.requireUnchanged(sum.checksum(), selection::has);
    return sum;
  }
}

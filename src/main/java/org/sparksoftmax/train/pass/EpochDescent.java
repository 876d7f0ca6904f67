package org.sparksoftmax.train.pass;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.sparksoftmax.data.block.DataSet;
import org.sparksoftmax.data.job.CacheMemory;
import org.sparksoftmax.data.job.PartitionJob;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.objective.LocalDescent;
import org.sparksoftmax.math.objective.LocalDescent.Iterate;
import org.sparksoftmax.math.objective.LocalDescent.Place;
import org.sparksoftmax.math.objective.LocalDescent.Result;
import org.sparksoftmax.math.objective.ObjectiveSpec;
import org.sparksoftmax.math.objective.PartitionMove;

/**
 * Many updates in one job: a single task reads all rows and makes the updates one after the other,
 * each with all cores of its executor. The result is that of updates on the driver, bit for bit.
 */
final class EpochDescent implements PartitionJob.OfPartition<ExampleBlock, EpochDescent.End> {
  private static final long serialVersionUID = 1L;

  /** Rows of at most this share of an executor's memory for caching are read by one task. */
  private static final double SHARE_OF_MEMORY = 0.25;

  private final ObjectiveSpec spec;
  private final LocalDescent descent;
  private final Broadcast<PartitionMove.Start> start;
  private final int threads;

  private EpochDescent(
      ObjectiveSpec spec, LocalDescent descent, Broadcast<PartitionMove.Start> start, int threads) {
    this.threads = threads;
    this.spec = spec;
    this.descent = descent;
    this.start = start;
  }

  /** The serialisable form of a result. */
  static final class End implements Serializable {
    private static final long serialVersionUID = 1L;

    private final double[] parameters;
    private final double[][] memory;
    private final double meanLoss;
    private final double regularization;

    private End(Result result) {
      this.parameters = result.iterate().parameters();
      this.memory = result.iterate().memory().toArray(double[][]::new);
      this.meanLoss = result.meanLoss();
      this.regularization = result.regularization();
    }

    private Result result() {
      return new Result(new Iterate(parameters, Arrays.asList(memory)), meanLoss, regularization);
    }
  }

  /** Whether one task should make the updates of {@code descent}. */
  static boolean suits(DataSet data, ObjectiveSpec spec, LocalDescent descent) {
    if (descent.place() != Place.AUTO || spec.targets().dependOnPositions()) {
      return descent.place() != Place.DRIVER || spec.targets().dependOnPositions();
    }
    List<CacheMemory> processes = CacheMemory.of(data.context()); // of the driver too
    if (data.context().isLocal() || processes.size() <= 2) {
      return true;
    }
    double bytes = Double.BYTES * (double) data.storedValues();
    long most = processes.stream().mapToLong(CacheMemory::most).min().orElse(0);
    return bytes <= SHARE_OF_MEMORY * most;
  }

  /** Makes the updates, in one Spark job. */
  static Result over(DataSet data, ObjectiveSpec spec, LocalDescent descent, Iterate from) {
    Broadcast<PartitionMove.Start> start =
        JavaSparkContext.fromSparkContext(data.context())
            .broadcast(new PartitionMove.Start(from, data.inventory().magnitudes()));
    try {
      return data.foldTogether(new EpochDescent(spec, descent, start, data.coresOfExecutor()))
          .result();
    } finally {
      start.destroy();
    }
  }

  @Override
  public End apply(Iterator<ExampleBlock> all) {
    List<ExampleBlock> blocks = new ArrayList<>();
    while (all.hasNext()) {
      ExampleBlock block = all.next();
      GradientOfBlocks.requireKnownLabels(block);
      blocks.add(block);
    }
    PartitionMove.Start from = start.value();
    return new End(
        descent.withThreads(threads).descend(spec.over(blocks, from.magnitudes()), from.iterate()));
  }
}

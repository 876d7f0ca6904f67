package org.sparksoftmax.train.pass;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.sparksoftmax.data.block.DataSet;
import org.sparksoftmax.data.job.PartitionJob;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.objective.LocalDescent;
import org.sparksoftmax.math.objective.LocalDescent.Iterate;
import org.sparksoftmax.math.objective.LocalDescent.Result;
import org.sparksoftmax.math.objective.ObjectiveSpec;
import org.sparksoftmax.math.objective.PartitionMove;

/**
 * A round of local updates: every partition descends on its own rows from the same iterate, and the
 * mean of the results, weighted by their examples, is the next iterate (McMahan et al. 2017, with
 * all partitions in every round). Means are taken in partition order, so that the result does not
 * depend on the order in which tasks finish; the partitions depend only on the data.
 */
public final class PartitionDescent
    implements PartitionJob.OfPartition<ExampleBlock, PartitionMove> {
  private static final long serialVersionUID = 1L;

  private final ObjectiveSpec spec;
  private final LocalDescent descent;
  private final Broadcast<PartitionMove.Start> start;

  private PartitionDescent(
      ObjectiveSpec spec, LocalDescent descent, Broadcast<PartitionMove.Start> start) {
    this.spec = spec;
    this.descent = descent;
    this.start = start;
  }

  /** Runs a round, in one Spark job. */
  public static Result over(DataSet data, ObjectiveSpec spec, LocalDescent descent, Iterate from) {
    Broadcast<PartitionMove.Start> start =
        JavaSparkContext.fromSparkContext(data.blocks().context())
            .broadcast(new PartitionMove.Start(from, data.inventory().magnitudes()));
    try {
      return PartitionMove.mean(data.foldEach(new PartitionDescent(spec, descent, start)), from);
    } finally {
      start.destroy();
    }
  }

  @Override
  public PartitionMove apply(Iterator<ExampleBlock> partition) {
    List<ExampleBlock> blocks = new ArrayList<>();
    double weight = 0;
    while (partition.hasNext()) {
      ExampleBlock block = partition.next();
      GradientOfBlocks.requireKnownLabels(block);
      blocks.add(block);
      weight += spec.targets().exampleWeightSum(block);
    }
    PartitionMove.Start from = start.value();
    if (!(weight > 0)) {
      return PartitionMove.none();
    }
    Result result = descent.descend(spec.over(blocks, from.magnitudes()), from.iterate());
    return PartitionMove.of(from.parameters(), result, weight);
  }
}

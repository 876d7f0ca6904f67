package org.sparksoftmax.train;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.sparksoftmax.data.DataSet;
import org.sparksoftmax.linalg.ColumnMagnitudes;
import org.sparksoftmax.linalg.ExampleBlock;
import org.sparksoftmax.objective.LocalDescent;
import org.sparksoftmax.objective.LocalDescent.Iterate;
import org.sparksoftmax.objective.LocalDescent.Outcome;
import org.sparksoftmax.objective.ObjectiveSpec;

/**
 * A round of local updates: every partition descends on its own rows from the same iterate, and the
 * mean of where they end, weighed by their examples, is the next one (McMahan et al. 2017, with all
 * partitions in every round). Means are taken in the order of the partitions, which follow from the
 * data alone, so that the order in which tasks end does not show.
 */
final class PartitionDescent implements FlatMapFunction<Iterator<ExampleBlock>, PartitionMove> {
  private static final long serialVersionUID = 1L;

  private final ObjectiveSpec spec;
  private final LocalDescent descent;
  private final Broadcast<Start> start;

  /** Where all begin, and what they know of the data. */
  static final class Start implements Serializable {
    private static final long serialVersionUID = 1L;

    private final double[] parameters;
    private final double[][] memory;
    private final ColumnMagnitudes magnitudes;

    Start(Iterate from, ColumnMagnitudes magnitudes) {
      this.parameters = from.parameters();
      this.memory = from.memory().toArray(double[][]::new);
      this.magnitudes = magnitudes;
    }
  }

  private PartitionDescent(ObjectiveSpec spec, LocalDescent descent, Broadcast<Start> start) {
    this.spec = spec;
    this.descent = descent;
    this.start = start;
  }

  /** One Spark job. */
  static Outcome over(DataSet data, ObjectiveSpec spec, LocalDescent descent, Iterate from) {
    Broadcast<Start> start =
        JavaSparkContext.fromSparkContext(data.blocks().context())
            .broadcast(new Start(from, data.inventory().magnitudes()));
    try {
      List<PartitionMove> moves =
          data.blocks().mapPartitions(new PartitionDescent(spec, descent, start)).collect();
      data.requireUnchanged(moves.stream().mapToLong(PartitionMove::checksum).sum());
      return PartitionMove.mean(moves, from);
    } finally {
      start.destroy();
    }
  }

  @Override
  public Iterator<PartitionMove> call(Iterator<ExampleBlock> partition) {
    List<ExampleBlock> blocks = new ArrayList<>();
    long checksum = 0;
    double weight = 0;
    while (partition.hasNext()) {
      ExampleBlock block = partition.next();
      PartitionEvaluator.requireKnownLabels(block);
      blocks.add(block);
      checksum += block.contentHash();
      weight += spec.targets().exampleWeightSum(block);
    }
    Start from = start.value();
    if (!(weight > 0)) {
      return List.of(PartitionMove.none(checksum)).iterator();
    }
    Outcome outcome =
        descent.descend(
            spec.over(blocks, from.magnitudes), new Iterate(from.parameters, List.of(from.memory)));
    return List.of(PartitionMove.of(from.parameters, outcome, weight, checksum)).iterator();
  }
}

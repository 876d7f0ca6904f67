package org.sparksoftmax.data.block;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.apache.spark.Dependency;
import org.apache.spark.NarrowDependency;
import org.apache.spark.Partition;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.RDDInfo;
import org.sparksoftmax.data.job.CacheMemory;
import org.sparksoftmax.data.job.ScalaValues;
import org.sparksoftmax.data.row.RawSummary;
import org.sparksoftmax.data.row.SplitRole;
import org.sparksoftmax.math.block.ExampleBlock;
import scala.collection.Iterator;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Final blocks in more partitions than splits, each made from the cached splits that have its
 * blocks, without a shuffle. Only for splits in the memory of the process that needs them:
 * elsewhere each partition would fetch whole splits.
 */
final class SplitPieces extends RDD<ExampleBlock> {
  private static final long serialVersionUID = 1L;
  private static final ClassTag<ExampleBlock> BLOCK = ClassTag$.MODULE$.apply(ExampleBlock.class);

  private final BlockPlan plan;
  private final SplitRole role;
  private final BlockPartitioner partitioner;
  private final Pieces pieces;

  private SplitPieces(BlockPlan plan, SplitRole role, BlockPartitioner partitioner, Pieces pieces) {
    super(pieces.rdd().context(), ScalaValues.asScala(List.<Dependency<?>>of(pieces)), BLOCK);
    this.plan = plan;
    this.role = role;
    this.partitioner = partitioner;
    this.pieces = pieces;
  }

  /**
   * The blocks of {@code role}, as {@code partitioner} assigns them.
   *
   * @param sizes the blocks, sorted by order
   */
  static JavaRDD<ExampleBlock> of(
      JavaRDD<RawPartition> splits,
      BlockPlan plan,
      SplitRole role,
      BlockPartitioner partitioner,
      List<RawSummary.BlockSize> sizes) {
    List<TreeSet<Integer>> splitsOf = new ArrayList<>();
    for (int p = 0; p < partitioner.numPartitions(); p++) {
      splitsOf.add(new TreeSet<>());
    }
    sizes.forEach(
        size ->
            splitsOf.get(partitioner.getPartition(size.order())).add(RawBlock.split(size.order())));
    int[][] needed =
        splitsOf.stream()
            .map(numbers -> numbers.stream().mapToInt(number -> number).toArray())
            .toArray(int[][]::new);
    Pieces pieces = new Pieces(splits.rdd(), needed);
    return new SplitPieces(plan, role, partitioner, pieces).toJavaRDD();
  }

  /** Whether this process has all splits in memory, with room for as much again. */
  static boolean areInMemory(JavaRDD<?> splits) {
    SparkContext context = splits.rdd().context();
    if (!context.isLocal()) {
      return false;
    }
    long room = CacheMemory.of(context).stream().mapToLong(CacheMemory::free).sum();
    return Arrays.stream(context.getRDDStorageInfo())
        .filter(info -> info.id() == splits.id())
        .anyMatch(info -> isInMemory(info) && 2 * info.memSize() < room);
  }

  private static boolean isInMemory(RDDInfo info) {
    return info.numCachedPartitions() == info.numPartitions() && info.diskSize() == 0;
  }

  @Override
  public Partition[] getPartitions() {
    Partition[] splits = pieces.rdd().partitions();
    Partition[] all = new Partition[pieces.needed.length];
    for (int p = 0; p < all.length; p++) {
      Partition[] parents =
          Arrays.stream(pieces.needed[p]).mapToObj(s -> splits[s]).toArray(Partition[]::new);
      all[p] = new Piece(p, parents);
    }
    return all;
  }

  @Override
  public Iterator<ExampleBlock> compute(Partition split, TaskContext context) {
    List<ExampleBlock> blocks = new ArrayList<>();
    for (Partition parent : ((Piece) split).splits()) {
      Iterator<RawPartition> parts = pieces.rdd().iterator(parent, context);
      while (parts.hasNext()) {
        blocks.addAll(
            plan.assemble(
                parts.next(), role, order -> partitioner.getPartition(order) == split.index()));
      }
    }
    return ScalaValues.asScala(blocks.iterator());
  }

  /** The splits that a partition is made from. */
  private record Piece(int number, Partition[] splits) implements Partition {
    @Override
    public int index() {
      return number;
    }
  }

  private static final class Pieces extends NarrowDependency<RawPartition> {
    private static final long serialVersionUID = 1L;

    /** The numbers of the splits of each partition. */
    private final int[][] needed;

    Pieces(RDD<RawPartition> splits, int[][] needed) {
      super(splits);
      this.needed = needed;
    }

    @Override
    public scala.collection.immutable.List<Object> getParents(int partition) {
      return ScalaValues.asScala(
          Arrays.stream(needed[partition]).<Object>mapToObj(split -> split).toList());
    }
  }
}

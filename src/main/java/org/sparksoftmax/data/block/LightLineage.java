package org.sparksoftmax.data.block;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.Dependency;
import org.apache.spark.NarrowDependency;
import org.apache.spark.Partition;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.sparksoftmax.data.job.ScalaValues;
import org.sparksoftmax.math.block.ExampleBlock;
import scala.collection.Iterator;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Cached blocks whose lineage is broadcast separately. Spark sends the lineage of an RDD with the
 * tasks of every job, even if the blocks are cached. After a pipeline of feature transformers, this
 * is megabytes per evaluation. This RDD broadcasts its lineage once, and a task reads it only if a
 * block was lost.
 */
final class LightLineage extends RDD<ExampleBlock> {
  private static final long serialVersionUID = 1L;
  private static final ClassTag<ExampleBlock> BLOCK = ClassTag$.MODULE$.apply(ExampleBlock.class);
  private static final ClassTag<RDD<ExampleBlock>> BLOCKS = ClassTag$.MODULE$.apply(RDD.class);

  /** Available only on the driver, which plans the jobs. */
  private final transient RDD<ExampleBlock> parent;

  private Broadcast<byte[]> serializedParent;

  private LightLineage(RDD<ExampleBlock> parent, Broadcast<byte[]> serializedParent) {
    super(parent.context(), dependencies(parent), BLOCK);
    this.parent = parent;
    this.serializedParent = serializedParent;
  }

  /** Wraps the blocks of an RDD; the caller caches the wrapper instead. */
  static LightLineage of(JavaRDD<ExampleBlock> blocks) {
    return new LightLineage(blocks.rdd(), broadcast(blocks.rdd()));
  }

  /**
   * Broadcasts the lineage again after an RDD in it was unpersisted. With the old lineage, tasks
   * would cache that RDD again and use stale rows if the files have changed.
   */
  void renew() {
    Broadcast<byte[]> old = serializedParent;
    serializedParent = broadcast(parent);
    old.destroy();
  }

  private static Broadcast<byte[]> broadcast(RDD<ExampleBlock> blocks) {
    plan(blocks, new HashSet<>());
    byte[] serialized =
        SparkEnv.get().closureSerializer().newInstance().serialize(blocks, BLOCKS).array();
    return JavaSparkContext.fromSparkContext(blocks.context()).broadcast(serialized);
  }

  /** Computes the dependencies of an RDD and of all its ancestors, which Spark computes lazily. */
  private static void plan(RDD<?> rdd, Set<Integer> planned) {
    if (planned.add(rdd.id())) {
      ScalaValues.asJava(rdd.dependencies()).forEach(dependency -> plan(dependency.rdd(), planned));
    }
  }

  private static scala.collection.immutable.List<Dependency<?>> dependencies(
      RDD<ExampleBlock> parent) {
    return ScalaValues.asScala(List.<Dependency<?>>of(new OnDriver(parent)));
  }

  @Override
  public Partition[] getPartitions() {
    return parent.partitions();
  }

  @Override
  public Iterator<ExampleBlock> compute(Partition split, TaskContext context) {
    RDD<ExampleBlock> made =
        SparkEnv.get()
            .closureSerializer()
            .newInstance()
            .deserialize(
                ByteBuffer.wrap(serializedParent.value()),
                Thread.currentThread().getContextClassLoader(),
                BLOCKS);
    return made.iterator(split, context);
  }

  /** Partition i depends on partition i of the parent, which executors do not have. */
  private static final class OnDriver extends NarrowDependency<ExampleBlock> {
    private static final long serialVersionUID = 1L;
    private final transient RDD<ExampleBlock> parent;

    OnDriver(RDD<ExampleBlock> parent) {
      super(null);
      this.parent = parent;
    }

    @Override
    public RDD<ExampleBlock> rdd() {
      return parent;
    }

    @Override
    public scala.collection.immutable.List<Object> getParents(int partition) {
      return ScalaValues.asScala(List.<Object>of(partition));
    }
  }
}

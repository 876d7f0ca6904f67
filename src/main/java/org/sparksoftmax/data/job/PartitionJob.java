package org.sparksoftmax.data.job;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * A Spark job that computes one value for each partition of an RDD.
 *
 * <p>Equivalent to {@code mapPartitions} followed by {@code collect} or by {@code treeReduce} with
 * depth 1. In every job, Spark analyses the byte code of their closures with that of {@code RDD}
 * itself, which takes longer than a short job. It does not analyse instances of named classes.
 */
public final class PartitionJob {

  /** The number of values up to which merging them on the driver is fastest. */
  private static final int FEW = 16;

  /** The default depth of the tree in which more values are merged. */
  public static final int USUAL_DEPTH = 2;

  private PartitionJob() {}

  /**
   * The depth of the tree in which partial results are merged. Merging few results is fastest on
   * the driver; many would exhaust its memory.
   */
  public static int treeDepth(int partitions, int aggregationDepth) {
    return partitions <= FEW ? 1 : aggregationDepth;
  }

  /**
   * Computes a value from all elements of one partition.
   *
   * @param <T> the type of the elements
   * @param <R> the type of the value
   */
  public interface OfPartition<T, R> extends Serializable {
    R apply(Iterator<T> elements);
  }

  /** Merges two values. May modify and return the first. */
  public interface Merge<R> extends Serializable {
    R apply(R one, R other);
  }

  /** Returns the values of all partitions, in partition order. */
  public static <T, R> List<R> collect(JavaRDD<T> rdd, OfPartition<T, R> function) {
    List<R> values = new ArrayList<>(Collections.nCopies(rdd.getNumPartitions(), null));
    run(rdd, function, new Arrived<>(values::set));
    return values;
  }

  /** Returns the elements of the lists of all partitions, in partition order. */
  public static <T, R> List<R> collectAll(JavaRDD<T> rdd, OfPartition<T, List<R>> function) {
    return collect(rdd, function).stream().flatMap(List::stream).toList();
  }

  /**
   * Merges the values of all partitions, in the order in which they arrive.
   *
   * @param depth 1 to merge on the driver alone, otherwise as in {@code treeReduce}
   * @throws IllegalArgumentException if {@code rdd} has no partitions
   */
  public static <T, R> R reduce(
      JavaRDD<T> rdd, OfPartition<T, R> function, Merge<R> merge, int depth) {
    if (rdd.getNumPartitions() == 0) {
      throw new IllegalArgumentException("Cannot reduce an RDD without partitions");
    }
    if (depth > 1) {
      return rdd.mapPartitions(elements -> List.of(function.apply(elements)).iterator())
          .treeReduce(merge::apply, depth);
    }
    List<R> total = new ArrayList<>(1);
    run(
        rdd,
        function,
        new Arrived<>(
            (partition, value) -> {
              if (total.isEmpty()) {
                total.add(value);
              } else {
                total.set(0, merge.apply(total.get(0), value));
              }
            }));
    return total.get(0);
  }

  private static <T, R> void run(JavaRDD<T> rdd, OfPartition<T, R> function, Arrived<R> arrived) {
    rdd.context()
        .runJob(
            rdd.rdd(),
            new OnExecutor<>(function),
            arrived,
            ClassTag$.MODULE$.<R>apply(Object.class));
    arrived.rethrow();
  }

  private static final class OnExecutor<T, R>
      extends AbstractFunction2<TaskContext, scala.collection.Iterator<T>, R>
      implements Serializable {
    private static final long serialVersionUID = 1L;

    private final OfPartition<T, R> function;

    OnExecutor(OfPartition<T, R> function) {
      this.function = function;
    }

    @Override
    public R apply(TaskContext context, scala.collection.Iterator<T> elements) {
      return Objects.requireNonNull(function.apply(ScalaValues.asJava(elements)));
    }
  }

  private interface Handler<R> {
    void accept(int partition, R value);
  }

  /** Passes values to a handler until it fails. Spark calls this for one value at a time. */
  private static final class Arrived<R> extends AbstractFunction2<Object, R, BoxedUnit> {

    private final Handler<R> handler;
    private Throwable failure;

    Arrived(Handler<R> handler) {
      this.handler = handler;
    }

    @Override
    public BoxedUnit apply(Object partition, R value) {
      // An exception here would stop Spark's event loop, and the job would wait for ever.
      if (failure == null) {
        try {
          handler.accept((Integer) partition, value);
        } catch (RuntimeException | Error failed) {
          failure = failed;
        }
      }
      return BoxedUnit.UNIT;
    }

    void rethrow() {
      if (failure instanceof Error error) {
        throw error;
      }
      if (failure != null) {
        throw (RuntimeException) failure;
      }
    }
  }
}

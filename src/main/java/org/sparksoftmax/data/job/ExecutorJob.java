package org.sparksoftmax.data.job;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.sparksoftmax.math.block.ExampleBlock;
import scala.Option;

/**
 * Spark jobs with one task for each executor, which processes all cached blocks of the executor
 * with as many threads as it has cores. So the parameters and the result of a pass are sent once
 * for each executor, however many partitions there are. If tasks run in the driver, they are passed
 * by reference.
 *
 * <p>Spark may run a task elsewhere, or two of them on one executor; the result is the same.
 *
 * @param <T> the type of the elements: blocks, or the blocks of several data sets
 */
public final class ExecutorJob<T> {

  private static final AtomicLong NEXT = new AtomicLong();

  /** The jobs in progress whose tasks run in this process. */
  private static final Map<Long, InProcess> IN_PROCESS = new ConcurrentHashMap<>();

  private final JavaRDD<T> elements;

  /** The cached RDDs whose partitions are, one after the other, those of {@code elements}. */
  private final List<JavaRDD<ExampleBlock>> cached;

  private Grouped<T> grouped;

  /** Whether tasks have access to the objects of the driver. */
  private volatile boolean inProcess;

  private ExecutorJob(JavaRDD<T> elements, List<JavaRDD<ExampleBlock>> cached) {
    this.elements = elements;
    this.cached = cached;
    this.inProcess = elements.context().isLocal();
  }

  /**
   * Jobs over {@code blocks}.
   *
   * @param blocks the blocks, which should be cached
   */
  public static ExecutorJob<ExampleBlock> of(JavaRDD<ExampleBlock> blocks) {
    return new ExecutorJob<>(blocks, List.of(blocks));
  }

  /** Jobs over the blocks of two data sets, which should be cached. */
  public static ExecutorJob<BlocksOfSet> of(
      JavaRDD<ExampleBlock> first, JavaRDD<ExampleBlock> second) {
    return new ExecutorJob<>(
        BlocksOfSet.of(first, false).union(BlocksOfSet.of(second, true)), List.of(first, second));
  }

  /**
   * Computes a value from elements.
   *
   * @param <T> the type of the elements
   * @param <P> the type of the parameters
   * @param <R> the type of the value
   */
  public interface Pass<T, P, R> extends Serializable {

    /** Computes the value of some elements with the given number of threads. */
    R over(Iterator<T> elements, P parameters, int threads);

    /** Merges two values, packed or not. May modify and return the first. */
    R merge(R one, R other);

    /** Prepares a value for serialisation. May modify and return it. */
    R pack(R value);
  }

  /** The elements in one partition for each group. */
  private record Grouped<T>(ExecutorGroups groups, JavaRDD<T> elements) {}

  /** The parameters and results of a job whose tasks run in this process. */
  private record InProcess(Object parameters, Map<Long, Object> results) {}

  /**
   * The number of cores that Spark gives to an executor, or to this process if it runs the tasks.
   */
  public int cores() {
    return ExecutorGroups.cores(elements.context());
  }

  /** The blocks, or the partitions of several sets. */
  public JavaRDD<T> elements() {
    return elements;
  }

  /**
   * Merges the values of all executors, in the order in which they arrive. Thread-safe.
   *
   * @param aggregationDepth depth of the tree in which the values of many executors are merged
   */
  public <P, R> R run(Pass<T, P, R> pass, P parameters, int aggregationDepth) {
    Grouped<T> now = grouped();
    if (inProcess) {
      R value = runInProcess(now, pass, parameters);
      if (value != null) {
        return value;
      }
      inProcess = false;
    }
    int[] threads = now.groups().threads();
    int depth = PartitionJob.treeDepth(threads.length, aggregationDepth);
    Broadcast<P> broadcast =
        JavaSparkContext.fromSparkContext(elements.context()).broadcast(parameters);
    try {
      return PartitionJob.reduce(
          now.elements(),
          group -> pass.pack(pass.over(group, broadcast.value(), threadsOfTask(threads))),
          depth > 1 ? (one, other) -> pass.pack(pass.merge(one, other)) : pass::merge,
          depth);
    } finally {
      broadcast.destroy();
    }
  }

  /** Groups the partitions anew if their locations have changed. */
  private synchronized Grouped<T> grouped() {
    if (grouped != null && elements.context().isLocal()) {
      return grouped;
    }
    ExecutorGroups groups = ExecutorGroups.of(cached);
    if (grouped == null || !groups.equals(grouped.groups())) {
      grouped =
          new Grouped<>(
              groups,
              elements
                  .rdd()
                  .coalesce(groups.groups().size(), false, Option.apply(groups), null)
                  .toJavaRDD());
    }
    return grouped;
  }

  /** Returns null if the class loader of the tasks does not share this class. */
  @SuppressWarnings("unchecked") // only this job knows its number
  private static <T, P, R> R runInProcess(Grouped<T> all, Pass<T, P, R> pass, P parameters) {
    long job = NEXT.incrementAndGet();
    int threads = all.groups().threads()[0];
    InProcess exchange = new InProcess(parameters, new ConcurrentHashMap<>());
    IN_PROCESS.put(job, exchange);
    try {
      long task = PartitionJob.collect(all.elements(), new OfJob<>(job, pass, threads)).get(0);
      return (R) exchange.results().get(task);
    } finally {
      IN_PROCESS.remove(job);
    }
  }

  /** Keeps the value in the process and returns the ID of the task. */
  private record OfJob<T, P, R>(long job, Pass<T, P, R> pass, int threads)
      implements PartitionJob.OfPartition<T, Long> {

    @Override
    @SuppressWarnings("unchecked") // put there by the job
    public Long apply(Iterator<T> elements) {
      long task = TaskContext.get().taskAttemptId();
      InProcess exchange = IN_PROCESS.get(job);
      if (exchange != null) {
        exchange.results().put(task, pass.over(elements, (P) exchange.parameters(), threads));
      }
      return task;
    }
  }

  private static int threadsOfTask(int[] threads) {
    return threads[TaskContext.getPartitionId()];
  }
}

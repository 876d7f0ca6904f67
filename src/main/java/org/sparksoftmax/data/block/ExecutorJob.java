package org.sparksoftmax.data.block;

import java.io.Serializable;
import java.util.Iterator;
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
 */
public final class ExecutorJob {

  private static final AtomicLong NEXT = new AtomicLong();

  /** The jobs in progress whose tasks run in this process. */
  private static final Map<Long, InProcess> IN_PROCESS = new ConcurrentHashMap<>();

  private final JavaRDD<ExampleBlock> blocks;
  private ExecutorGroups groups;
  private JavaRDD<ExampleBlock> grouped;

  /** Whether tasks have access to the objects of the driver. */
  private boolean inProcess;

  /**
   * Jobs over {@code blocks}.
   *
   * @param blocks the blocks, which should be cached
   */
  public ExecutorJob(JavaRDD<ExampleBlock> blocks) {
    this.blocks = blocks;
    this.inProcess = blocks.context().isLocal();
  }

  /**
   * Computes a value from blocks.
   *
   * @param <P> the type of the parameters
   * @param <R> the type of the value
   */
  public interface Pass<P, R> extends Serializable {

    /** Computes the value of some blocks with the given number of threads. */
    R over(Iterator<ExampleBlock> blocks, P parameters, int threads);

    /** Merges two values, packed or not. May modify and return the first. */
    R merge(R one, R other);

    /** Prepares a value for serialisation. May modify and return it. */
    R pack(R value);
  }

  /** The parameters and results of a job whose tasks run in this process. */
  private record InProcess(Object parameters, Map<Long, Object> results) {}

  /**
   * Merges the values of all executors, in the order in which they arrive.
   *
   * @param aggregationDepth depth of the tree in which the values of many executors are merged
   */
  public <P, R> R run(Pass<P, R> pass, P parameters, int aggregationDepth) {
    group();
    if (inProcess) {
      R value = runInProcess(pass, parameters);
      if (value != null) {
        return value;
      }
      inProcess = false;
    }
    int[] threads = groups.threads();
    int depth = DataSet.treeDepth(threads.length, aggregationDepth);
    Broadcast<P> broadcast =
        JavaSparkContext.fromSparkContext(blocks.context()).broadcast(parameters);
    try {
      return PartitionJob.reduce(
          grouped,
          group -> pass.pack(pass.over(group, broadcast.value(), threadsOfTask(threads))),
          depth > 1 ? (one, other) -> pass.pack(pass.merge(one, other)) : pass::merge,
          depth);
    } finally {
      broadcast.destroy();
    }
  }

  /** Groups the partitions anew if their locations have changed. */
  private synchronized void group() {
    ExecutorGroups current = ExecutorGroups.of(blocks.rdd());
    if (!current.equals(groups)) {
      groups = current;
      grouped =
          blocks
              .rdd()
              .coalesce(current.groups().size(), false, Option.apply(current), null)
              .toJavaRDD();
    }
  }

  /** Returns null if the class loader of the tasks does not share this class. */
  @SuppressWarnings("unchecked") // only this job knows its number
  private <P, R> R runInProcess(Pass<P, R> pass, P parameters) {
    long job = NEXT.incrementAndGet();
    int threads = groups.threads()[0];
    InProcess exchange = new InProcess(parameters, new ConcurrentHashMap<>());
    IN_PROCESS.put(job, exchange);
    try {
      long task = PartitionJob.collect(grouped, new OfJob<>(job, pass, threads)).get(0);
      return (R) exchange.results().get(task);
    } finally {
      IN_PROCESS.remove(job);
    }
  }

  /** Keeps the value in the process and returns the ID of the task. */
  private record OfJob<P, R>(long job, Pass<P, R> pass, int threads)
      implements PartitionJob.OfPartition<ExampleBlock, Long> {

    @Override
    @SuppressWarnings("unchecked") // put there by the job
    public Long apply(Iterator<ExampleBlock> blocks) {
      long task = TaskContext.get().taskAttemptId();
      InProcess exchange = IN_PROCESS.get(job);
      if (exchange != null) {
        exchange.results().put(task, pass.over(blocks, (P) exchange.parameters(), threads));
      }
      return task;
    }
  }

  private static int threadsOfTask(int[] threads) {
    return threads[TaskContext.getPartitionId()];
  }
}

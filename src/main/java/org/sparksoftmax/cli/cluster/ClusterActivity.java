package org.sparksoftmax.cli.cluster;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;

/**
 * Whether the cluster works on the jobs of a command. It does not if no task runs, or if all tasks
 * run on executors that are silent.
 */
final class ClusterActivity extends SparkListener {

  /**
   * The seconds without a heartbeat, which executors send every 10 s, after which one is silent.
   */
  static final double SILENCE = 25;

  private final LongSupplier clock;
  private final Set<Integer> jobs = new HashSet<>();
  private final Map<Long, String> tasks = new HashMap<>();
  private final Map<String, Executor> executors = new HashMap<>();
  private long lastSign;

  /** An executor and the time of its last sign of life, in nanoseconds. */
  private record Executor(String host, long heard) {}

  /**
   * @param clock the present time in nanoseconds
   */
  ClusterActivity(LongSupplier clock) {
    this.clock = clock;
    this.lastSign = clock.getAsLong();
  }

  /**
   * The seconds since the last sign of work on the jobs: a task that starts or succeeds, or a
   * heartbeat of an executor that runs one. Empty if the cluster works, or has nothing to do.
   */
  synchronized OptionalDouble waited() {
    double seconds = seconds(clock.getAsLong() - lastSign);
    boolean works = !tasks.isEmpty() && seconds < SILENCE;
    return jobs.isEmpty() || works ? OptionalDouble.empty() : OptionalDouble.of(seconds);
  }

  /** The number of executors that are registered. */
  synchronized int executors() {
    return executors.size();
  }

  /** The executors that have been silent, such as {@code 1 on host}. */
  synchronized List<String> silent() {
    long now = clock.getAsLong();
    return executors.entrySet().stream()
        .filter(executor -> seconds(now - executor.getValue().heard()) >= SILENCE)
        .map(executor -> executor.getKey() + " on " + executor.getValue().host())
        .sorted()
        .toList();
  }

  private static double seconds(long nanoseconds) {
    return nanoseconds / (double) TimeUnit.SECONDS.toNanos(1);
  }

  @Override
  public synchronized void onJobStart(SparkListenerJobStart job) {
    if (jobs.isEmpty()) {
      lastSign = clock.getAsLong();
    }
    jobs.add(job.jobId());
  }

  @Override
  public synchronized void onJobEnd(SparkListenerJobEnd job) {
    jobs.remove(job.jobId());
  }

  @Override
  public synchronized void onTaskStart(SparkListenerTaskStart task) {
    String id = task.taskInfo().executorId();
    tasks.put(task.taskInfo().taskId(), id);
    executors.putIfAbsent(id, new Executor(task.taskInfo().host(), clock.getAsLong()));
    lastSign = clock.getAsLong();
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd task) {
    tasks.remove(task.taskInfo().taskId());
    if (task.taskInfo().successful()) {
      lastSign = clock.getAsLong();
      heard(task.taskInfo().executorId(), task.taskInfo().host());
    }
  }

  @Override
  public synchronized void onExecutorAdded(SparkListenerExecutorAdded executor) {
    heard(executor.executorId(), executor.executorInfo().executorHost());
  }

  @Override
  public synchronized void onExecutorRemoved(SparkListenerExecutorRemoved executor) {
    executors.remove(executor.executorId());
  }

  @Override
  public synchronized void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate heartbeat) {
    executors.computeIfPresent(
        heartbeat.execId(), (id, known) -> new Executor(known.host(), clock.getAsLong()));
    if (tasks.containsValue(heartbeat.execId())) {
      lastSign = clock.getAsLong();
    }
  }

  private void heard(String id, String host) {
    executors.put(id, new Executor(host, clock.getAsLong()));
  }
}

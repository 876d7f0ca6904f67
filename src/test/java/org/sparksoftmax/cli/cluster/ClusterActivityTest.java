package org.sparksoftmax.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.spark.Success$;
import org.apache.spark.TaskKilled;
import org.apache.spark.TaskState;
import org.apache.spark.executor.ExecutorMetrics;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.JobSucceeded$;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.TaskInfo;
import org.apache.spark.scheduler.TaskLocality;
import org.junit.jupiter.api.Test;
import scala.collection.immutable.Map$;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

class ClusterActivityTest {

  private long seconds = 1000;
  private final ClusterActivity activity =
      new ClusterActivity(() -> TimeUnit.SECONDS.toNanos(seconds));

  private static <T> Seq<T> none() {
    return CollectionConverters.asScala(List.<T>of()).toSeq();
  }

  private void job(int id) {
    activity.onJobStart(new SparkListenerJobStart(id, seconds, none(), new Properties()));
  }

  private static TaskInfo task(long id, boolean failed) {
    TaskInfo info = new TaskInfo(id, 0, 0, 0, 0, "7", "worker-host", TaskLocality.ANY(), false);
    info.markFinished(failed ? TaskState.FAILED() : TaskState.FINISHED(), 1);
    return info;
  }

  private void taskStarts(long id) {
    activity.onTaskStart(new SparkListenerTaskStart(0, 0, task(id, false)));
  }

  private void taskEnds(long id, boolean failed) {
    activity.onTaskEnd(
        new SparkListenerTaskEnd(
            0,
            0,
            "ResultTask",
            failed ? new TaskKilled("", none(), none(), none()) : Success$.MODULE$,
            task(id, failed),
            new ExecutorMetrics(),
            TaskMetrics.empty()));
  }

  private void heartbeat() {
    activity.onExecutorMetricsUpdate(
        new SparkListenerExecutorMetricsUpdate("7", none(), Map$.MODULE$.empty()));
  }

  @Test
  void withoutAJobNothingIsWaitedFor() {
    seconds += 100;
    assertThat(activity.waited()).isEmpty();
    job(1);
    activity.onJobEnd(new SparkListenerJobEnd(1, 0, JobSucceeded$.MODULE$));
    seconds += 100;
    assertThat(activity.waited()).isEmpty();
  }

  @Test
  void aJobWithoutATaskWaitsSinceItStarted() {
    seconds += 100;
    job(1);
    seconds += 9;
    job(2);
    seconds += 8;
    assertThat(activity.waited()).hasValue(17);
  }

  @Test
  void aTaskOfAnHourIsNoWaitWhileItsExecutorSendsHeartbeats() {
    job(1);
    seconds += 20;
    taskStarts(1);
    for (int i = 0; i < 360; i++) {
      seconds += 10;
      heartbeat();
      assertThat(activity.waited()).isEmpty();
    }
    assertThat(activity.silent()).isEmpty();
    taskEnds(1, false);
    seconds += 3;
    assertThat(activity.waited()).hasValue(3);
  }

  @Test
  void aSilentExecutorIsNamedAndWaitedForUntilItIsHeardAgain() {
    job(1);
    taskStarts(1);
    seconds += 24;
    assertThat(activity.waited()).isEmpty();
    seconds += 2;
    assertThat(activity.waited()).hasValue(26);
    assertThat(activity.silent()).containsExactly("7 on worker-host");
    heartbeat();
    assertThat(activity.waited()).isEmpty();
    assertThat(activity.silent()).isEmpty();
  }

  @Test
  void anExecutorThatIsLostDoesNotEndTheWait() {
    job(1);
    taskStarts(1);
    seconds += 120;
    activity.onExecutorRemoved(new SparkListenerExecutorRemoved(0, "7", "no heartbeat"));
    taskEnds(1, true);
    seconds += 5;
    assertThat(activity.waited()).hasValue(125);
    assertThat(activity.executors()).isZero();
    taskStarts(2);
    assertThat(activity.waited()).isEmpty();
  }
}

package org.sparksoftmax.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.cli.cluster.StandaloneCluster.Size;
import org.sparksoftmax.cli.cluster.StandaloneCluster.Worker;

class StandaloneClusterTest {

  private static final Size EXECUTOR = new Size(2, 1024);

  private static Worker worker(int cores, long memory, int freeCores, long freeMemory) {
    return new Worker(new Size(cores, memory), Optional.of(new Size(freeCores, freeMemory)));
  }

  private static String missing(Worker... workers) {
    return new StandaloneCluster(true, List.of(workers), List.of()).missing(EXECUTOR, -1);
  }

  @Test
  void theSizeOfAnExecutorIsThatOfTheConfiguration() {
    assertThat(Size.ofExecutor(new SparkConf(false))).isEqualTo(new Size(1, 1024));
    SparkConf conf =
        new SparkConf(false).set("spark.executor.memory", "2g").set("spark.executor.cores", "3");
    assertThat(Size.ofExecutor(conf)).hasToString("3 cores and 2,048 MiB");
  }

  @Test
  void noWorker() {
    assertThat(missing())
        .isEqualTo("the cluster has no worker: start one with at least 2 cores and 1,024 MiB");
  }

  @Test
  void aMasterThatHasStartedAgain() {
    assertThat(
            new StandaloneCluster(false, List.of(worker(2, 2048, 2, 2048)), List.of())
                .missing(EXECUTOR, -1))
        .startsWith("the master has started again and does not know this run");
  }

  @Test
  void workersThatAreTooSmall() {
    assertThat(missing(worker(4, 512, 4, 512)))
        .isEqualTo(
            "an executor needs 2 cores and 1,024 MiB, but the worker has 4 cores and 512 MiB: set --executor-memory and --executor-cores to less, or start a larger worker");
    assertThat(missing(worker(1, 4096, 1, 4096), worker(4, 512, 4, 512)))
        .contains("of 2 workers the largest has 1 core and 4,096 MiB, or 4 cores");
  }

  @Test
  void workersThatAreBusy() {
    StandaloneCluster busy =
        new StandaloneCluster(
            true,
            List.of(worker(2, 2048, 0, 1024), worker(2, 2048, 2, 512)),
            List.of("a (app-1)", "b (app-2)", "c (app-3)", "d (app-4)"));
    assertThat(busy.missing(EXECUTOR, 2))
        .isEqualTo(
            "an executor needs 2 cores and 1,024 MiB, but of 2 workers the largest has free 0 cores and 1,024 MiB, or 2 cores; others run: a (app-1), b (app-2), c (app-3) and others");
  }

  @Test
  void fewerCoresThanOneExecutorNeeds() {
    assertThat(new StandaloneCluster(true, List.of(), List.of()).missing(EXECUTOR, 1))
        .isEqualTo(
            "spark.cores.max = 1 is less than the 2 cores of an executor (spark.executor.cores)");
  }

  @Test
  void roomThatIsNotUsed() {
    assertThat(missing(worker(2, 1024, 2, 1024)))
        .startsWith("the workers have room for an executor of 2 cores and 1,024 MiB");
    assertThat(missing(new Worker(new Size(2, 1024), Optional.empty())))
        .startsWith("the workers have room");
  }
}

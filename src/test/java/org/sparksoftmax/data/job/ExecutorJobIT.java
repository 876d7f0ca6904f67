package org.sparksoftmax.data.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sparksoftmax.TestBlocks;
import org.sparksoftmax.math.block.DenseBlock;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.block.F32Values;

/** Jobs in the driver's process; SameBitsIT, ClustersIT and NetworksIT run them on clusters. */
@Timeout(60)
class ExecutorJobIT {

  private static final int PARTITIONS = 20;
  private static final int BLOCKS = 50;

  private static SparkSession spark;
  private static JavaRDD<ExampleBlock> blocks;

  @BeforeAll
  static void start() {
    spark =
        SparkSession.builder().master("local[3,4]").config("spark.ui.enabled", false).getOrCreate();
    blocks =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(IntStream.range(0, BLOCKS).boxed().toList(), PARTITIONS)
            .map(ExecutorJobIT::block)
            .cache();
  }

  /** As many blocks with orders from {@code from} on, in a few partitions. */
  private static JavaRDD<ExampleBlock> blocksFrom(int from, int count) {
    return JavaSparkContext.fromSparkContext(spark.sparkContext())
        .parallelize(IntStream.range(from, from + count).boxed().toList(), 3)
        .map(ExecutorJobIT::block)
        .cache();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static ExampleBlock block(int number) {
    return new ExampleBlock(
        number,
        new DenseBlock(1, 1, new F32Values(new float[] {number})),
        TestBlocks.labels(1, 2, number),
        null);
  }

  /** What a pass saw. */
  private record Seen(List<Long> orders, Object parameters, int threads, boolean packed) {}

  private static class Look implements ExecutorJob.Pass<ExampleBlock, int[], Seen> {
    private static final long serialVersionUID = 1L;

    @Override
    public Seen over(Iterator<ExampleBlock> part, int[] parameters, int threads) {
      List<Long> orders = new ArrayList<>();
      part.forEachRemaining(block -> orders.add(block.order()));
      return new Seen(orders, parameters, threads, false);
    }

    @Override
    public Seen merge(Seen one, Seen other) {
      throw new IllegalStateException("there is one executor");
    }

    @Override
    public Seen pack(Seen value) {
      return new Seen(value.orders(), value.parameters(), value.threads(), true);
    }
  }

  @Test
  void oneTaskOfTheDriverSeesAllBlocksAndTheParametersThemselves() throws Exception {
    ConcurrentLinkedQueue<SparkListenerTaskEnd> ended = new ConcurrentLinkedQueue<>();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onTaskEnd(SparkListenerTaskEnd end) {
            ended.add(end);
          }
        };
    int[] parameters = new int[100_000];
    ExecutorJob<ExampleBlock> job = ExecutorJob.of(blocks);
    spark.sparkContext().addSparkListener(listener);
    Seen seen = job.run(new Look(), parameters, 2);
    spark.sparkContext().listenerBus().waitUntilEmpty();
    spark.sparkContext().removeSparkListener(listener);
    assertThat(seen.orders())
        .containsExactlyElementsOf(IntStream.range(0, BLOCKS).mapToObj(b -> (long) b).toList());
    assertThat(seen.parameters()).isSameAs(parameters);
    assertThat(seen.threads()).isEqualTo(3);
    assertThat(seen.packed()).isFalse();
    assertThat(ended).hasSize(1);
    assertThat(ended.element().taskMetrics().resultSize()).isLessThan(10_000);
  }

  @Test
  void oneTaskMakesTwoPassesEachOverItsOwnSet() throws Exception {
    JavaRDD<ExampleBlock> others = blocksFrom(1000, 7);
    int[] ofFirst = {1};
    int[] ofSecond = {2};
    JointPass.Both<Seen, Seen> seen =
        ExecutorJob.of(blocks, others)
            .run(
                new JointPass<>(new Look(), new Look()),
                new JointPass.Both<>(ofFirst, ofSecond),
                2);
    assertThat(seen.first().orders())
        .containsExactlyElementsOf(IntStream.range(0, BLOCKS).mapToObj(b -> (long) b).toList());
    assertThat(seen.second().orders())
        .containsExactlyElementsOf(IntStream.range(1000, 1007).mapToObj(b -> (long) b).toList());
    assertThat(seen.first().parameters()).isSameAs(ofFirst);
    assertThat(seen.second().parameters()).isSameAs(ofSecond);
  }

  /** Fails as long as the parameter, which it decreases, is positive. */
  private static final class Failing extends Look {
    private static final long serialVersionUID = 1L;

    @Override
    public Seen over(Iterator<ExampleBlock> part, int[] parameters, int threads) {
      Seen value = super.over(part, parameters, threads);
      if (parameters[0]-- > 0) {
        throw new IllegalStateException("this attempt fails");
      }
      return value;
    }
  }

  @Test
  void aRepeatedTaskReturnsTheValueOfItsOwnAttempt() {
    int[] failures = {2};
    Seen seen = ExecutorJob.of(blocks).run(new Failing(), failures, 2);
    assertThat(seen.orders()).hasSize(BLOCKS);
    assertThat(failures).containsExactly(-1);
  }

  @Test
  void aPassThatKeepsFailingEndsTheJob() {
    assertThatThrownBy(() -> ExecutorJob.of(blocks).run(new Failing(), new int[] {99}, 2))
        .isInstanceOf(SparkException.class)
        .hasMessageContaining("this attempt fails");
  }
}

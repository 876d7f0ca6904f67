package org.sparksoftmax.data.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparksoftmax.TestBlocks;
import org.sparksoftmax.math.block.DenseBlock;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.block.F32Values;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class BlockThreadsTest {

  /** Collects the orders of its blocks. */
  private static final class Collector implements Consumer<ExampleBlock> {
    private final List<Long> orders = new ArrayList<>();

    @Override
    public void accept(ExampleBlock block) {
      orders.add(block.order());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void everyBlockIsProcessedOnce(int threads) {
    for (int blocks : new int[] {0, 1, 3, 200}) {
      List<Collector> workers =
          BlockThreads.process(blocks(blocks).iterator(), threads, Collector::new);
      assertThat(workers).hasSize(threads);
      assertThat(workers.stream().flatMap(worker -> worker.orders.stream()))
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, blocks).mapToObj(b -> (long) b).toList());
    }
  }

  @Test
  void theThreadsWorkAtTheSameTime() {
    CountDownLatch allAtWork = new CountDownLatch(3);
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    BlockThreads.process(
        blocks(30).iterator(),
        3,
        () ->
            block -> {
              if (threads.add(Thread.currentThread())) {
                allAtWork.countDown();
                await(allAtWork);
              }
            });
    assertThat(threads).hasSize(3);
  }

  @Test
  void blocksAreReadByTheThreadOfTheTask() {
    Iterator<ExampleBlock> blocks = blocks(20).iterator();
    Set<Thread> readers = ConcurrentHashMap.newKeySet();
    Iterator<ExampleBlock> watched =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return blocks.hasNext();
          }

          @Override
          public ExampleBlock next() {
            readers.add(Thread.currentThread());
            return blocks.next();
          }
        };
    BlockThreads.process(watched, 3, Collector::new);
    assertThat(readers).containsExactly(Thread.currentThread());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void theFailureOfAnyThreadIsRethrown(int threads) {
    for (int failing : new int[] {0, 7, 99}) {
      assertThatThrownBy(
              () ->
                  BlockThreads.process(
                      blocks(100).iterator(),
                      threads,
                      () ->
                          block -> {
                            if (block.order() == failing) {
                              throw new IllegalArgumentException("block " + failing);
                            }
                          }))
          .hasMessage("block " + failing);
    }
  }

  @Test
  void theFailureOfTheReaderEndsTheThreads() {
    Iterator<ExampleBlock> blocks = blocks(10).iterator();
    Iterator<ExampleBlock> broken =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public ExampleBlock next() {
            if (!blocks.hasNext()) {
              throw new IllegalStateException("lost");
            }
            return blocks.next();
          }
        };
    assertThatThrownBy(() -> BlockThreads.process(broken, 3, Collector::new)).hasMessage("lost");
  }

  @Test
  void anInterruptedTaskWaitsForItsThreads() {
    Thread.currentThread().interrupt();
    Set<Long> done = ConcurrentHashMap.newKeySet();
    BlockThreads.process(blocks(50).iterator(), 3, () -> block -> done.add(block.order()));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(done).hasSize(50);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stop) {
      throw new AssertionError(stop);
    }
  }

  private static List<ExampleBlock> blocks(int count) {
    List<ExampleBlock> blocks = new ArrayList<>();
    for (int b = 0; b < count; b++) {
      blocks.add(
          new ExampleBlock(
              b,
              new DenseBlock(1, 1, new F32Values(new float[] {b})),
              TestBlocks.labels(1, 2, b),
              null));
    }
    return blocks;
  }
}

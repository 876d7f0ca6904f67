package org.sparksoftmax.train.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunPoolTest {

  private final AtomicInteger threadsEnded = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();

  private final RunPool.Watcher watcher =
      new RunPool.Watcher() {
        @Override
        public void threadEnded() {
          threadsEnded.incrementAndGet();
        }

        @Override
        public void failed() {
          failures.incrementAndGet();
        }
      };

  @Test
  void runsStartInOrderOnAFewThreads() {
    AtomicInteger active = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    List<Integer> started = Collections.synchronizedList(new ArrayList<>());
    CyclicBarrier rounds = new CyclicBarrier(5); // no run ends before five are active
    int[] runs = IntStream.range(0, 1000).toArray();
    new RunPool(
            runs,
            number -> {
              started.add(number);
              threads.add(Thread.currentThread());
              most.accumulateAndGet(active.incrementAndGet(), Math::max);
              await(rounds);
              active.decrementAndGet();
            },
            watcher)
        .execute(5);
    assertThat(most).hasValue(5);
    assertThat(threads).hasSize(5).noneMatch(Thread::isAlive);
    assertThat(started).hasSize(1000).doesNotHaveDuplicates();
    for (int round = 0; round < 200; round++) {
      assertThat(started.subList(5 * round, 5 * round + 5))
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(5 * round, 5 * round + 5).boxed().toList());
    }
    assertThat(threadsEnded).hasValue(5);
    assertThat(failures).hasValue(0);
  }

  @Test
  void theFirstFailureEndsAllRuns() {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch others = new CountDownLatch(2);
    AtomicInteger started = new AtomicInteger();
    RunPool pool =
        new RunPool(
            IntStream.range(0, 100).toArray(),
            number -> {
              started.incrementAndGet();
              if (number == 0) {
                await(others);
                throw new IllegalArgumentException("the first one");
              }
              others.countDown();
              await(never);
            },
            watcher);
    assertThatThrownBy(() -> pool.execute(3)).hasMessage("the first one");
    assertThat(started).hasValue(3);
    assertThat(threadsEnded).hasValue(3);
    assertThat(failures).hasValue(1);
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(60, TimeUnit.SECONDS);
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stopped) {
      throw new IllegalStateException("interrupted", stopped);
    }
  }
}

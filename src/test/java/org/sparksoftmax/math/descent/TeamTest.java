package org.sparksoftmax.math.descent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TeamTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7})
  void everyIterationRunsOnceInEveryLoop(int threads) {
    try (Team team = new Team(threads)) {
      for (int loop = 0; loop < 3000; loop++) {
        int count = loop % 11;
        AtomicIntegerArray runs = new AtomicIntegerArray(11);
        team.forEach(
            count,
            (i, thread) -> {
              assertThat(thread).isBetween(0, threads - 1);
              runs.incrementAndGet(i);
            });
        for (int i = 0; i < 11; i++) {
          assertThat(runs.get(i)).isEqualTo(i < count ? 1 : 0);
        }
      }
    }
  }

  @Test
  void helpersThatHaveFallenAsleepWakeUp() throws InterruptedException {
    try (Team team = new Team(3)) {
      for (int loop = 0; loop < 5; loop++) {
        Thread.sleep(20);
        AtomicIntegerArray runs = new AtomicIntegerArray(1);
        team.forEach(100, (i, thread) -> runs.incrementAndGet(0));
        assertThat(runs.get(0)).isEqualTo(100);
      }
    }
  }

  @Test
  void aFailureOfAnyThreadReachesTheCaller() {
    try (Team team = new Team(3)) {
      assertThatThrownBy(
              () ->
                  team.forEach(
                      50,
                      (i, thread) -> {
                        if (i == 17) {
                          throw new IllegalStateException("of iteration 17");
                        }
                      }))
          .hasMessage("of iteration 17");
    }
  }
}

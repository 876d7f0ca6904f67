package org.sparksoftmax.math.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BlockSamplerTest {

  private static final long[] ORDERS =
      LongStream.range(0, 59).map(i -> (i % 3) << 32 | i / 3).toArray();

  @Test
  void everyEpochTakesEveryBlockOnce() {
    BlockSampler sampler = new BlockSampler(ORDERS);
    Set<List<Long>> epochs = new HashSet<>();
    for (int epoch = 0; epoch < 4; epoch++) {
      List<Long> seen = new ArrayList<>();
      for (int batch = 0; batch < 10; batch++) {
        List<Long> chosen = chosen(sampler, new MiniBatch(0.1, 5, epoch * 10L + batch));
        assertThat(chosen.size()).isBetween(5, 6);
        seen.addAll(chosen);
      }
      assertThat(seen).hasSize(ORDERS.length).doesNotHaveDuplicates();
      epochs.add(seen);
    }
    assertThat(epochs).hasSize(4);
  }

  @Test
  void theOrderInWhichBlocksAreKnownDoesNotShow() {
    long[] reversed = LongStream.range(0, 59).map(i -> ORDERS[(int) (58 - i)]).toArray();
    for (int number : new int[] {0, 1, 17, 1000}) {
      MiniBatch batch = new MiniBatch(0.2, 3, number);
      assertThat(new BlockSampler(reversed).select(batch))
          .isEqualTo(new BlockSampler(ORDERS).select(batch));
    }
  }

  @Test
  void everyBatchIsSpreadOverAllBlocks() {
    long[] sorted = ORDERS.clone();
    Arrays.sort(sorted);
    BlockSampler sampler = new BlockSampler(ORDERS);
    for (int number = 0; number < 30; number++) {
      BlockSelection batch = sampler.select(new MiniBatch(0.1, 5, number));
      for (int from = 0; from + 10 <= sorted.length; from += 10) {
        assertThat(Arrays.stream(sorted, from, from + 10).filter(batch::has).count()).isEqualTo(1);
      }
    }
  }

  @Test
  void anotherSeedIsAnotherOrder() {
    BlockSampler sampler = new BlockSampler(ORDERS);
    assertThat(chosen(sampler, new MiniBatch(0.1, 5, 0)))
        .isNotEqualTo(chosen(sampler, new MiniBatch(0.1, 6, 0)));
  }

  @Test
  void allOfTheDataAndSingleBlocksAreSelected() {
    assertThat(chosen(new BlockSampler(ORDERS), MiniBatch.WHOLE)).hasSize(59);
    assertThat(chosen(new BlockSampler(ORDERS), new MiniBatch(1e-9, 1, 3))).hasSize(1);
    assertThat(new BlockSampler(new long[] {7}).select(new MiniBatch(0.5, 1, 9)).has(7)).isTrue();
  }

  @Test
  void aFractionOutOfBoundsIsRefused() {
    assertThatThrownBy(() -> new MiniBatch(0, 1, 0))
        .hasMessage("Invalid fraction of a mini-batch: 0.0 (must be > 0 and <= 1)");
  }

  private static List<Long> chosen(BlockSampler sampler, MiniBatch batch) {
    BlockSelection selection = sampler.select(batch);
    return Arrays.stream(ORDERS).filter(selection::has).boxed().toList();
  }
}

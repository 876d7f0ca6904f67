package org.sparksoftmax.math.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which units are left out. */
class DropoutTest {

  private static final int ROWS = 400;
  private static final int UNITS = 300;

  @Test
  void theShareOfUnitsThatIsLeftOutIsTheRate() {
    for (double rate : new double[] {0.01, 0.1, 0.5, 0.8}) {
      int left = ROWS * UNITS - mask(new Dropout(rate, 1, 0), 0, 0).cardinality();
      double deviation = Math.sqrt(ROWS * UNITS * rate * (1 - rate));
      assertThat((double) left).isCloseTo(ROWS * UNITS * rate, within(4 * deviation));
    }
  }

  @Test
  void unitsRowsAndStepsAreIndependent() {
    Dropout dropout = new Dropout(0.5, 1, 0);
    BitSet mask = mask(dropout, 0, 0);
    int[][] pairs = new int[4][2];
    for (int i = 0; i + 1 < ROWS; i++) {
      for (int j = 0; j + 4 < UNITS; j++) {
        int at = i * UNITS + j;
        boolean kept = mask.get(at);
        // The next unit, that of another hash, that of the next row, both.
        for (int p = 0; p < 4; p++) {
          int other = at + new int[] {1, 4, UNITS, UNITS + 1}[p];
          pairs[p][kept == mask.get(other) ? 1 : 0]++;
        }
      }
    }
    for (int[] pair : pairs) {
      double count = pair[0] + pair[1];
      assertThat(pair[1] / count).isCloseTo(0.5, within(2 / Math.sqrt(count)));
    }
  }

  @Test
  void everyThingThatItFollowsFromMakesAnotherMask() {
    Set<BitSet> masks = new HashSet<>();
    masks.add(mask(new Dropout(0.5, 1, 0), 0, 0));
    masks.add(mask(new Dropout(0.5, 2, 0), 0, 0));
    masks.add(mask(new Dropout(0.5, 1, 1), 0, 0));
    masks.add(mask(new Dropout(0.5, 1, 0), 1, 0));
    masks.add(mask(new Dropout(0.5, 1, 0), 0, 1));
    assertThat(masks).hasSize(5);
    BitSet[] all = masks.toArray(BitSet[]::new);
    for (int a = 0; a < all.length; a++) {
      for (int b = 0; b < a; b++) {
        BitSet differing = (BitSet) all[a].clone();
        differing.xor(all[b]);
        assertThat(differing.cardinality() / (double) (ROWS * UNITS))
            .isCloseTo(0.5, within(2 / Math.sqrt(ROWS * UNITS)));
      }
    }
    assertThat(mask(new Dropout(0.5, 1, 0), 0, 0)).isIn(masks);
  }

  @Test
  void aUnitThatStaysAtARateStaysAtEverySmallerOne() {
    BitSet few = mask(new Dropout(0.7, 1, 0), 0, 0);
    BitSet many = mask(new Dropout(0.2, 1, 0), 0, 0);
    BitSet both = (BitSet) few.clone();
    both.and(many);
    assertThat(both).isEqualTo(few);
  }

  @Test
  void whatStaysMakesUpForWhatDoesNot() {
    assertThat(new Dropout(0.5, 1, 0).factor()).isEqualTo(2);
    assertThat(new Dropout(0.75, 1, 0).factor()).isEqualTo(4);
    assertThat(new Dropout(0.2, 1, 0).factor()).isCloseTo(1.25, within(2e-5));
    assertThat(Dropout.NONE.factor()).isEqualTo(1);
  }

  @Test
  void ratesNearNothingAndNearEverythingAreUsable() {
    assertThat(Dropout.NONE.isNone()).isTrue();
    assertThat(new Dropout(0, 1, 2).isNone()).isTrue();
    assertThat(new Dropout(1e-9, 1, 2).isNone()).isTrue(); // rounded
    assertThat(new Dropout(0x1p-16, 1, 2).isNone()).isFalse();
    assertThat(mask(Dropout.NONE, 0, 0).cardinality()).isEqualTo(ROWS * UNITS);
    assertThat(new Dropout(Math.nextDown(1), 1, 2).factor()).isEqualTo(65536);
  }

  /** What stays in {@code layer} of the rows of {@code block}. */
  private static BitSet mask(Dropout dropout, long block, int layer) {
    BitSet kept = new BitSet();
    for (int i = 0; i < ROWS; i++) {
      long key = dropout.key(block, i, layer);
      for (int j = 0; j < UNITS; j++) {
        kept.set(i * UNITS + j, dropout.keeps(dropout.bits(key, j - j % 4), j % 4));
      }
    }
    return kept;
  }
}

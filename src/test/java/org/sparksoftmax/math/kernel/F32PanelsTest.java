package org.sparksoftmax.math.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class F32PanelsTest {

  @Test
  void everyEntryHasAPlaceOfItsOwn() {
    F32Panels m = F32Panels.zeros(20, 33);
    assertThat(m.capacity()).isEqualTo(32);
    assertThat(m.paddedColumns()).isEqualTo(48);
    assertThat(m.panels()).isEqualTo(3);
    for (int i = 0; i < m.capacity(); i++) {
      for (int j = 0; j < m.paddedColumns(); j++) {
        assertThat(m.array()[m.index(i, j)]++).isZero();
      }
    }
    assertThat(m.array()).containsOnly(1f);
    assertThat(m.index(0, 32)).isEqualTo(m.panelOffset(2));
    assertThat(m.index(7, 40)).isEqualTo(2 * m.panelStride() + 7 * F32Panels.PANEL + 8);
  }

  @Test
  void rowsComeBackAsTheyWentAndThePaddingStaysZero() {
    for (int columns : new int[] {1, 15, 16, 17, 100}) {
      F32Matrix rows = counting(5, columns);
      F32Panels m = F32Panels.of(rows);
      float[] back = new float[5 * columns + 2];
      for (int i = 0; i < 5; i++) {
        m.copyRowInto(i, back, 1 + i * columns);
      }
      assertThat(back).startsWith(0f).endsWith(0f);
      assertThat(Arrays.copyOfRange(back, 1, back.length - 1)).containsExactly(rows.array());
      assertThat(nonZeros(m)).isEqualTo(5 * columns);
    }
  }

  @Test
  void theTransposeSwapsIndices() {
    for (int[] shape : new int[][] {{1, 1}, {3, 17}, {16, 16}, {37, 50}}) {
      F32Panels m = F32Panels.of(counting(shape[0] + 1, shape[1]));
      F32Panels t = m.transposed(shape[0]);
      for (int i = 0; i < shape[0]; i++) {
        for (int j = 0; j < shape[1]; j++) {
          assertThat(t.array()[t.index(j, i)]).isEqualTo(m.array()[m.index(i, j)]);
        }
      }
      assertThat(nonZeros(t)).isEqualTo(shape[0] * shape[1]);
    }
  }

  @Test
  void shapesThatDoNotFitAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new F32Panels(new float[16], 16, 16))
        .withMessage("Invalid panels: an array of 16 for 16 rows of 16 columns (must be 256)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new F32Panels(new float[160], 10, 16))
        .withMessageContaining("room for 10 rows");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> F32Panels.zeros(3, 4).transposeInto(3, F32Panels.zeros(4, 5)))
        .withMessage("Cannot transpose 3 rows (of 16) x 4 columns into 16 rows x 5 columns");
  }

  /** 1, 2, 3, ... */
  private static F32Matrix counting(int rows, int columns) {
    F32Matrix m = F32Matrix.zeros(rows, columns);
    for (int i = 0; i < m.array().length; i++) {
      m.array()[i] = i + 1f;
    }
    return m;
  }

  private static int nonZeros(F32Panels m) {
    int count = 0;
    for (float value : m.array()) {
      count += value == 0 ? 0 : 1;
    }
    return count;
  }
}

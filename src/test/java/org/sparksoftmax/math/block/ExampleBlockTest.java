package org.sparksoftmax.math.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ExampleBlockTest {

  private static final FeatureBlock FEATURES =
      new DenseBlock(3, 2, new F32Values(new float[] {1, 2, 3, 4, 5, 6}));
  private static final int[] LABELS = {1, 0, 2};
  private static final double[] WEIGHTS = {1, 2, 0.5};
  private static final float[] TARGETS = {0.25f, 0.5f, 0.25f, 0.5f, 0.5f, 0, 0, 0, 1};

  private static ExampleBlock soft() {
    return new ExampleBlock(7, FEATURES, LABELS, WEIGHTS, new F32Values(TARGETS));
  }

  @Test
  void targetOfRowWithOneClassIsOneHot() {
    ExampleBlock block = new ExampleBlock(7, FEATURES, LABELS, WEIGHTS);

    assertThat(block.hasTargets()).isFalse();
    assertThat(block.targets()).isNull();
    assertThat(block.target(0, 0, 3)).isZero();
    assertThat(block.target(0, 1, 3)).isEqualTo(1);
  }

  @Test
  void targetsAreThoseGiven() {
    ExampleBlock block = soft();

    assertThat(block.hasTargets()).isTrue();
    for (int i = 0; i < 3; i++) {
      for (int k = 0; k < 3; k++) {
        assertThat(block.target(i, k, 3)).isEqualTo(TARGETS[3 * i + k]);
      }
    }
  }

  @Test
  void labelIsTheFirstOfTheLargestTargets() {
    assertThat(ExampleBlock.largestTargets(new F32Values(TARGETS), 3)).isEqualTo(LABELS);
    assertThat(ExampleBlock.largestTargets(new F32Values(new float[0]), 0)).isEmpty();
  }

  @Test
  void selectedRowsKeepTheirTargets() {
    ExampleBlock selected = soft().select(new int[] {2, 0});

    assertThat(selected.label(0)).isEqualTo(2);
    assertThat(selected.target(0, 2, 3)).isEqualTo(1);
    assertThat(selected.target(1, 0, 3)).isEqualTo(0.25);
    assertThat(selected.target(1, 1, 3)).isEqualTo(0.5);
    assertThat(soft().head(1).targets().length()).isEqualTo(3);
    assertThat(soft().head(0).targets().length()).isZero();
    assertThat(soft().head(0).head(0).hasTargets()).isTrue();
  }

  @Test
  void float64KeepsTargetsAndHash() {
    ExampleBlock wide = soft().inF64();

    assertThat(wide.targets()).isInstanceOf(F64Values.class);
    assertThat(wide.target(0, 1, 3)).isEqualTo(0.5);
    assertThat(wide.contentHash()).isEqualTo(soft().contentHash());
    assertThat(new ExampleBlock(7, FEATURES, LABELS, WEIGHTS).inF64().hasTargets()).isFalse();
  }

  @Test
  void hashDependsOnTargets() {
    float[] others = TARGETS.clone();
    others[6] = 0.5f;
    others[8] = 0.5f;

    assertThat(soft().contentHash())
        .isNotEqualTo(new ExampleBlock(7, FEATURES, LABELS, WEIGHTS).contentHash())
        .isNotEqualTo(
            new ExampleBlock(7, FEATURES, LABELS, WEIGHTS, new F32Values(others)).contentHash());
  }

  @Test
  void hashOfBlockWithoutTargetsIsWhatItAlwaysWas() {
    assertThat(new ExampleBlock(7, FEATURES, LABELS, WEIGHTS).contentHash())
        .isEqualTo(-683869441035942207L);
  }

  @Test
  void targetsMustFillTheRows() {
    assertThatThrownBy(
            () -> new ExampleBlock(7, FEATURES, LABELS, null, new F32Values(new float[4])))
        .hasMessage("Invalid block: 4 targets for 3 rows (must be a multiple)");
  }
}

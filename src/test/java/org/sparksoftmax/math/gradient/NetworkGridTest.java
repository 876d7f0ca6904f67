package org.sparksoftmax.math.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparksoftmax.TestBlocks.Form;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.kernel.FixedPoint;
import org.sparksoftmax.math.layout.Activation;
import org.sparksoftmax.math.layout.HiddenLayers;
import org.sparksoftmax.math.network.Dropout;

/**
 * The fixed point in which gradients of networks are summed, for which there is no useful bound.
 */
class NetworkGridTest {

  private static final Dropout HALF = new Dropout(0.5, 7, 3);

  private final Random random = new Random(3);

  @ParameterizedTest
  @EnumSource(Form.class)
  void neitherTheOrderOfBlocksNorTheTreeOfMergesShowsInTheBits(Form form) {
    NetworkSums data = NetworkSums.random(form, 24, HiddenLayers.of(Activation.RELU, 7, 5));
    for (Dropout dropout : List.of(Dropout.NONE, HALF)) {
      NetworkSums.Passes expected = data.sum(dropout, data.blocks);
      assertThat(expected.grids).hasSize(1);
      for (int trial = 0; trial < 20; trial++) {
        List<ExampleBlock> shuffled = new ArrayList<>(data.blocks);
        Collections.shuffle(shuffled, random);
        NetworkSums.Passes actual = data.inParts(dropout, shuffled, random);
        assertThat(actual.sum.sum().lossSum()).isEqualTo(expected.sum.sum().lossSum());
        assertThat(actual.sum.sum().checksum()).isEqualTo(expected.sum.sum().checksum());
        assertThat(actual.gradient).containsExactly(expected.gradient);
      }
    }
  }

  /**
   * Signals that all add up, through 12 layers: about 2^20 times what independent ones would give.
   */
  @ParameterizedTest
  @EnumSource(Form.class)
  void sumsBeyondTheGridAreSummedAgainInACoarserOne(Form form) {
    NetworkSums data = NetworkSums.coherent(form, 12);
    NetworkSums.Passes expected = data.sum(Dropout.NONE, data.blocks);
    assertThat(expected.grids).hasSize(2);
    assertThat(expected.peaks.get(0)).isGreaterThanOrEqualTo(FixedPoint.LIMIT).isFinite();
    assertThat(expected.peaks.get(1)).isBetween(0x1p58, FixedPoint.LIMIT / 2);
    data.assertGradient(expected.gradient, 1e-6);
    for (int trial = 0; trial < 10; trial++) {
      List<ExampleBlock> shuffled = new ArrayList<>(data.blocks);
      Collections.shuffle(shuffled, random);
      NetworkSums.Passes actual = data.inParts(Dropout.NONE, shuffled, random);
      assertThat(actual.grids).hasSize(2);
      assertThat(actual.gradient).containsExactly(expected.gradient);
    }
  }

  @Test
  void sumsThatAreBeyondTheGridOnlyTogetherAreNoticed() {
    NetworkSums data = NetworkSums.random(Form.DENSE_F64, 1, HiddenLayers.of(Activation.RELU, 7));
    GradientGrid grid =
        new GradientGrids(data.magnitudes, 1).grid(data.layout, data.theta, Dropout.NONE);
    GridSum first = new GridSum(threePeaks(data, 0x1.8p61), grid);
    GradientGrid wider = first.wider().orElseThrow();
    // 4.5·2^61 are less than 2^64, for which 2^3 is a step that leaves 61 bits.
    assertThat(wider.scales()[0]).isEqualTo(grid.scales()[0] / 8);
    GridSum second = new GridSum(threePeaks(data, 0x1.8p58), wider);
    assertThat(second.wider()).isEmpty();
    assertThat(second.sum().peak()).isEqualTo(4.5 * 0x1p58);
    assertThat(second.gradient(data.layout)).containsOnly(0);
  }

  private static LossGradientSum threePeaks(NetworkSums data, double peak) {
    LossGradientSum sum = new LossGradientSum();
    for (int part = 0; part < 3; part++) {
      LossGradientSum other = new LossGradientSum();
      other.gradientSum(data.layout.dimension());
      other.notePeak(peak);
      sum.merge(other);
    }
    return sum;
  }

  @Test
  void aGradientThatIsNotFiniteIsNotANumberAtOnce() {
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1e300}) {
      NetworkSums data =
          NetworkSums.random(Form.DENSE_F32, 3, HiddenLayers.of(Activation.RELU, 7, 5));
      data.theta[9 * 7 + 3] = bad; // of the second layer
      NetworkSums.Passes passes = data.sum(Dropout.NONE, data.blocks);
      assertThat(passes.grids).hasSize(1);
      assertThat(Arrays.stream(passes.gradient).allMatch(Double::isNaN)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void usualNetworksTakeOnePass(Activation activation) {
    for (int[] widths : new int[][] {{256}, NetworkSums.filled(20, 64), {1}, {500, 3}}) {
      NetworkSums data =
          NetworkSums.initial(Form.DENSE_U8, 784, HiddenLayers.of(activation, widths));
      for (double size : new double[] {1, 3}) {
        for (int i = 0; i < data.theta.length; i++) {
          data.theta[i] *= size;
        }
        if (size > 1 && widths.length > 4) {
          continue; // threefold weights in each of 20 layers are nothing usual
        }
        assertThat(data.sum(Dropout.NONE, data.blocks).grids).hasSize(1);
        assertThat(data.sum(HALF, data.blocks).grids).hasSize(1);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void gradientsOfUsualNetworksKeepTheirBits(Activation activation) {
    for (int[] widths : new int[][] {{64}, NetworkSums.filled(20, 32)}) {
      NetworkSums data =
          NetworkSums.initial(Form.DENSE_F64, 30, HiddenLayers.of(activation, widths));
      data.assertGradientNorms(data.sum(Dropout.NONE, data.blocks).gradient, 0x1p-20);
    }
  }

  /**
   * Where nearly everything is right, all residuals are small, and so are their sums: at a loss of
   * 10⁻⁶ there are 20 bits left.
   */
  @Test
  void smallGradientsOfARightModelKeepTheirBits() {
    for (int[] widths : new int[][] {{64}, {64, 32, 16}, NetworkSums.filled(8, 32)}) {
      NetworkSums data =
          NetworkSums.initial(Form.DENSE_F64, 30, HiddenLayers.of(Activation.RELU, widths));
      data.label();
      double loss = Double.POSITIVE_INFINITY;
      while (loss > 1e-6) {
        data.growLastLayer(1.3);
        NetworkSums.Passes passes = data.sum(Dropout.NONE, data.blocks);
        loss = passes.sum.sum().lossSum() / passes.sum.sum().weightSum();
        data.assertGradientNorms(passes.gradient, 0x1p-40 / Math.min(loss, 0x1p-7));
      }
      assertThat(loss).isPositive();
    }
  }
}

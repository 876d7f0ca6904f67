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
import org.sparksoftmax.TestBlocks;
import org.sparksoftmax.TestBlocks.Form;
import org.sparksoftmax.math.block.ColumnMagnitudes;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.kernel.FixedPoint;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.linalg.ExactSum;

/** The sums that every partition makes, in whatever order they come together. */
class GradientGridTest {

  private static final int FEATURES = 9;
  private static final int CLASSES = 4;
  private static final int BLOCKS = 24;

  private final Random random = new Random(3);

  @ParameterizedTest
  @EnumSource(Form.class)
  void neitherTheOrderOfBlocksNorTheTreeOfMergesShowsInTheBits(Form form) {
    Data data = data(form);
    LossGradientSum expected = new LossGradientSum();
    data.blocks.forEach(block -> data.kernel().add(block, expected));
    double[] gradient = expected.gradient(data.layout, data.grid);
    for (int trial = 0; trial < 20; trial++) {
      List<ExampleBlock> shuffled = new ArrayList<>(data.blocks);
      Collections.shuffle(shuffled, random);
      List<LossGradientSum> parts = new ArrayList<>();
      while (!shuffled.isEmpty()) {
        int count = Math.min(shuffled.size(), random.nextInt(5));
        LossGradientSum part = new LossGradientSum();
        LossGradientKernel kernel = data.kernel();
        shuffled.subList(0, count).forEach(block -> kernel.add(block, part));
        shuffled.subList(0, count).clear();
        parts.add(part.pack());
      }
      while (parts.size() > 1) {
        LossGradientSum other = parts.remove(random.nextInt(parts.size()));
        parts.get(random.nextInt(parts.size())).merge(other);
      }
      assertThat(parts.get(0).lossSum()).isEqualTo(expected.lossSum());
      assertThat(parts.get(0).weightSum()).isEqualTo(expected.weightSum());
      assertThat(parts.get(0).checksum()).isEqualTo(expected.checksum());
      assertThat(Arrays.equals(parts.get(0).gradient(data.layout, data.grid), gradient)).isTrue();
    }
  }

  /** The kernels' own precision is left out: blocks are compared with themselves, alone. */
  @ParameterizedTest
  @EnumSource(Form.class)
  void theMeanIsWithinATrillionthOfItsBound(Form form) {
    Data data = data(form);
    LossGradientSum total = new LossGradientSum();
    ExactSum[] exact = new ExactSum[data.layout.dimension()];
    Arrays.setAll(exact, i -> new ExactSum());
    for (ExampleBlock block : data.blocks) {
      LossGradientSum alone = new LossGradientSum();
      GradientGrid fine = GradientGrid.of(data.magnitudes, Math.max(1, block.exampleWeightSum()));
      new LossGradientKernel(data.parameters(fine)).add(block, alone);
      double[] gradient = alone.gradient(data.layout, fine);
      for (int i = 0; i < gradient.length; i++) {
        exact[i].add(gradient[i]);
      }
      data.kernel().add(block, total);
    }
    double[] actual = total.gradient(data.layout, data.grid);
    double worst = 0;
    for (int k = 0; k < CLASSES; k++) {
      for (int j = 0; j < FEATURES; j++) {
        int i = data.layout.weightIndex(k, j);
        double bound = Math.scalb(1.0, data.magnitudes.exponent(j) - 1);
        double error = Math.abs(actual[i] - exact[i].value()) / data.weightSum;
        worst = Math.max(worst, error / bound);
      }
    }
    assertThat(worst).isLessThan(1e-12).isLessThan(BLOCKS * 0x1p-57);
  }

  @Test
  void theLargestSumsThatAreAllowedFit() {
    ColumnMagnitudes magnitudes = new ColumnMagnitudes(1);
    magnitudes.add(TestBlocks.features(new double[][] {{255}}, Form.DENSE_U8));
    double weightSum = 3e9;
    double scale = GradientGrid.of(magnitudes, weightSum).scales()[0];
    assertThat(weightSum * 255 * 1.01 * scale).isBetween(0x1p57, 0x1p61);
    long[] sums = new long[1];
    double[] largest = {weightSum * 255};
    assertThat(FixedPoint.add(largest, 0, scale, sums, 0, 1) < FixedPoint.LIMIT).isTrue();
    assertThat(sums[0]).isEqualTo((long) (weightSum * 255 * scale));
  }

  @Test
  void whatIsOutOfRangeIsToldApart() {
    for (double bad :
        new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0x1p62}) {
      double[] values = {1, bad, 1};
      double[] ones = {1, 1, 1};
      float[] singles = {1, (float) bad, 1};
      assertThat(FixedPoint.add(values, 0, 1.0, new long[3], 0, 3) < FixedPoint.LIMIT).isFalse();
      assertThat(FixedPoint.add(values, 0, ones, new long[3], 0, 3) < FixedPoint.LIMIT).isFalse();
      assertThat(FixedPoint.add(singles, 0, 1.0, new long[3], 0, 3) < FixedPoint.LIMIT).isFalse();
      assertThat(FixedPoint.add(singles, 0, ones, new long[3], 0, 3) < FixedPoint.LIMIT).isFalse();
      assertThat(FixedPoint.add(values, 2, ones, new long[3], 0, 1) < FixedPoint.LIMIT).isTrue();
    }
  }

  @Test
  void featuresOfAnySizeHaveNormalScales() {
    for (double value : new double[] {0, Double.MIN_VALUE, 1e-300, 1, 1e30, Double.MAX_VALUE}) {
      ColumnMagnitudes magnitudes = new ColumnMagnitudes(1);
      magnitudes.add(TestBlocks.features(new double[][] {{value}}, Form.DENSE_F64));
      for (double weight : new double[] {1e-200, 1, 1e200}) {
        double scale = GradientGrid.of(magnitudes, weight).scales()[0];
        assertThat(scale).isGreaterThanOrEqualTo(Double.MIN_NORMAL).isFinite();
        assertThat(1 / scale).isGreaterThanOrEqualTo(Double.MIN_NORMAL).isFinite();
      }
    }
  }

  private Data data(Form form) {
    List<ExampleBlock> blocks = new ArrayList<>();
    for (int b = 0; b < BLOCKS; b++) {
      int rows = 1 + random.nextInt(40);
      double[] weights = b % 5 == 0 ? new double[rows] : TestBlocks.weights(rows, b);
      blocks.add(
          TestBlocks.examples(
              TestBlocks.rows(rows, FEATURES, b),
              TestBlocks.labels(rows, CLASSES, b),
              weights,
              form));
    }
    return new Data(blocks);
  }

  private static final class Data {
    final List<ExampleBlock> blocks;
    final ParameterLayout layout;
    final ColumnMagnitudes magnitudes;
    final double weightSum;
    final GradientGrid grid;
    final double[] theta;

    Data(List<ExampleBlock> blocks) {
      this.blocks = blocks;
      this.layout =
          new ParameterLayout(FEATURES, CLASSES, true, blocks.get(0).features().weightOrder());
      this.magnitudes = ColumnMagnitudes.of(blocks, FEATURES);
      this.weightSum = blocks.stream().mapToDouble(ExampleBlock::exampleWeightSum).sum();
      this.grid = GradientGrid.of(magnitudes, weightSum);
      this.theta = TestBlocks.uniform(layout.dimension(), 0.01, 7);
    }

    KernelParameters parameters(GradientGrid gradientGrid) {
      return KernelParameters.of(
          layout, theta, blocks.get(0).features().arithmetic(), gradientGrid);
    }

    LossGradientKernel kernel() {
      return new LossGradientKernel(parameters(grid));
    }
  }
}

package org.sparksoftmax.math.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.TestBlocks;
import org.sparksoftmax.math.block.Arithmetic;
import org.sparksoftmax.math.block.ColumnMagnitudes;
import org.sparksoftmax.math.block.CsrBlock;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.block.F32Values;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.ParameterLayout;

/** Gradients of models so wide that only the features that occur are kept. */
class WideSparseGradientTest {

  private static final int FEATURES = 300_000;
  private static final int CLASSES = 5;
  private static final int ROWS = 7;
  private static final int NON_ZEROS = 20;

  private final ParameterLayout layout =
      new ParameterLayout(FEATURES, CLASSES, true, WeightOrder.FEATURE_MAJOR);
  private final KernelParameters parameters =
      KernelParameters.of(
          layout, TestBlocks.uniform(layout.dimension(), 0.1, 1), Arithmetic.F32, grid());

  @Test
  void mergedSumsEqualTheSumOfOnePass() throws IOException {
    LossGradientSum onePass = new LossGradientSum();
    LossGradientSum merged = new LossGradientSum();
    for (int b = 0; b < 4; b++) {
      ExampleBlock block = block(b);
      new LossGradientKernel(parameters).add(block, onePass);
      LossGradientSum alone = new LossGradientSum();
      new LossGradientKernel(parameters).add(block, alone);
      assertThat(bytes(alone.pack())).isLessThan(FEATURES);
      merged.merge(alone);
    }
    assertThat(bytes(merged.pack())).isLessThan(FEATURES);
    assertThat(merged.lossSum()).isEqualTo(onePass.lossSum());
    assertThat(Arrays.equals(merged.gradient(layout, grid()), onePass.gradient(layout, grid())))
        .isTrue();
  }

  @Test
  void sumsAndDenseSumsMerge() {
    LossGradientSum wide = new LossGradientSum();
    new LossGradientKernel(parameters).add(block(1), wide);
    LossGradientSum copy = new LossGradientSum();
    new LossGradientKernel(parameters).add(block(1), copy);
    double[] expected = copy.gradient(layout, grid());
    LossGradientSum dense = new LossGradientSum();
    dense.gradientSum(layout.dimension()).array()[17] = 1L << 60;
    expected[17] += Math.pow(2, 60) / grid().scales()[17 / CLASSES];
    assertThat(Arrays.equals(wide.merge(dense).gradient(layout, grid()), expected)).isTrue();
    LossGradientSum other = new LossGradientSum();
    new LossGradientKernel(parameters).add(block(1), other);
    LossGradientSum reversed = new LossGradientSum();
    reversed.gradientSum(layout.dimension()).array()[17] = 1L << 60;
    assertThat(Arrays.equals(reversed.merge(other).gradient(layout, grid()), expected)).isTrue();
  }

  @Test
  void theGradientOfARowIsItsValuesTimesItsResidual() {
    ExampleBlock block = block(2).head(1);
    LossGradientSum sum = new LossGradientSum();
    LossGradientKernel kernel = new LossGradientKernel(parameters);
    kernel.add(block, sum);
    double[] gradient = sum.gradient(layout, grid());
    double[] row = new double[FEATURES];
    block.features().rowInto(0, row);
    double worst = 0;
    for (int j = 0; j < FEATURES; j++) {
      for (int k = 0; k < CLASSES; k++) {
        double expected = row[j] * gradient[layout.interceptIndex(k)];
        worst = Math.max(worst, Math.abs(gradient[layout.weightIndex(k, j)] - expected));
      }
    }
    assertThat(worst).isLessThan(1e-6);
    assertThat(gradient[layout.weightIndex(0, 0)]).isNotZero();
  }

  private static GradientGrid grid() {
    List<ExampleBlock> blocks =
        IntStream.range(0, 4).mapToObj(WideSparseGradientTest::block).toList();
    return GradientGrid.of(ColumnMagnitudes.of(blocks, FEATURES), 4 * ROWS);
  }

  private static ExampleBlock block(int seed) {
    Random random = new Random(seed);
    int[] pointers = new int[ROWS + 1];
    int[] columns = new int[ROWS * NON_ZEROS];
    float[] values = new float[columns.length];
    for (int i = 0; i < ROWS; i++) {
      pointers[i + 1] = (i + 1) * NON_ZEROS;
      int[] sorted = random.ints(0, FEATURES).distinct().limit(NON_ZEROS - 1).sorted().toArray();
      // One feature that every row has.
      columns[i * NON_ZEROS] = 0;
      for (int e = 1; e < NON_ZEROS; e++) {
        columns[i * NON_ZEROS + e] = Math.max(e, sorted[e - 1]);
      }
      for (int e = 0; e < NON_ZEROS; e++) {
        values[i * NON_ZEROS + e] = random.nextInt(1, 9);
      }
    }
    return new ExampleBlock(
        seed,
        new CsrBlock(FEATURES, pointers, columns, new F32Values(values)),
        TestBlocks.labels(ROWS, CLASSES, seed),
        null);
  }

  private static int bytes(LossGradientSum sum) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(sum);
    }
    return bytes.size();
  }
}

package org.sparksoftmax.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.TestBlocks;
import org.sparksoftmax.linalg.Arithmetic;
import org.sparksoftmax.linalg.CsrBlock;
import org.sparksoftmax.linalg.ExampleBlock;
import org.sparksoftmax.linalg.F32Values;
import org.sparksoftmax.linalg.WeightOrder;
import org.sparksoftmax.model.ParameterLayout;

/** Gradients of models so wide that only the features that occur are kept. */
class WideSparseGradientTest {

  private static final int FEATURES = 300_000;
  private static final int CLASSES = 5;
  private static final int ROWS = 7;
  private static final int NON_ZEROS = 20;

  private final ParameterLayout layout =
      new ParameterLayout(FEATURES, CLASSES, true, WeightOrder.FEATURE_MAJOR);
  private final KernelParameters parameters =
      KernelParameters.of(layout, TestBlocks.uniform(layout.dimension(), 0.1, 1), Arithmetic.F32);

  @Test
  void mergedSumsEqualTheSumOfOnePass() throws IOException {
    LossGradientSum onePass = new LossGradientSum();
    LossGradientSum merged = new LossGradientSum();
    for (int b = 0; b < 4; b++) {
      ExampleBlock block = block(b);
      new LossGradientKernel(parameters).add(block, onePass);
      LossGradientSum alone = new LossGradientSum();
      new LossGradientKernel(parameters).add(block, alone);
      assertThat(bytes(alone.trim())).isLessThan(FEATURES);
      merged.merge(alone);
    }
    assertThat(bytes(merged.trim())).isLessThan(FEATURES);
    assertThat(merged.lossSum()).isCloseTo(onePass.lossSum(), within(1e-12));
    double[] expected = onePass.totalGradient(layout.dimension());
    double[] actual = merged.totalGradient(layout.dimension());
    double worst = 0;
    for (int i = 0; i < expected.length; i++) {
      worst = Math.max(worst, Math.abs(actual[i] - expected[i]));
    }
    assertThat(worst).isLessThan(1e-12);
  }

  @Test
  void sumsAndDenseSumsMerge() {
    LossGradientSum wide = new LossGradientSum();
    new LossGradientKernel(parameters).add(block(1), wide);
    double[] expected = new double[layout.dimension()];
    LossGradientSum copy = new LossGradientSum();
    new LossGradientKernel(parameters).add(block(1), copy);
    System.arraycopy(copy.totalGradient(expected.length), 0, expected, 0, expected.length);
    LossGradientSum dense = new LossGradientSum();
    dense.gradientSum(layout.dimension())[17] = 2.5;
    expected[17] += 2.5;
    assertThat(Arrays.equals(wide.merge(dense).totalGradient(layout.dimension()), expected))
        .isTrue();
  }

  @Test
  void theGradientOfARowIsItsValuesTimesItsResidual() {
    ExampleBlock block = block(2).head(1);
    LossGradientSum sum = new LossGradientSum();
    LossGradientKernel kernel = new LossGradientKernel(parameters);
    kernel.add(block, sum);
    double[] gradient = sum.totalGradient(layout.dimension());
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

package org.sparksoftmax.objective;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.TestBlocks;
import org.sparksoftmax.linalg.ColumnMagnitudes;
import org.sparksoftmax.linalg.CsrBlock;
import org.sparksoftmax.linalg.DenseBlock;
import org.sparksoftmax.linalg.ExampleBlock;
import org.sparksoftmax.linalg.F32Values;
import org.sparksoftmax.linalg.U8Values;
import org.sparksoftmax.linalg.WeightOrder;
import org.sparksoftmax.model.Activation;
import org.sparksoftmax.model.FeatureScaling;
import org.sparksoftmax.model.HiddenLayers;
import org.sparksoftmax.model.ParameterLayout;
import org.sparksoftmax.network.Initializer;
import org.sparksoftmax.regularize.L2Regularizer;

/** What a pass of a network allocates, by the JVM's own account. */
class NetworkMemoryTest {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** However busy the machine is that compiles them. */
  private static final long MOST_NANOSECONDS = 60_000_000_000L;

  @Test
  void sparseRowsAreNeverMadeDense() {
    int rows = 1000;
    int features = 100_000;
    HiddenLayers hidden = HiddenLayers.of(Activation.RELU, 4);
    ParameterLayout layout =
        new ParameterLayout(features, 3, true, WeightOrder.FEATURE_MAJOR, hidden);
    // θ rounded, its gradient as whole numbers and as doubles, marks, places and copies take 50;
    // a strip of 16 dense rows alone would take 16 more.
    assertAllocatesLessThan(55L * layout.dimension(), layout, sparse(rows, features, 10));
  }

  @Test
  void moreRowsTakeNoMoreMemory() {
    int features = 50;
    ParameterLayout layout =
        new ParameterLayout(
            features,
            10,
            true,
            WeightOrder.CLASS_MAJOR,
            HiddenLayers.of(Activation.TANH, 200, 100));
    // The activations of 20000 rows would take 24 MB, their features in float32 4 MB.
    assertAllocatesLessThan(4L << 20, layout, dense(500, features));
    assertAllocatesLessThan(4L << 20, layout, dense(20_000, features));
  }

  /**
   * Evaluates until it takes so little: as long as the vector kernels are not compiled, each of
   * their vectors is an object.
   */
  private static void assertAllocatesLessThan(
      long bytes, ParameterLayout layout, ExampleBlock block) {
    LocalObjective objective =
        ObjectiveSpec.plain(
                layout, new L2Regularizer(0, layout.weightCount()), FeatureScaling.of(1))
            .over(List.of(block), ColumnMagnitudes.of(List.of(block), layout.features()));
    double[] parameters = Initializer.HE.parameters(layout, 1);
    long least = Long.MAX_VALUE;
    long start = System.nanoTime();
    while (least >= bytes && System.nanoTime() - start < MOST_NANOSECONDS) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      objective.evaluate(parameters);
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).isLessThan(bytes);
  }

  private static ExampleBlock sparse(int rows, int features, int perRow) {
    Random random = new Random(1);
    int[] pointers = new int[rows + 1];
    int[] columns = new int[rows * perRow];
    float[] values = new float[columns.length];
    for (int i = 0; i < rows; i++) {
      pointers[i + 1] = (i + 1) * perRow;
      int[] chosen = random.ints(0, features).distinct().limit(perRow).sorted().toArray();
      System.arraycopy(chosen, 0, columns, i * perRow, perRow);
    }
    Arrays.fill(values, 1);
    return new ExampleBlock(
        0,
        new CsrBlock(features, pointers, columns, new F32Values(values)),
        TestBlocks.labels(rows, 3, 2),
        null);
  }

  private static ExampleBlock dense(int rows, int features) {
    byte[] bytes = new byte[rows * features];
    new Random(3).nextBytes(bytes);
    return new ExampleBlock(
        0,
        new DenseBlock(rows, features, new U8Values(bytes)),
        TestBlocks.labels(rows, 10, 4),
        null);
  }
}

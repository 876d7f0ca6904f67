package org.sparksoftmax.math.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sparksoftmax.TestBlocks;
import org.sparksoftmax.math.block.ColumnMagnitudes;
import org.sparksoftmax.math.block.CsrBlock;
import org.sparksoftmax.math.block.DenseBlock;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.block.F32Values;
import org.sparksoftmax.math.block.U8Values;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.kernel.Kernels;
import org.sparksoftmax.math.layout.Activation;
import org.sparksoftmax.math.layout.FeatureScaling;
import org.sparksoftmax.math.layout.HiddenLayers;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.math.network.Initializer;
import org.sparksoftmax.math.objective.ObjectiveSpec;
import org.sparksoftmax.math.objective.SoftmaxObjective;
import org.sparksoftmax.math.regularize.L2Regularizer;
import org.sparksoftmax.submit.Command;

/**
 * What a pass of a network allocates, by the account of a JVM of its own with plain loops: in one
 * that has run other tests, vectors may be objects for as long as it runs.
 */
class NetworkMemoryTest {

  @Test
  void sparseRowsAreNeverMadeDense() {
    // θ rounded, its gradient as whole numbers and as doubles, marks, places and copies take 50
    // bytes a parameter; a strip of 16 dense rows alone would take 16 more.
    assertThat(allocatedBytes("sparse", 1000)).isLessThan(55L * sparseLayout().dimension());
  }

  @Test
  void moreRowsTakeNoMoreMemory() {
    // The activations of 6000 rows would take 7 MB.
    assertThat(allocatedBytes("dense", 500)).isLessThan(4L << 20);
    assertThat(allocatedBytes("dense", 6000)).isLessThan(4L << 20);
  }

  private static long allocatedBytes(String form, int rows) {
    Command.Result result =
        Command.of(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                "-XX:TieredStopAtLevel=1",
                "-D" + Kernels.PROPERTY + "=scalar",
                "-cp",
                System.getProperty("java.class.path"),
                Evaluations.class.getName(),
                form,
                Integer.toString(rows))
            .run();
    assertThat(result.exitCode()).as(result.err()).isZero();
    return Long.parseLong(result.out().strip());
  }

  /** Evaluates a few times, and prints the bytes that it took at least. */
  static final class Evaluations {

    private static final int TIMES = 5;

    private Evaluations() {}

    /** Takes sparse or dense, and the number of rows. */
    public static void main(String[] arguments) {
      boolean isSparse = arguments[0].equals("sparse");
      int rows = Integer.parseInt(arguments[1]);
      ParameterLayout layout = isSparse ? sparseLayout() : denseLayout();
      ExampleBlock block =
          isSparse ? sparse(rows, layout.features(), 10) : dense(rows, layout.features());
      SoftmaxObjective objective =
          ObjectiveSpec.plain(
                  layout, new L2Regularizer(0, layout.weightCount()), FeatureScaling.of(1))
              .over(List.of(block), ColumnMagnitudes.of(List.of(block), layout.features()));
      double[] parameters = Initializer.HE.parameters(layout, 1);
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long least = Long.MAX_VALUE;
      for (int i = 0; i < TIMES; i++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        objective.evaluate(parameters);
        least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
      }
      System.out.println(least);
    }
  }

  private static ParameterLayout sparseLayout() {
    HiddenLayers hidden = HiddenLayers.of(Activation.RELU, 4);
    return new ParameterLayout(100_000, 3, true, WeightOrder.FEATURE_MAJOR, hidden);
  }

  private static ParameterLayout denseLayout() {
    HiddenLayers hidden = HiddenLayers.of(Activation.TANH, 200, 100);
    return new ParameterLayout(50, 10, true, WeightOrder.CLASS_MAJOR, hidden);
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

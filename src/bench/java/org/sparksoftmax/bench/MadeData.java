package org.sparksoftmax.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.sparksoftmax.math.block.ColumnMagnitudes;
import org.sparksoftmax.math.block.CsrBlock;
import org.sparksoftmax.math.block.DenseBlock;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.block.F32Values;
import org.sparksoftmax.math.block.F64Values;
import org.sparksoftmax.math.block.FeatureBlock;
import org.sparksoftmax.math.block.U8Values;
import org.sparksoftmax.math.block.Values;
import org.sparksoftmax.math.gradient.GradientGrid;
import org.sparksoftmax.math.gradient.KernelParameters;
import org.sparksoftmax.math.gradient.LossGradientKernel;
import org.sparksoftmax.math.gradient.LossGradientSum;
import org.sparksoftmax.math.layout.ParameterLayout;

/** Random blocks of a given shape, and the time of one gradient over them on some threads. */
final class MadeData {

  private static final int BLOCK_ROWS = 1024;

  final List<ExampleBlock> blocks;
  private final KernelParameters parameters;

  private MadeData(List<ExampleBlock> blocks, int features, int classes) {
    this.blocks = blocks;
    FeatureBlock first = blocks.get(0).features();
    ParameterLayout layout = new ParameterLayout(features, classes, true, first.weightOrder());
    double[] theta = new Random(2).doubles(layout.dimension(), -1e-3, 1e-3).toArray();
    this.parameters =
        KernelParameters.of(
            layout,
            theta,
            first.arithmetic(),
            GradientGrid.of(
                ColumnMagnitudes.of(blocks, features),
                blocks.stream().mapToDouble(ExampleBlock::exampleWeightSum).sum()));
  }

  /** Dense rows of integers 0..255, half of them 0. */
  static MadeData dense(int rows, int features, int classes, String storage) {
    Random random = new Random(1);
    List<ExampleBlock> blocks = new ArrayList<>();
    for (int from = 0; from < rows; from += BLOCK_ROWS) {
      int n = Math.min(BLOCK_ROWS, rows - from);
      byte[] bytes = new byte[n * features];
      random.nextBytes(bytes);
      for (int i = 0; i < bytes.length; i += 2) {
        bytes[i] = 0;
      }
      blocks.add(
          new ExampleBlock(
              from,
              new DenseBlock(n, features, values(bytes, storage)),
              labels(n, classes, random),
              null));
    }
    return new MadeData(blocks, features, classes);
  }

  /** Sparse rows of ones, small feature numbers being more frequent, as words are. */
  static MadeData sparse(int rows, int features, int classes, int nonZeros) {
    Random random = new Random(1);
    List<ExampleBlock> blocks = new ArrayList<>();
    for (int from = 0; from < rows; from += BLOCK_ROWS) {
      int n = Math.min(BLOCK_ROWS, rows - from);
      int[] pointers = new int[n + 1];
      int[] columns = new int[n * nonZeros];
      float[] values = new float[n * nonZeros];
      for (int i = 0; i < n; i++) {
        int[] row =
            random
                .doubles()
                .mapToInt(u -> (int) (features * u * u * u))
                .distinct()
                .limit(nonZeros)
                .sorted()
                .toArray();
        System.arraycopy(row, 0, columns, i * nonZeros, nonZeros);
        pointers[i + 1] = (i + 1) * nonZeros;
      }
      java.util.Arrays.fill(values, 1f);
      blocks.add(
          new ExampleBlock(
              from,
              new CsrBlock(features, pointers, columns, new F32Values(values)),
              labels(n, classes, random),
              null));
    }
    return new MadeData(blocks, features, classes);
  }

  /** One gradient over all blocks, each thread taking a contiguous part of them. */
  LossGradientSum gradient(int threads) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<LossGradientSum>> parts = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int from = blocks.size() * t / threads;
        int to = blocks.size() * (t + 1) / threads;
        parts.add(
            () -> {
              LossGradientSum sum = new LossGradientSum();
              LossGradientKernel kernel = new LossGradientKernel(parameters);
              blocks.subList(from, to).forEach(block -> kernel.add(block, sum));
              return sum;
            });
      }
      LossGradientSum total = new LossGradientSum();
      for (Future<LossGradientSum> part : pool.invokeAll(parts)) {
        total.merge(part.get());
      }
      return total;
    } finally {
      pool.shutdown();
    }
  }

  private static Values values(byte[] bytes, String storage) {
    return switch (storage) {
      case "u8" -> new U8Values(bytes);
      case "f32" -> {
        float[] floats = new float[bytes.length];
        for (int i = 0; i < floats.length; i++) {
          floats[i] = bytes[i] & 0xFF;
        }
        yield new F32Values(floats);
      }
      case "f64" -> {
        double[] doubles = new double[bytes.length];
        for (int i = 0; i < doubles.length; i++) {
          doubles[i] = bytes[i] & 0xFF;
        }
        yield new F64Values(doubles);
      }
      default -> throw new IllegalArgumentException("Unknown storage " + storage);
    };
  }

  private static int[] labels(int rows, int classes, Random random) {
    return random.ints(rows, 0, classes).toArray();
  }
}

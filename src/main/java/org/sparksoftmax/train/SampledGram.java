package org.sparksoftmax.train;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.sparksoftmax.data.DataSet;
import org.sparksoftmax.linalg.ExampleBlock;
import org.sparksoftmax.linalg.F32Kernels;
import org.sparksoftmax.linalg.F32Matrix;
import org.sparksoftmax.linalg.Hashing;
import org.sparksoftmax.linalg.Kernels;
import org.sparksoftmax.model.ParameterLayout;
import org.sparksoftmax.optimize.GramPreconditioner;
import scala.Tuple2;

/**
 * The Gram matrix X̃ᵀX̃ of a sample of dense rows, each with a 1 behind it and multiplied by the
 * root of its weight. Which rows are taken depends on their place in the data alone, so the result
 * is the same on any cluster.
 */
final class SampledGram {

  /** Largest D: the factor takes D²·8 bytes and D³/3 multiply-adds on the driver. */
  static final int MAX_FEATURES = 3000;

  private static final double SHARE = 0.1;

  /** So many rows for each feature make a sample good enough, however few that are of all. */
  private static final int ROWS_PER_FEATURE = 4;

  private static final long MAX_SAMPLE_BYTES = 128L << 20;

  private static final int STRIP_ROWS = 64;

  private final List<float[]> rows;
  private final int features;
  private final double multiplier;

  private SampledGram(List<float[]> rows, int features, double multiplier) {
    this.rows = rows;
    this.features = features;
    this.multiplier = multiplier;
  }

  /**
   * Samples {@code data}: one Spark job.
   *
   * @param multiplier of the features, as θ sees them
   */
  static SampledGram of(DataSet data, int features, double multiplier) {
    double wanted =
        Math.min(
            Math.max(SHARE * data.rows(), (double) ROWS_PER_FEATURE * features),
            (double) MAX_SAMPLE_BYTES / Float.BYTES / (features + 1));
    double share = wanted / data.rows();
    List<Tuple2<Long, float[]>> sampled =
        new ArrayList<>(
            data.blocks().mapPartitions(blocks -> sample(blocks, features, share)).collect());
    sampled.sort(Comparator.comparingLong(Tuple2::_1));
    return new SampledGram(sampled.stream().map(Tuple2::_2).toList(), features, multiplier);
  }

  /** The rows of each block that are in the sample, each followed by its weight. */
  private static Iterator<Tuple2<Long, float[]>> sample(
      Iterator<ExampleBlock> blocks, int features, double share) {
    List<Tuple2<Long, float[]>> sampled = new ArrayList<>();
    while (blocks.hasNext()) {
      ExampleBlock block = blocks.next();
      int[] chosen =
          IntStream.range(0, block.rows())
              .filter(i -> Hashing.toUnit(Hashing.mix(block.order(), i)) < share)
              .filter(i -> block.exampleWeight(i) > 0)
              .toArray();
      float[] rows = new float[chosen.length * (features + 1)];
      for (int c = 0; c < chosen.length; c++) {
        int at = c * (features + 1);
        block.features().values().widenInto(chosen[c] * features, features, rows, at);
        rows[at + features] = (float) block.exampleWeight(chosen[c]);
      }
      sampled.add(new Tuple2<>(block.order(), rows));
    }
    return sampled.iterator();
  }

  int rows() {
    return rows.stream().mapToInt(block -> block.length / (features + 1)).sum();
  }

  /** The preconditioner for {@code layout}. */
  GramPreconditioner preconditioner(ParameterLayout layout, double penalty) {
    int order = features + 1;
    F32Matrix gram = gram();
    double[] square = new double[order * order];
    for (int i = 0; i < order; i++) {
      for (int j = 0; j < order; j++) {
        square[i * order + j] = gram.array()[gram.row(i) + j];
      }
    }
    // The last diagonal entry is the sum of the weights.
    return GramPreconditioner.of(layout, square, square[square.length - 1], penalty);
  }

  /** X̃ᵀX̃ by the gradient kernel, with X̃ in the place of the residuals as well. */
  private F32Matrix gram() {
    int order = roundUp(features + 1, F32Kernels.TILE_CLASSES);
    int stride = F32Kernels.padded(order);
    F32Matrix gram = F32Matrix.zeros(order, stride);
    F32Matrix strip = F32Matrix.zeros(STRIP_ROWS, stride);
    int filled = 0;
    for (float[] block : rows) {
      for (int at = 0; at < block.length; at += features + 1) {
        fill(strip, filled++, block, at);
        if (filled == STRIP_ROWS) {
          addStrip(strip, order, gram);
          filled = 0;
        }
      }
    }
    addStrip(strip.head(filled), order, gram);
    return gram;
  }

  private void fill(F32Matrix strip, int i, float[] from, int at) {
    float root = (float) Math.sqrt(from[at + features]);
    float factor = (float) multiplier * root;
    int to = strip.row(i);
    for (int j = 0; j < features; j++) {
      strip.array()[to + j] = factor * from[at + j];
    }
    strip.array()[to + features] = root;
  }

  /** Each part of the rows of the Gram matrix by a thread of its own: the bits stay the same. */
  private static void addStrip(F32Matrix x, int order, F32Matrix gram) {
    if (x.rows() == 0) {
      return;
    }
    F32Kernels kernels = Kernels.f32();
    int part = roundUp((order + 7) / 8, F32Kernels.TILE_CLASSES);
    IntStream.range(0, (order + part - 1) / part)
        .parallel()
        .forEach(
            p -> {
              int from = p * part;
              int count = Math.min(part, order - from);
              F32Matrix residuals =
                  new F32Matrix(x.array(), x.offset() + from, x.stride(), x.rows(), count);
              kernels.addGradient(
                  residuals,
                  x,
                  new F32Matrix(
                      gram.array(), gram.row(from), gram.stride(), count, gram.columns()));
            });
  }

  private static int roundUp(int value, int multiple) {
    return (value + multiple - 1) / multiple * multiple;
  }
}

package org.sparksoftmax.math.gradient;

import java.util.Arrays;
import org.sparksoftmax.math.block.CsrBlock;
import org.sparksoftmax.math.block.CsrRows;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.block.FeatureBlock;
import org.sparksoftmax.math.block.OccurringFeatures;
import org.sparksoftmax.math.kernel.F32Kernels;
import org.sparksoftmax.math.kernel.F32Matrix;
import org.sparksoftmax.math.kernel.Kernels;
import org.sparksoftmax.math.layout.ParameterLayout;

/**
 * The fused pass over sparse rows in float32. Each non-zero reads K contiguous weights and updates
 * K contiguous sums. The sums of a block are stored contiguously for the features that occur in it,
 * so that they need little more than the cache, and are then added in fixed point.
 */
final class F32SparsePass implements BlockPass {

  private static final int STRIP_ROWS = 64;

  private final F32Kernels kernels = Kernels.f32();
  private final ParameterLayout layout;
  private F32SoftmaxStack softmax;
  private float[] parameters;
  private final F32Matrix strip;

  private final CsrRows<float[]> rows = CsrRows.singles();

  private final OccurringFeatures occurring;
  private double[] scales;

  /** Sums of the block: K for each feature that occurs in it. */
  private float[] gradient = new float[1024];

  /** The features of a piece and their scales. */
  private final int[] features = new int[OccurringFeatures.PIECE];

  private final double[] featureScales = new double[OccurringFeatures.PIECE];

  F32SparsePass(KernelParameters parameters) {
    this.layout = parameters.layout();
    int stride = F32Kernels.padded(layout.classes());
    this.strip =
        new F32Matrix(new float[STRIP_ROWS * stride], 0, stride, STRIP_ROWS, layout.classes());
    this.occurring = new OccurringFeatures(layout.features());
    with(parameters);
  }

  @Override
  public BlockPass with(KernelParameters other) {
    this.parameters = other.singles();
    this.softmax = new F32SoftmaxStack(other, layout.classes(), STRIP_ROWS);
    this.scales = other.grid().scales();
    return this;
  }

  @Override
  public void add(ExampleBlock block, LossGradientSum sum) {
    CsrBlock x = (CsrBlock) block.features();
    rows.of(x);
    findFeatures(x);
    for (int from = 0; from < block.rows(); from += STRIP_ROWS) {
      F32Matrix z = strip.head(Math.min(STRIP_ROWS, block.rows() - from));
      logits(from, z);
      softmax.residuals(z, z.rows(), block, from, sum);
      for (int i = 0; i < z.rows(); i++) {
        kernels.addSparseGradient(
            rows.row(from + i, occurring), z.array(), z.row(i), layout.classes(), gradient);
      }
    }
    addBlockGradient(sum);
  }

  @Override
  public void logitsInto(FeatureBlock x, int from, int to, double[] logits) {
    rows.of((CsrBlock) x);
    for (int first = from; first < to; first += STRIP_ROWS) {
      F32Matrix z = strip.head(Math.min(STRIP_ROWS, to - first));
      logits(first, z);
      softmax.logitsInto(z, z.rows(), logits, (first - from) * layout.classes());
    }
  }

  private void logits(int from, F32Matrix z) {
    for (int i = 0; i < z.rows(); i++) {
      kernels.sparseLogits(rows.row(from + i), parameters, layout.classes(), z.array(), z.row(i));
    }
  }

  /** Finds the features of the block and allocates their sums. */
  private void findFeatures(CsrBlock x) {
    occurring.find(x);
    int room = occurring.count() * layout.classes() + F32Kernels.LANES;
    if (gradient.length < room) {
      gradient = new float[room];
    }
  }

  private void addBlockGradient(LossGradientSum sum) {
    int count;
    for (int first = 0; first < occurring.count(); first += count) {
      count = occurring.piece(first, scales, features, featureScales);
      int from = first * layout.classes();
      sum.addFeatures(layout, features, count, gradient, from, featureScales);
      // Cleared here, while they are in the cache.
      Arrays.fill(gradient, from, from + count * layout.classes(), 0f);
    }
    softmax.addInterceptGradient(sum);
  }
}

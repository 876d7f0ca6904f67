package org.sparksoftmax.math.gradient;

import java.lang.ref.SoftReference;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.sparksoftmax.math.block.Arithmetic;
import org.sparksoftmax.math.block.ExampleBlock;
import org.sparksoftmax.math.block.FeatureBlock;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.ParameterLayout;

/**
 * Computes the loss and gradient over blocks of examples for one θ in a fused pass: Z = X Wᵀ + b, R
 * = w∘(softmax(Z) − T), then Σ wᵢℓᵢ, RᵀX and Rᵀ1. For networks, see {@link
 * org.sparksoftmax.math.network}. Not thread-safe.
 */
public final class LossGradientKernel {

  /** Kernels of finished passes, whose memory later passes use. */
  private static final Deque<SoftReference<LossGradientKernel>> SPARE =
      new ConcurrentLinkedDeque<>();

  private KernelParameters parameters;

  /** Chosen for the structure of the first block, which all blocks of a data set share. */
  private BlockPass pass;

  public LossGradientKernel(KernelParameters parameters) {
    this.parameters = parameters;
  }

  /** A kernel that may use the memory of a {@linkplain #release released} one. */
  public static LossGradientKernel of(KernelParameters parameters) {
    SoftReference<LossGradientKernel> spare = SPARE.poll();
    LossGradientKernel kernel = spare == null ? null : spare.get();
    if (kernel == null
        || !kernel.parameters.layout().equals(parameters.layout())
        || kernel.parameters.stack().models() != parameters.stack().models()
        || kernel.parameters.arithmetic() != parameters.arithmetic()) {
      return new LossGradientKernel(parameters);
    }
    kernel.parameters = parameters;
    kernel.pass = kernel.pass == null ? null : kernel.pass.with(parameters);
    return kernel;
  }

  /** Makes the memory available to later kernels. This object must not be used afterwards. */
  public void release() {
    SPARE.push(new SoftReference<>(this));
  }

  /**
   * Adds the loss and gradient of every row of {@code block} to {@code sum}.
   *
   * @throws IllegalArgumentException if the features or the order of the block do not match θ, or
   *     if θ is in float32 and the block in float64
   */
  public void add(ExampleBlock block, LossGradientSum sum) {
    passOver(block.features()).add(block, sum);
    sum.endBlock(block.contentHash());
  }

  /**
   * Computes Z = X Wᵀ + b for the rows {@code from} (inclusive) to {@code to} (exclusive).
   *
   * @param logits at least (to−from)×K, row-major; overwritten
   * @throws IllegalArgumentException if the features or the order of the block do not match θ, or
   *     if θ is in float32 and the block in float64
   */
  public void logitsInto(FeatureBlock x, int from, int to, double[] logits) {
    passOver(x).logitsInto(x, from, to, logits);
  }

  private BlockPass passOver(FeatureBlock x) {
    ParameterLayout layout = parameters.layout();
    layout.requireFits(x);
    // Float64 accepts all storage types, float32 only those that it represents exactly.
    if (x.arithmetic() == Arithmetic.F64 && parameters.arithmetic() == Arithmetic.F32) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Cannot multiply a block of %s with parameters of %s",
              x.arithmetic(),
              parameters.arithmetic()));
    }
    if (pass == null) {
      pass = parameters.arithmetic() == Arithmetic.F64 ? f64(layout.order()) : f32(layout.order());
    }
    return pass;
  }

  private BlockPass f32(WeightOrder order) {
    if (!parameters.layout().isLinear()) {
      return NetworkPass.f32(parameters);
    }
    return switch (order) {
      case CLASS_MAJOR -> DensePass.f32(parameters);
      case FEATURE_MAJOR -> new F32SparsePass(parameters);
    };
  }

  private BlockPass f64(WeightOrder order) {
    if (!parameters.layout().isLinear()) {
      return NetworkPass.f64(parameters);
    }
    return switch (order) {
      case CLASS_MAJOR -> DensePass.f64(parameters);
      case FEATURE_MAJOR -> new F64SparsePass(parameters);
    };
  }
}

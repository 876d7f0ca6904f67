package org.sparksoftmax.math.descent;

import static org.sparksoftmax.math.kernel.F32Panels.PANEL;

import java.util.Arrays;
import java.util.List;
import org.sparksoftmax.math.kernel.F32Kernels;
import org.sparksoftmax.math.kernel.F32Panels;
import org.sparksoftmax.math.kernel.Kernels;
import org.sparksoftmax.math.layout.LayerLayout;
import org.sparksoftmax.math.network.LayerWeights;
import org.sparksoftmax.math.objective.LocalDescent.Iterate;
import org.sparksoftmax.math.objective.ObjectiveSpec;
import org.sparksoftmax.math.regularize.L1Penalty;

/**
 * The parameters of one layer, updated in place. The optimiser's weights Φ and the memory of the
 * rule are stored at the positions of the gradient's panels, so that an update runs over long
 * consecutive arrays.
 *
 * <p>In the first layer, the weights for the features as stored are W = ΦC with cⱼ = fⱼuⱼ (scaling
 * and coordinates), the biases b − Wμ, and
 *
 * <pre>∂J/∂Φₖⱼ = cⱼ (∂L/∂Wₖⱼ − μⱼ ∂L/∂bₖ) + λuⱼ² Φₖⱼ.</pre>
 */
final class LayerDescent {

  /** Panels that are updated together: as many as a tile of the product has. */
  private static final int PIECE = 3;

  private final int layer;
  private final LayerLayout layout;
  private final LayerWeights weights;
  private final F32Panels gradient;
  private final double[] theta;
  private final double[][] memory;
  private final double[] biases;
  private final double[][] biasMemory;

  /** δᵀ1 of the mini-batch so far. */
  private final float[] biasGradient;

  /** cⱼ, padded; null if all are {@code factor}. */
  private final double[] factors;

  private final double factor;

  /** λuⱼ², padded; the first is that of all if {@code factors} is null. */
  private final double[] decays;

  /** μⱼ, padded; null if all are 0. */
  private final double[] means;

  /** Σⱼ Wₖⱼμⱼ over the inputs of each piece. */
  private final double[][] shifts;

  /** Whether all inputs have the same factors and no means. */
  private final boolean uniform;

  private final L1Penalty l1;

  LayerDescent(int l, ObjectiveSpec spec, int memories, Iterate from) {
    this.layer = l;
    this.layout = spec.layout().layer(l);
    this.weights = new LayerWeights(layout, l == 0);
    this.gradient = F32Panels.zeros(layout.outputs(), layout.inputs());
    this.theta = inPanels(from.parameters());
    this.biases = biases(from.parameters());
    this.memory = new double[memories][];
    this.biasMemory = new double[memories][];
    for (int v = 0; v < memories; v++) {
      double[] vector =
          from.memory().isEmpty() ? new double[spec.layout().dimension()] : from.memory().get(v);
      memory[v] = inPanels(vector);
      biasMemory[v] = biases(vector);
    }
    this.biasGradient = new float[F32Kernels.padded(layout.outputs())];
    boolean scaled =
        l == 0 && (spec.scaling().isStandardizing() || !spec.coordinates().isIdentity());
    int padded = gradient.paddedColumns();
    this.factor = l == 0 ? spec.scaling().factor(0) : 1;
    this.factors = scaled || factor != 1 ? new double[padded] : null;
    this.decays = new double[padded];
    this.means = l == 0 && spec.scaling().isCentred() ? new double[padded] : null;
    double[] strengths = scaled ? new double[theta.length] : null;
    fillScales(spec, strengths);
    this.uniform = !scaled && means == null;
    this.l1 = new L1Penalty(spec.regularizer().l1().strength(), theta.length, strengths);
    this.shifts = new double[pieces()][layout.outputs()];
    for (int p = 0; p < pieces(); p++) {
      publish(p);
    }
    publishBiases();
  }

  private void fillScales(ObjectiveSpec spec, double[] strengths) {
    double lambda = spec.regularizer().strongConvexity();
    Arrays.fill(decays, lambda);
    for (int j = 0; j < layout.inputs() && layer == 0; j++) {
      double u = spec.coordinates().factor(j);
      decays[j] = lambda * u * u;
      if (factors != null) {
        factors[j] = spec.scaling().factor(j) * u;
      }
      if (means != null) {
        means[j] = spec.scaling().mean(j);
      }
      for (int k = 0; strengths != null && k < layout.outputs(); k++) {
        strengths[gradient.index(k, j)] = u;
      }
    }
  }

  LayerWeights weights() {
    return weights;
  }

  /** Number of pieces, which threads can update independently. */
  int pieces() {
    return (gradient.panels() + PIECE - 1) / PIECE;
  }

  /** Number of entries of the largest piece. */
  int pieceEntries() {
    return Math.min(PIECE, gradient.panels()) * gradient.panelStride();
  }

  /** Adds the gradient of the biases over the strips, in order. */
  void addBiasGradient(List<BatchStrip> strips) {
    for (BatchStrip strip : strips) {
      float[] ofStrip = strip.network().biasGradient(layer);
      for (int k = 0; k < biasGradient.length; k++) {
        biasGradient[k] += ofStrip[k];
      }
    }
  }

  /** Adds the gradient of piece {@code p} over the strips, in order. */
  void addGradient(int p, List<BatchStrip> strips) {
    for (BatchStrip strip : strips) {
      strip.network().addGradient(layer, strip.rows(), gradient, first(p), end(p));
    }
  }

  /**
   * Updates the weights of piece {@code p}, and resets its gradient.
   *
   * @param weightSum divisor of the gradient
   * @param scratch at least {@link #pieceEntries} entries; overwritten
   */
  void update(int p, UpdateRule.Update update, double weightSum, double[] scratch) {
    int from = first(p) * gradient.panelStride();
    int to = end(p) * gradient.panelStride();
    float[] sums = gradient.array();
    if (uniform) {
      Kernels.f64().scaledSum(factor / weightSum, sums, decays[0], theta, from, to - from, scratch);
    } else {
      scaledGradient(p, weightSum, scratch);
    }
    Arrays.fill(sums, from, to, 0f);
    update.apply(new UpdateRule.Entries(theta, memory, scratch, from, from, to), l1);
    publish(p);
  }

  private void scaledGradient(int p, double weightSum, double[] scratch) {
    float[] sums = gradient.array();
    int at = first(p) * gradient.panelStride();
    for (int panel = first(p); panel < end(p); panel++) {
      for (int k = 0; k < gradient.capacity(); k++) {
        double ofBias = k < layout.outputs() ? biasGradient[k] : 0;
        for (int c = 0; c < PANEL; c++) {
          int i = gradient.panelOffset(panel) + k * PANEL + c;
          int j = panel * PANEL + c;
          double raw = means == null ? sums[i] : sums[i] - means[j] * ofBias;
          double scale = factors == null ? 1 : factors[j];
          scratch[i - at] = raw * scale / weightSum + decays[j] * theta[i];
        }
      }
    }
  }

  /** Updates the biases after all pieces, and resets their gradient. */
  void updateBiases(UpdateRule.Update update, double weightSum) {
    if (layout.hasBiases()) {
      double[] scaled = new double[biases.length];
      for (int k = 0; k < scaled.length; k++) {
        scaled[k] = biasGradient[k] / weightSum;
      }
      update.apply(
          new UpdateRule.Entries(biases, biasMemory, scaled, 0, 0, scaled.length), L1Penalty.NONE);
      publishBiases();
    }
    Arrays.fill(biasGradient, 0f);
  }

  /** Rounds the weights of a piece for the products. */
  private void publish(int p) {
    weights.set(theta, gradient.capacity(), factors, first(p), end(p));
    if (means == null) {
      return;
    }
    for (int k = 0; k < layout.outputs(); k++) {
      double sum = 0;
      for (int j = first(p) * PANEL; j < Math.min(end(p) * PANEL, layout.inputs()); j++) {
        double c = factors == null ? 1 : factors[j];
        sum += means[j] * c * theta[gradient.index(k, j)];
      }
      shifts[p][k] = sum;
    }
  }

  private void publishBiases() {
    for (int k = 0; k < biases.length; k++) {
      double bias = biases[k];
      for (int p = 0; p < pieces() && means != null; p++) {
        bias -= shifts[p][k];
      }
      weights.biases()[k] = (float) bias;
    }
  }

  private int first(int p) {
    return p * PIECE;
  }

  private int end(int p) {
    return Math.min(gradient.panels(), (p + 1) * PIECE);
  }

  /** Copies the parameters of this layer to {@code parameters}. */
  void parametersInto(double[] parameters) {
    copyInto(theta, biases, parameters);
  }

  /** Copies vector {@code v} of the rule's memory to {@code vector}. */
  void memoryInto(int v, double[] vector) {
    copyInto(memory[v], biasMemory[v], vector);
  }

  private void copyInto(double[] panels, double[] ofBiases, double[] vector) {
    for (int k = 0; k < layout.outputs(); k++) {
      for (int j = 0; j < layout.inputs(); j++) {
        vector[layout.weightIndex(k, j)] = panels[gradient.index(k, j)];
      }
    }
    if (layout.hasBiases()) {
      System.arraycopy(ofBiases, 0, vector, layout.biasIndex(0), ofBiases.length);
    }
  }

  private double[] inPanels(double[] vector) {
    double[] panels = new double[gradient.array().length];
    for (int k = 0; k < layout.outputs(); k++) {
      for (int j = 0; j < layout.inputs(); j++) {
        panels[gradient.index(k, j)] = vector[layout.weightIndex(k, j)];
      }
    }
    return panels;
  }

  private double[] biases(double[] vector) {
    return layout.hasBiases()
        ? Arrays.copyOfRange(vector, layout.biasIndex(0), layout.biasIndex(0) + layout.outputs())
        : new double[0];
  }
}

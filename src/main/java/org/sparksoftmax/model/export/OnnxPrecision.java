package org.sparksoftmax.model.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.FeatureUnits;
import org.sparksoftmax.math.layout.LayerLayout;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.model.FeatureSchema.InputColumn;
import org.sparksoftmax.model.MissingFeatures;
import org.sparksoftmax.model.SoftmaxModel;

/**
 * Where float32 is known to change the predictions of a model. Rows whose two largest logits differ
 * by less than the rounding of float32 may always change, which only rows can show.
 */
final class OnnxPrecision {

  /** Values that are farther from 0, in spreads, are coarse, as in the storage of rows. */
  private static final double COARSE = 256;

  private OnnxPrecision() {}

  /**
   * Whether float32 cannot distinguish raw rows because some features are far from 0 relative to
   * their spread.
   */
  static boolean needsFloat64(SoftmaxModel model) {
    return model.units().isCentred() || model.units().needsFloat64();
  }

  /**
   * Checks that a model can be written in float32.
   *
   * @throws ExportException if that is known to change predictions
   */
  static void requireFloat32(SoftmaxModel model, OnnxOptions options) {
    reason(model, options)
        .ifPresent(
            reason -> {
              throw new ExportException(
                  String.format(
                      Locale.ROOT,
                      "Cannot export the model to onnx in float32: %s; use the precision float64 or auto",
                      reason));
            });
  }

  private static Optional<String> reason(SoftmaxModel model, OnnxOptions options) {
    double[] theta = model.logitParameters(WeightOrder.CLASS_MAJOR);
    return values(model, theta)
        .or(() -> options.byColumns(model) ? categories(model) : Optional.empty())
        .or(() -> fills(model))
        .or(() -> parameters(model, theta));
  }

  private static Optional<String> values(SoftmaxModel model, double[] theta) {
    if (model.units().needsFloat64()) {
      return Optional.of("it rounds the values of some columns too coarsely");
    }
    double[] weights = largestWeights(model.layout(WeightOrder.CLASS_MAJOR).layer(0), theta);
    return IntStream.range(0, weights.length)
        .filter(j -> weights[j] != 0 && isFar(model.units().centre(j)))
        .mapToObj(
            j ->
                String.format(
                    Locale.ROOT,
                    "it rounds the values of feature '%s' too coarsely, which are near %.6g",
                    model.schema().featureNames().get(j),
                    model.units().centre(j)))
        .findFirst();
  }

  /**
   * Whether values near a centre are coarse in float32, compared with their spread. A centre is a
   * multiple of a power of two that is more than a quarter of the spread.
   */
  private static boolean isFar(double centre) {
    if (centre == 0) {
      return false;
    }
    long significand = Double.doubleToLongBits(centre) | 1L << 52;
    double power = Math.ulp(centre) * (1L << Long.numberOfTrailingZeros(significand));
    return Math.abs(centre) > COARSE * 4 * power;
  }

  /**
   * The model with centres of float32. The constants take up the difference, so that x − c is exact
   * near c.
   */
  static SoftmaxModel withFloat32Centres(SoftmaxModel model) {
    double[] centres = model.units().centres();
    return centres == null
        ? model
        : model.withUnits(
            FeatureUnits.of(Arrays.stream(centres).map(c -> (float) c).toArray(), null));
  }

  private static Optional<String> categories(SoftmaxModel model) {
    return model.schema().columns().stream()
        .filter(
            column ->
                CategoryValues.of(column)
                    .filter(values -> !CategoryValues.fitFloat32(values))
                    .isPresent())
        .map(InputColumn::name)
        .findFirst()
        .map(
            name ->
                String.format(
                    Locale.ROOT, "it cannot tell the categories of column '%s' apart", name));
  }

  private static Optional<String> fills(SoftmaxModel model) {
    return Arrays.stream(MissingFeatures.of(model.schema()).fills())
        .filter(fill -> Float.isInfinite((float) fill))
        .mapToObj(
            fill ->
                String.format(
                    Locale.ROOT, "the replacement %s of a missing value is too large", fill))
        .findFirst();
  }

  private static Optional<String> parameters(SoftmaxModel model, double[] theta) {
    ParameterLayout layout = model.layout(WeightOrder.CLASS_MAJOR);
    Optional<String> large =
        Arrays.stream(theta)
            .filter(value -> Float.isInfinite((float) value))
            .mapToObj(
                value -> String.format(Locale.ROOT, "it has no weights of the size of %.6g", value))
            .findFirst();
    return large
        .or(() -> lostFeature(model, largestWeights(layout.layer(0), theta)))
        .or(() -> equalClasses(model, layout.layer(layout.depth() - 1), theta));
  }

  /** The largest weight of each feature, by size. */
  private static double[] largestWeights(LayerLayout first, double[] theta) {
    double[] largest = new double[first.inputs()];
    for (int k = 0; k < first.outputs(); k++) {
      for (int j = 0; j < largest.length; j++) {
        largest[j] = Math.max(largest[j], Math.abs(theta[first.weightIndex(k, j)]));
      }
    }
    return largest;
  }

  /** A feature whose weights are all too small. */
  private static Optional<String> lostFeature(SoftmaxModel model, double[] largest) {
    return IntStream.range(0, largest.length)
        .filter(j -> largest[j] > 0 && largest[j] < Float.MIN_NORMAL)
        .mapToObj(
            j ->
                String.format(
                    Locale.ROOT,
                    "it rounds the weights of feature '%s' away, which are at most %.6g",
                    model.schema().featureNames().get(j),
                    largest[j]))
        .findFirst();
  }

  /** Two classes that differ only in float64. */
  private static Optional<String> equalClasses(
      SoftmaxModel model, LayerLayout last, double[] theta) {
    Map<Integer, List<Integer>> byHash = new HashMap<>();
    for (int k = 0; k < last.outputs(); k++) {
      double[] exact = row(last, theta, k);
      List<Integer> candidates =
          byHash.computeIfAbsent(Arrays.hashCode(narrowed(exact)), hash -> new ArrayList<>());
      for (int other : candidates) {
        double[] exactOther = row(last, theta, other);
        if (Arrays.equals(narrowed(exact), narrowed(exactOther))
            && !Arrays.equals(exact, exactOther)) {
          return Optional.of(
              String.format(
                  Locale.ROOT,
                  "it cannot tell the classes '%s' and '%s' apart",
                  model.classes().label(other),
                  model.classes().label(k)));
        }
      }
      candidates.add(k);
    }
    return Optional.empty();
  }

  /** The weights and the bias of an output. */
  private static double[] row(LayerLayout layer, double[] theta, int k) {
    double[] row = new double[layer.inputs() + 1];
    for (int j = 0; j < layer.inputs(); j++) {
      row[j] = theta[layer.weightIndex(k, j)];
    }
    row[layer.inputs()] = layer.hasBiases() ? theta[layer.biasIndex(k)] : 0;
    return row;
  }

  private static float[] narrowed(double[] values) {
    float[] floats = new float[values.length];
    for (int j = 0; j < floats.length; j++) {
      floats[j] = (float) values[j] + 0f; // no negative zeros
    }
    return floats;
  }
}

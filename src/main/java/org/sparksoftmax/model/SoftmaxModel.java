package org.sparksoftmax.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.IntUnaryOperator;
import org.sparksoftmax.linalg.WeightOrder;

/**
 * A trained softmax classifier over raw features: the probabilities of a row x are softmax(z / T),
 * T being the temperature and z the logits, W x + b of a linear model. Immutable.
 */
public final class SoftmaxModel {

  private final LabelIndex classes;
  private final FeatureSchema schema;

  /** Of {@link #parameters}: class-major. */
  private final ParameterLayout layout;

  private final double[] parameters;
  private final double temperature;

  /**
   * A linear model of the temperature 1.
   *
   * @param parameters θ = [W | b], W class-major, over raw features; copied
   * @throws IllegalArgumentException if the number of parameters does not fit the classes and
   *     features
   */
  public SoftmaxModel(
      LabelIndex classes, FeatureSchema schema, boolean intercept, double[] parameters) {
    this(classes, schema, intercept, HiddenLayers.NONE, parameters);
  }

  /**
   * A model of the temperature 1.
   *
   * @param intercept whether its layers have biases
   * @param parameters θ as {@link ParameterLayout} says, W¹ class-major, over raw features; copied
   * @throws IllegalArgumentException if the number of parameters does not fit the classes, features
   *     and hidden layers
   */
  public SoftmaxModel(
      LabelIndex classes,
      FeatureSchema schema,
      boolean intercept,
      HiddenLayers hidden,
      double[] parameters) {
    this(
        classes,
        schema,
        new ParameterLayout(
            schema.features(), classes.size(), intercept, WeightOrder.CLASS_MAJOR, hidden),
        parameters.clone(),
        1.0);
  }

  /**
   * @param layout class-major
   * @param parameters kept
   */
  private SoftmaxModel(
      LabelIndex classes,
      FeatureSchema schema,
      ParameterLayout layout,
      double[] parameters,
      double temperature) {
    this.classes = classes;
    this.schema = schema;
    this.layout = layout;
    this.parameters = parameters;
    this.temperature = temperature;
    if (parameters.length != layout.dimension()) {
      throw new IllegalArgumentException(
          "Invalid model: %d parameters for %d classes x %d features%s%s"
              .formatted(
                  parameters.length,
                  classes.size(),
                  schema.features(),
                  layout.intercept() ? " + intercepts" : "",
                  layout.isLinear() ? "" : ", hidden layers: " + layout.hidden()));
    }
    if (!(temperature > 0 && Double.isFinite(temperature))) {
      throw new IllegalArgumentException(
          "Invalid temperature %s (must be > 0 and finite)".formatted(temperature));
    }
  }

  /**
   * The same model with another temperature.
   *
   * @throws IllegalArgumentException if it is not finite or not above 0
   */
  public SoftmaxModel withTemperature(double newTemperature) {
    return new SoftmaxModel(classes, schema, layout, parameters, newTemperature);
  }

  /**
   * The linear model with the same probabilities whose intercepts have the mean 0 over the classes;
   * of all that differ by the same vector for each class, one that can be compared.
   *
   * @param weights whether those of each feature are to have the mean 0, too
   */
  public SoftmaxModel centred(boolean weights) {
    double[] centred = parameters.clone();
    for (int j = 0; weights && j < schema.features(); j++) {
      int feature = j;
      centre(centred, k -> layout.weightIndex(k, feature));
    }
    if (layout.intercept()) {
      centre(centred, layout::interceptIndex);
    }
    return new SoftmaxModel(classes, schema, layout, centred, temperature);
  }

  private void centre(double[] values, IntUnaryOperator index) {
    double sum = 0;
    for (int k = 0; k < classes.size(); k++) {
      sum += values[index.applyAsInt(k)];
    }
    for (int k = 0; k < classes.size(); k++) {
      values[index.applyAsInt(k)] -= sum / classes.size();
    }
  }

  /**
   * Makes a model of θ as it was optimised, on features multiplied by {@code featureMultiplier}.
   */
  public static SoftmaxModel of(
      LabelIndex classes,
      FeatureSchema schema,
      ParameterLayout layout,
      double[] parameters,
      double featureMultiplier) {
    double[] raw = layout.reorder(parameters, WeightOrder.CLASS_MAJOR);
    LayerLayout first = layout.layer(0);
    for (int i = first.weights(); i < first.weights() + first.weightCount(); i++) {
      raw[i] *= featureMultiplier;
    }
    return new SoftmaxModel(classes, schema, layout.withOrder(WeightOrder.CLASS_MAJOR), raw, 1.0);
  }

  public LabelIndex classes() {
    return classes;
  }

  public FeatureSchema schema() {
    return schema;
  }

  /** Whether every layer has biases. */
  public boolean hasIntercept() {
    return layout.intercept();
  }

  /** The layers between features and logits; none of a linear model. */
  public HiddenLayers hidden() {
    return layout.hidden();
  }

  /** Whether logits are W x + b. */
  public boolean isLinear() {
    return layout.isLinear();
  }

  /** The layout of this model's parameters with its weights in {@code order}. */
  public ParameterLayout layout(WeightOrder order) {
    return layout.withOrder(order);
  }

  /** T, by which the logits are divided; 1 if the model was not calibrated. */
  public double temperature() {
    return temperature;
  }

  /** A copy of θ as trained, with the weights in {@code order}. */
  public double[] parameters(WeightOrder order) {
    return layout.reorder(parameters, order);
  }

  /**
   * θ whose logits are z / T, with the weights in {@code order}: weights and biases of the last
   * layer are divided by T.
   */
  public double[] logitParameters(WeightOrder order) {
    double[] scaled = parameters(order);
    if (temperature != 1) {
      LayerLayout last = layout(order).layer(layout.depth() - 1);
      divide(scaled, last.weights(), last.weightCount());
      divide(scaled, last.biases(), last.hasBiases() ? last.outputs() : 0);
    }
    return scaled;
  }

  private void divide(double[] values, int from, int count) {
    for (int i = from; i < from + count; i++) {
      values[i] /= temperature;
    }
  }

  /** Weight of class {@code k} for raw feature {@code j} of a linear model. */
  public double weight(int k, int j) {
    return parameters[layout.weightIndex(k, j)];
  }

  /** Intercept of class {@code k} of a linear model; 0 if it has none. */
  public double intercept(int k) {
    return layout.intercept() ? parameters[layout.interceptIndex(k)] : 0.0;
  }

  /** SHA-256 over the parameters without the temperature, class-major, as little-endian float64. */
  public String sha256() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      ByteBuffer buffer = ByteBuffer.allocate(8192).order(ByteOrder.LITTLE_ENDIAN);
      for (double parameter : parameters) {
        if (!buffer.hasRemaining()) {
          digest.update(buffer.flip());
          buffer.clear();
        }
        buffer.putDouble(parameter);
      }
      digest.update(buffer.flip());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java platform has SHA-256", impossible);
    }
  }
}

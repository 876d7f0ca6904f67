package org.sparksoftmax.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.sparksoftmax.linalg.WeightOrder;

/**
 * A trained linear softmax classifier over raw features: the probabilities of a row x are
 * softmax((W x + b) / T), T being the temperature. Immutable.
 */
public final class SoftmaxModel {

  private final LabelIndex classes;
  private final FeatureSchema schema;
  private final boolean intercept;
  private final double[] parameters;
  private final double temperature;

  /**
   * A model of the temperature 1.
   *
   * @param parameters θ = [W | b], W class-major, over raw features; copied
   * @throws IllegalArgumentException if the number of parameters does not fit the classes and
   *     features
   */
  public SoftmaxModel(
      LabelIndex classes, FeatureSchema schema, boolean intercept, double[] parameters) {
    this(classes, schema, intercept, parameters.clone(), 1.0);
  }

  /**
   * @param parameters kept
   */
  private SoftmaxModel(
      LabelIndex classes,
      FeatureSchema schema,
      boolean intercept,
      double[] parameters,
      double temperature) {
    this.classes = classes;
    this.schema = schema;
    this.intercept = intercept;
    this.parameters = parameters;
    this.temperature = temperature;
    if (parameters.length != layout(WeightOrder.CLASS_MAJOR).dimension()) {
      throw new IllegalArgumentException(
          "Invalid model: %d parameters for %d classes x %d features%s"
              .formatted(
                  parameters.length,
                  classes.size(),
                  schema.features(),
                  intercept ? " + intercepts" : ""));
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
    return new SoftmaxModel(classes, schema, intercept, parameters, newTemperature);
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
    for (int i = 0; i < layout.weightCount(); i++) {
      raw[i] *= featureMultiplier;
    }
    return new SoftmaxModel(classes, schema, layout.intercept(), raw);
  }

  public LabelIndex classes() {
    return classes;
  }

  public FeatureSchema schema() {
    return schema;
  }

  public boolean hasIntercept() {
    return intercept;
  }

  /** The layout of this model's parameters with its weights in {@code order}. */
  public ParameterLayout layout(WeightOrder order) {
    return new ParameterLayout(schema.features(), classes.size(), intercept, order);
  }

  /** T, by which the logits W x + b are divided; 1 if the model was not calibrated. */
  public double temperature() {
    return temperature;
  }

  /** A copy of θ as trained, with the weights in {@code order}. */
  public double[] parameters(WeightOrder order) {
    return layout(WeightOrder.CLASS_MAJOR).reorder(parameters, order);
  }

  /** θ / T with the weights in {@code order}: what gives the logits that probabilities are of. */
  public double[] logitParameters(WeightOrder order) {
    double[] scaled = parameters(order);
    for (int i = 0; temperature != 1 && i < scaled.length; i++) {
      scaled[i] /= temperature;
    }
    return scaled;
  }

  /** Weight of class {@code k} for raw feature {@code j}. */
  public double weight(int k, int j) {
    return parameters[k * schema.features() + j];
  }

  /** Intercept of class {@code k}; 0 if the model has none. */
  public double intercept(int k) {
    return intercept ? parameters[classes.size() * schema.features() + k] : 0.0;
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

package org.sparksoftmax.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntUnaryOperator;
import java.util.stream.DoubleStream;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.FeatureUnits;
import org.sparksoftmax.math.layout.HiddenLayers;
import org.sparksoftmax.math.layout.LabelIndex;
import org.sparksoftmax.math.layout.LayerLayout;
import org.sparksoftmax.math.layout.ParameterLayout;

/**
 * A trained softmax classifier. The probabilities of a row x are softmax(z / T), where T is the
 * temperature and z are the logits. The logits of a linear model are W (x − c) + b′ = W x + b,
 * where c are the centres of its {@link FeatureUnits}. The parameters θ contain b′, which keeps
 * full precision however far the features are from 0; {@link #intercept} returns b. Immutable.
 */
public final class SoftmaxModel {

  private final LabelIndex classes;
  private final FeatureSchema schema;

  /** Layout of {@link #parameters}; class-major. */
  private final ParameterLayout layout;

  private final double[] parameters;
  private final double temperature;
  private final FeatureUnits units;
  private final LabelType labelType;

  /**
   * Whether the model has intercepts or biases. If not, θ still contains the constants W c of the
   * first layer when features are centred.
   */
  private final boolean intercept;

  /**
   * Creates a linear model with temperature 1.
   *
   * @param parameters θ = [W | b], W class-major, for raw features; copied
   * @throws IllegalArgumentException if the number of parameters does not match the classes and
   *     features
   */
  public SoftmaxModel(
      LabelIndex classes, FeatureSchema schema, boolean intercept, double[] parameters) {
    this(classes, schema, intercept, HiddenLayers.NONE, parameters);
  }

  /**
   * Creates a model with temperature 1.
   *
   * @param intercept whether its layers have biases
   * @param parameters θ in the order of {@link ParameterLayout}, W¹ class-major, for raw features;
   *     copied
   * @throws IllegalArgumentException if the number of parameters does not match the classes,
   *     features and hidden layers
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
        1.0,
        FeatureUnits.RAW,
        intercept,
        LabelType.TEXT);
  }

  /**
   * @param layout class-major
   * @param parameters not copied
   */
  private SoftmaxModel(
      LabelIndex classes,
      FeatureSchema schema,
      ParameterLayout layout,
      double[] parameters,
      double temperature,
      FeatureUnits units,
      boolean intercept,
      LabelType labelType) {
    this.classes = classes;
    this.schema = schema;
    this.layout = layout;
    this.parameters = parameters;
    this.temperature = temperature;
    this.units = units;
    this.intercept = intercept;
    this.labelType = labelType;
    units.requireFeatures(schema.features());
    if (layout.intercept() != (intercept || units.isCentred())) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Invalid model: %s constants, %s intercepts, %s centres",
              layout.intercept() ? "with" : "without",
              intercept ? "with" : "without",
              units.isCentred() ? "with" : "without"));
    }
    if (parameters.length != layout.dimension()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Invalid model: %d parameters for %d classes x %d features%s%s",
              parameters.length,
              classes.size(),
              schema.features(),
              layout.intercept() ? " + intercepts" : "",
              layout.isLinear() ? "" : ", hidden layers: " + layout.hidden()));
    }
    if (!(temperature > 0 && Double.isFinite(temperature))) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "Invalid temperature %s (must be > 0 and finite)", temperature));
    }
  }

  /**
   * The same model with a different temperature.
   *
   * @throws IllegalArgumentException if it is not finite or not above 0
   */
  public SoftmaxModel withTemperature(double newTemperature) {
    return new SoftmaxModel(
        classes, schema, layout, parameters, newTemperature, units, intercept, labelType);
  }

  /**
   * The same model with a different type of labels.
   *
   * @throws IllegalArgumentException if the classes are not distinct values of this type
   */
  public SoftmaxModel withLabelType(LabelType type) {
    if (!type.isOf(classes.labels())) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Invalid model: its classes are not distinct values of type %s",
              type.name()));
    }
    return new SoftmaxModel(
        classes, schema, layout, parameters, temperature, units, intercept, type);
  }

  /**
   * The linear model with the same probabilities whose intercepts have mean 0 over the classes.
   * Adding the same vector to every class changes no probability; this makes such models
   * comparable.
   *
   * @param weights whether to centre the weights of each feature as well
   */
  public SoftmaxModel centred(boolean weights) {
    double[] centred = parameters.clone();
    for (int j = 0; weights && j < schema.features(); j++) {
      int feature = j;
      centre(centred, k -> layout.weightIndex(k, feature));
    }
    if (layout.intercept()) {
      // Centres b rather than b′. Both have the same mean if the weights have mean 0.
      double sum = 0;
      for (int k = 0; k < classes.size(); k++) {
        sum += weights ? centred[layout.interceptIndex(k)] : intercept(k);
      }
      subtract(centred, layout::interceptIndex, sum / classes.size());
    }
    return new SoftmaxModel(
        classes, schema, layout, centred, temperature, units, intercept, labelType);
  }

  private void centre(double[] values, IntUnaryOperator index) {
    double sum = 0;
    for (int k = 0; k < classes.size(); k++) {
      sum += values[index.applyAsInt(k)];
    }
    subtract(values, index, sum / classes.size());
  }

  private void subtract(double[] values, IntUnaryOperator index, double mean) {
    for (int k = 0; k < classes.size(); k++) {
      values[index.applyAsInt(k)] -= mean;
    }
  }

  /** Creates a model from θ as optimised, on features multiplied by {@code featureMultiplier}. */
  public static SoftmaxModel of(
      LabelIndex classes,
      FeatureSchema schema,
      ParameterLayout layout,
      double[] parameters,
      double featureMultiplier) {
    double[] raw = parameters.clone();
    LayerLayout first = layout.layer(0);
    for (int i = first.weights(); i < first.weights() + first.weightCount(); i++) {
      raw[i] *= featureMultiplier;
    }
    return ofStored(classes, schema, layout, raw, FeatureUnits.RAW, layout.intercept());
  }

  /**
   * Creates a model from θ for features as stored.
   *
   * @param layout with constants if features are centred
   * @param parameters θ; copied
   * @param units units in which the features are stored
   * @param intercept whether the model has intercepts or biases
   */
  public static SoftmaxModel ofStored(
      LabelIndex classes,
      FeatureSchema schema,
      ParameterLayout layout,
      double[] parameters,
      FeatureUnits units,
      boolean intercept) {
    return new SoftmaxModel(
        classes,
        schema,
        layout.withOrder(WeightOrder.CLASS_MAJOR),
        layout.reorder(parameters, WeightOrder.CLASS_MAJOR),
        1.0,
        units,
        intercept,
        LabelType.TEXT);
  }

  /** The same model for features stored in {@code other} units. */
  public SoftmaxModel withUnits(FeatureUnits other) {
    other.requireFeatures(schema.features());
    ParameterLayout to = layout.withIntercept(intercept || other.isCentred());
    double[] moved = Arrays.copyOf(parameters, to.dimension());
    if (to.intercept()) {
      LayerLayout first = to.layer(0);
      for (int k = 0; k < first.outputs(); k++) {
        for (int j = 0; j < first.inputs(); j++) {
          double by = other.centre(j) - units.centre(j);
          // Avoid 0 times a non-finite weight.
          moved[first.biasIndex(k)] += by == 0 ? 0 : by * parameters[first.weightIndex(k, j)];
        }
      }
    }
    return new SoftmaxModel(classes, schema, to, moved, temperature, other, intercept, labelType);
  }

  public LabelIndex classes() {
    return classes;
  }

  public FeatureSchema schema() {
    return schema;
  }

  /** The type of the labels of the training rows; text if they had none. */
  public LabelType labelType() {
    return labelType;
  }

  /** The units of the features that {@link #parameters} refers to. */
  public FeatureUnits units() {
    return units;
  }

  /** Whether every layer has biases. */
  public boolean hasIntercept() {
    return intercept;
  }

  /** The layers between features and logits; none for a linear model. */
  public HiddenLayers hidden() {
    return layout.hidden();
  }

  /** Whether logits are W x + b. */
  public boolean isLinear() {
    return layout.isLinear();
  }

  /**
   * The layout of this model's parameters with its weights in {@code order}. Every layer has
   * constants if the model has intercepts or if its features are centred.
   */
  public ParameterLayout layout(WeightOrder order) {
    return layout.withOrder(order);
  }

  /** T, the divisor of the logits; 1 if the model was not calibrated. */
  public double temperature() {
    return temperature;
  }

  /** A copy of θ as trained, with the weights in {@code order}. */
  public double[] parameters(WeightOrder order) {
    return layout.reorder(parameters, order);
  }

  /**
   * θ with logits z / T, with the weights in {@code order}: weights and biases of the last layer
   * are divided by T.
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

  /**
   * Intercept b of class {@code k} of a linear model, for raw features; 0 for models without
   * intercepts.
   */
  public double intercept(int k) {
    if (!intercept) {
      return 0.0;
    }
    double raw = parameters[layout.interceptIndex(k)];
    for (int j = 0; units.isCentred() && j < schema.features(); j++) {
      raw -= units.centre(j) * weight(k, j);
    }
    return raw;
  }

  /**
   * The intercepts for logits z / T of a linear model, for raw features; 0 for models without
   * intercepts.
   */
  public double[] logitIntercepts() {
    double[] intercepts = new double[classes.size()];
    Arrays.setAll(intercepts, k -> intercept(k) / temperature);
    return intercepts;
  }

  /**
   * SHA-256 of the parameters without the temperature, class-major, as little-endian float64,
   * followed by the centres of the features and the replacements of missing values, if any.
   */
  public String sha256() {
    DoubleStream rest = units.isCentred() ? Arrays.stream(units.centres()) : DoubleStream.empty();
    if (schema.acceptsMissing()) {
      rest = DoubleStream.concat(rest, Arrays.stream(MissingFeatures.of(schema).fills()));
    }
    return Checksum.sha256(parameters, rest.toArray());
  }
}

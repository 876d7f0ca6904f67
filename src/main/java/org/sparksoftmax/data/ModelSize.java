package org.sparksoftmax.data;

import java.util.Locale;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.math.layout.HiddenLayers;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.model.ModelCodec;

/** The maximum size of a model. */
public final class ModelSize {

  private ModelSize() {}

  /**
   * Checks the size of a network before arrays of that size are allocated.
   *
   * @throws ConfigException if the model is too large for its file format
   */
  public static void require(int classes, int features, HiddenLayers hidden) {
    double parameters = ParameterLayout.parameters(features, classes, hidden);
    if (parameters > ModelCodec.MAX_PARAMETERS) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "Too large a model: %,.0f parameters (%,d features, hidden layers %s, %d classes), %,.1f GB of 8 bytes each, are more than the %,d that its file can hold; use fewer or smaller layers in model.hidden-layers",
              parameters,
              features,
              hidden,
              classes,
              parameters * Double.BYTES / (1L << 30),
              ModelCodec.MAX_PARAMETERS));
    }
  }

  /**
   * Checks the size of a linear model before arrays of that size are allocated, because a single
   * sparse index in the data can be arbitrarily large.
   *
   * @throws ConfigException if the model is too large for its file format
   */
  public static void require(int classes, int features, boolean intercept) {
    long parameters = (features + (intercept ? 1L : 0L)) * classes;
    if (parameters > ModelCodec.MAX_PARAMETERS) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "Too large a model: %,d parameters (%d classes x %,d features) are more than the %,d that its file can hold; use fewer features or classes (data.num-features, data.feature-columns)",
              parameters,
              classes,
              features,
              ModelCodec.MAX_PARAMETERS));
    }
  }
}

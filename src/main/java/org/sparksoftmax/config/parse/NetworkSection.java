package org.sparksoftmax.config.parse;

import java.util.List;
import org.sparksoftmax.config.ConfigException;
import org.sparksoftmax.config.NetworkConfig;
import org.sparksoftmax.config.NetworkConfig.Initialization;
import org.sparksoftmax.math.layout.Activation;
import org.sparksoftmax.math.layout.HiddenLayers;

/** Reads the {@code model} section, except for the intercept. */
final class NetworkSection {

  private static final String HIDDEN_LAYERS = "model.hidden-layers";
  private static final String ACTIVATION = "model.activation";
  private static final String INITIALIZATION = "model.initialization";

  private NetworkSection() {}

  /** The values of {@code model.type}. */
  private enum Type {
    LINEAR,
    NETWORK
  }

  static NetworkConfig read(Settings settings) {
    Type type = settings.choice("model.type", Type.class);
    List<Integer> widths = settings.smallWholeNumbers(HIDDEN_LAYERS);
    Activation activation = settings.choice(ACTIVATION, Activation.class);
    Initialization initialization = settings.choice(INITIALIZATION, Initialization.class);
    HiddenLayers hidden = HiddenLayers.NONE;
    if (type == Type.NETWORK) {
      hidden = hidden(activation, widths);
    } else {
      refuseIfSet(settings, widths, activation, initialization);
    }
    return new NetworkConfig(hidden, initialization, settings.number("model.dropout"));
  }

  private static HiddenLayers hidden(Activation activation, List<Integer> widths) {
    if (widths.stream().anyMatch(width -> width < 1)) {
      throw ConfigException.invalid(HIDDEN_LAYERS, widths, "must be numbers of units, each >= 1");
    }
    return HiddenLayers.of(activation, widths.stream().mapToInt(width -> width).toArray());
  }

  /** Rejects network settings in the configuration of a linear model. */
  private static void refuseIfSet(
      Settings settings, List<Integer> widths, Activation activation, Initialization initial) {
    Settings defaults = settings.defaults();
    if (!widths.isEmpty() && !widths.equals(defaults.smallWholeNumbers(HIDDEN_LAYERS))) {
      throw forNetworks(HIDDEN_LAYERS, widths);
    }
    if (activation != defaults.choice(ACTIVATION, Activation.class)) {
      throw forNetworks(ACTIVATION, activation);
    }
    if (initial != defaults.choice(INITIALIZATION, Initialization.class)) {
      throw forNetworks(INITIALIZATION, initial);
    }
  }

  private static ConfigException forNetworks(String key, Object value) {
    return ConfigException.invalid(
        key, value, "is for networks only; set model.type = network, or remove it");
  }
}

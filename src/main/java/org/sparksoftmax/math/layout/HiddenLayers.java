package org.sparksoftmax.math.layout;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.sparksoftmax.text.Keyword;

/** The layers between the features and the logits; a linear model has none. Immutable. */
public final class HiddenLayers implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The hidden layers of a linear model. */
  public static final HiddenLayers NONE = new HiddenLayers(new int[0], Activation.RELU);

  private final int[] widths;
  private final Activation activation;

  private HiddenLayers(int[] widths, Activation activation) {
    this.widths = widths;
    this.activation = activation;
  }

  /**
   * Layers with a common activation.
   *
   * @param widths number of units of each layer, starting next to the features; none for a linear
   *     model
   * @throws IllegalArgumentException if a width is below 1
   */
  public static HiddenLayers of(Activation activation, int... widths) {
    for (int width : widths) {
      if (width < 1) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT, "Invalid width of a hidden layer: %d (must be >= 1)", width));
      }
    }
    // Linear models must be equal regardless of the activation.
    return widths.length == 0 ? NONE : new HiddenLayers(widths.clone(), activation);
  }

  /** Number of hidden layers. */
  public int count() {
    return widths.length;
  }

  /** Number of units of layer {@code l}, counted from 0. */
  public int width(int l) {
    return widths[l];
  }

  /** Number of units of each layer. */
  public int[] widths() {
    return widths.clone();
  }

  /** The activation σ of every layer. */
  public Activation activation() {
    return activation;
  }

  /** For example {@code 256 relu, 64 relu}, or {@code none}. */
  @Override
  public String toString() {
    return widths.length == 0
        ? "none"
        : Arrays.stream(widths)
            .mapToObj(width -> width + " " + Keyword.of(activation))
            .collect(Collectors.joining(", "));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HiddenLayers that
        && Arrays.equals(widths, that.widths)
        && activation == that.activation;
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(widths) + activation.name().hashCode();
  }
}

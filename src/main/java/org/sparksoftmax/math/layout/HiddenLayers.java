package org.sparksoftmax.math.layout;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.sparksoftmax.text.Keyword;

/** The layers between the features and the logits: none of a linear model. Immutable. */
public final class HiddenLayers implements Serializable {
  private static final long serialVersionUID = 1L;

  /** No hidden layers: a linear model. */
  public static final HiddenLayers NONE = new HiddenLayers(new int[0], Activation.RELU);

  private final int[] widths;
  private final Activation activation;

  private HiddenLayers(int[] widths, Activation activation) {
    this.widths = widths;
    this.activation = activation;
  }

  /**
   * Layers of the same activation.
   *
   * @param widths units of each, the one next to the features first; none for a linear model
   * @throws IllegalArgumentException if a width is below 1
   */
  public static HiddenLayers of(Activation activation, int... widths) {
    for (int width : widths) {
      if (width < 1) {
        throw new IllegalArgumentException(
            "Invalid width of a hidden layer: %d (must be >= 1)".formatted(width));
      }
    }
    // Linear models must not differ by an activation that they do not use.
    return widths.length == 0 ? NONE : new HiddenLayers(widths.clone(), activation);
  }

  /** The number of hidden layers. */
  public int count() {
    return widths.length;
  }

  /** Units of layer {@code l}, counted from 0. */
  public int width(int l) {
    return widths[l];
  }

  /** Units of each layer. */
  public int[] widths() {
    return widths.clone();
  }

  /** The σ of every layer. */
  public Activation activation() {
    return activation;
  }

  /** Such as {@code 256 relu, 64 relu}; {@code none}. */
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

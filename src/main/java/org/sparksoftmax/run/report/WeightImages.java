package org.sparksoftmax.run.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.LayerLayout;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.model.SoftmaxModel;

/**
 * Renders the weights of the first layer as images, one for each class of a linear model or for
 * each of the strongest hidden units of a network.
 */
public final class WeightImages {

  private static final int MOST = 64;
  private static final int MOST_BYTES = 400_000;

  /** The fraction of weight magnitudes within the colour scale; larger ones are clipped. */
  private static final double WITHIN_SCALE = 0.995;

  private WeightImages() {}

  /**
   * An image of weights.
   *
   * @param output the class or the unit
   * @param weights the weights in base64, one signed byte for each feature; 127 is {@link
   *     Scaled#scale}
   */
  public record Image(int output, String weights) {}

  /**
   * Images with a common scale. The component names are the keys in report.json.
   *
   * @param scale the weight at the end of the colour scale
   * @param outputs the number of outputs of the layer, which may exceed the number of images
   */
  public record Scaled(List<Image> templates, double scale, int outputs) {}

  /** Returns the images of {@code model}, in class order or by decreasing strength of the unit. */
  public static Scaled of(SoftmaxModel model) {
    double[] parameters = model.parameters(WeightOrder.CLASS_MAJOR);
    ParameterLayout layout = model.layout(WeightOrder.CLASS_MAJOR);
    LayerLayout first = layout.layer(0);
    int most = Math.min(MOST, MOST_BYTES / first.inputs());
    List<Integer> outputs =
        (model.isLinear()
                ? IntStream.range(0, first.outputs()).boxed()
                : strongestUnits(layout, parameters).stream())
            .limit(most)
            .toList();
    double scale = scale(outputs, first, parameters);
    List<Image> templates = new ArrayList<>();
    for (int output : outputs) {
      templates.add(new Image(output, encoded(output, first, parameters, scale)));
    }
    return new Scaled(templates, scale, first.outputs());
  }

  /** Orders units by the norm of their incoming weights times that of their outgoing weights. */
  private static List<Integer> strongestUnits(ParameterLayout layout, double[] parameters) {
    LayerLayout first = layout.layer(0);
    LayerLayout next = layout.layer(1);
    double[] strength = new double[first.outputs()];
    for (int unit = 0; unit < strength.length; unit++) {
      double in = 0;
      for (int j = 0; j < first.inputs(); j++) {
        in += square(parameters[first.weightIndex(unit, j)]);
      }
      double out = 0;
      for (int k = 0; k < next.outputs(); k++) {
        out += square(parameters[next.weightIndex(k, unit)]);
      }
      strength[unit] = in * out;
    }
    return IntStream.range(0, strength.length)
        .boxed()
        .sorted(Comparator.comparingDouble(unit -> -strength[unit]))
        .toList();
  }

  private static double square(double x) {
    return x * x;
  }

  private static double scale(List<Integer> outputs, LayerLayout first, double[] parameters) {
    double[] magnitudes =
        outputs.stream()
            .flatMapToDouble(
                output ->
                    IntStream.range(0, first.inputs())
                        .mapToDouble(j -> Math.abs(parameters[first.weightIndex(output, j)])))
            .toArray();
    if (magnitudes.length == 0) {
      return 0;
    }
    Arrays.sort(magnitudes);
    double high = magnitudes[(int) (WITHIN_SCALE * (magnitudes.length - 1))];
    return high > 0 ? high : magnitudes[magnitudes.length - 1];
  }

  private static String encoded(int output, LayerLayout first, double[] parameters, double scale) {
    byte[] bytes = new byte[first.inputs()];
    for (int j = 0; j < bytes.length; j++) {
      double share = scale == 0 ? 0 : parameters[first.weightIndex(output, j)] / scale;
      bytes[j] = (byte) Math.round(Byte.MAX_VALUE * Math.max(-1, Math.min(1, share)));
    }
    return Base64.getEncoder().encodeToString(bytes);
  }
}

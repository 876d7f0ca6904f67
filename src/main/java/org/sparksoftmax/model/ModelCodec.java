package org.sparksoftmax.model;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.FeatureUnits;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.text.OneLine;

/**
 * The form of a model on disk: {@code metadata.json} ({@link MetadataFile}) names the classes and
 * the input columns, {@code weights.bin} ({@link WeightsFile}) holds θ. Both carry the format
 * version and a checksum over their own bytes.
 *
 * <p>Linear models are written as version 3, networks as version 4, which has hidden layers, and
 * models of features whose {@link FeatureUnits} are known as version 5, which has those, too.
 * Version 1, which is still read, has no checksum in {@code metadata.json}; neither it nor version
 * 2 has a temperature.
 */
public final class ModelCodec {

  /** Name of the file of metadata. */
  public static final String METADATA = "metadata.json";

  /** Name of the file of parameters. */
  public static final String WEIGHTS = "weights.bin";

  /** Most bytes of {@link #METADATA}: its text becomes objects of several times its size. */
  public static final int MAX_METADATA_BYTES = 1 << 28;

  /** Most bytes of {@link #WEIGHTS}: what one array holds. */
  public static final int MAX_WEIGHTS_BYTES = Integer.MAX_VALUE - 8;

  /** Most parameters of a model that fit {@link #WEIGHTS}. */
  public static final int MAX_PARAMETERS = WeightsFile.MAX_PARAMETERS;

  /** The first version in which both files carry a checksum. */
  static final int CHECKSUMMED = 2;

  /** The first version whose {@code metadata.json} has a temperature. */
  static final int WITH_TEMPERATURE = 3;

  /** The first version with hidden layers, and that of every model that has some. */
  static final int WITH_HIDDEN_LAYERS = 4;

  /** The first version with units of features, and that of every model that has some. */
  static final int WITH_UNITS = 5;

  private static final int OLDEST = 1;
  private static final int NEWEST = 5;

  private ModelCodec() {}

  /** A model file that is not what it should be. */
  public static final class CorruptModelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CorruptModelException(String message) {
      super(OneLine.of(message));
    }
  }

  /**
   * The files of {@code model}, by name.
   *
   * @throws IllegalArgumentException if a file would be larger than {@link #decode} takes
   */
  public static Map<String, byte[]> encode(SoftmaxModel model) {
    int version = version(model);
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(WEIGHTS, WeightsFile.encode(model, version));
    files.put(METADATA, MetadataFile.encode(model, version));
    return files;
  }

  private static int version(SoftmaxModel model) {
    if (!model.units().isRaw()) {
      return WITH_UNITS;
    }
    return model.isLinear() ? WITH_TEMPERATURE : WITH_HIDDEN_LAYERS;
  }

  /**
   * Reads a model back.
   *
   * @throws CorruptModelException if the files are damaged, of another version, or do not belong
   *     together
   */
  public static SoftmaxModel decode(byte[] metadata, byte[] weights) {
    WeightsFile parameters = WeightsFile.decode(weights);
    // The checksum of the weights vouches for the version, and so for the checksum of metadata.
    MetadataFile description = MetadataFile.decode(metadata, parameters.version());
    require(
        description.classes().size() == parameters.classes()
            && description.schema().features() == parameters.features()
            && (description.intercept() || parameters.units().isCentred()) == parameters.intercept()
            && Arrays.equals(description.hidden().widths(), parameters.hidden()),
        () -> "%s and %s do not belong together (their sizes differ)".formatted(METADATA, WEIGHTS));
    SoftmaxModel model = model(description, parameters);
    require(
        model.sha256().equals(description.modelSha256()),
        () ->
            "%s and %s do not belong together (modelSha256 differs)".formatted(METADATA, WEIGHTS));
    return model;
  }

  private static SoftmaxModel model(MetadataFile description, WeightsFile parameters) {
    try {
      ParameterLayout layout =
          new ParameterLayout(
              parameters.features(),
              parameters.classes(),
              parameters.intercept(),
              WeightOrder.CLASS_MAJOR,
              description.hidden());
      return SoftmaxModel.ofStored(
              description.classes(),
              description.schema(),
              layout,
              parameters.parameters(),
              parameters.units(),
              description.intercept())
          .withTemperature(description.temperature());
    } catch (IllegalArgumentException invalid) {
      throw new CorruptModelException(invalid.getMessage());
    }
  }

  static void requireReadable(String file, int version) {
    require(
        version >= OLDEST && version <= NEWEST,
        () ->
            "%s has format version %d (this version of spark-softmax reads %d to %d)"
                .formatted(file, version, OLDEST, NEWEST));
  }

  static void require(boolean condition, Supplier<String> message) {
    if (!condition) {
      throw new CorruptModelException(message.get());
    }
  }
}

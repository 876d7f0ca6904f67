package org.sparksoftmax.model;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.sparksoftmax.math.block.WeightOrder;
import org.sparksoftmax.math.layout.FeatureUnits;
import org.sparksoftmax.math.layout.ParameterLayout;
import org.sparksoftmax.text.OneLine;

/**
 * The on-disk format of a model. {@code metadata.json} ({@link MetadataFile}) contains the classes
 * and the input columns, {@code weights.bin} ({@link WeightsFile}) contains θ. Both contain the
 * format version and a checksum of their own bytes.
 *
 * <p>Linear models are written as version 3, networks as version 4, which adds hidden layers, and
 * models whose {@link FeatureUnits} are known as version 5, which includes hidden layers as well.
 * Version 6 includes both and adds parts of columns and the replacements of missing values. Version
 * 1 can still be read; it has no checksum in {@code metadata.json}. Versions 1 and 2 have no
 * temperature. Of every version, models whose labels have a type name it; earlier programs ignore
 * that.
 */
public final class ModelCodec {

  /** Name of the metadata file. */
  public static final String METADATA = "metadata.json";

  /** Name of the parameter file. */
  public static final String WEIGHTS = "weights.bin";

  /** Maximum size of {@link #METADATA} in bytes; the parsed objects take several times as much. */
  public static final int MAX_METADATA_BYTES = 1 << 28;

  /** Maximum size of {@link #WEIGHTS} in bytes: the limit of a Java array. */
  public static final int MAX_WEIGHTS_BYTES = Integer.MAX_VALUE - 8;

  /** Maximum number of parameters that fit in {@link #WEIGHTS}. */
  public static final int MAX_PARAMETERS = WeightsFile.MAX_PARAMETERS;

  /** The first version in which both files contain a checksum. */
  static final int CHECKSUMMED = 2;

  /** The first version whose {@code metadata.json} has a temperature. */
  static final int WITH_TEMPERATURE = 3;

  /** The first version with hidden layers; used for networks whose feature units are unknown. */
  static final int WITH_HIDDEN_LAYERS = 4;

  /** The first version with feature units; used for every model whose units are known. */
  static final int WITH_UNITS = 5;

  /** The first version with parts of columns and with missing values; used for models of such. */
  static final int WITH_PARTS = 6;

  private static final int OLDEST = 1;
  private static final int NEWEST = 6;

  private ModelCodec() {}

  /**
   * Thrown if a model file is damaged, has an unsupported version or does not match the other file.
   */
  public static final class CorruptModelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CorruptModelException(String message) {
      super(OneLine.message(message));
    }
  }

  /**
   * Encodes {@code model} as files by name.
   *
   * @throws IllegalArgumentException if a file would be larger than {@link #decode} accepts
   */
  public static Map<String, byte[]> encode(SoftmaxModel model) {
    int version = version(model);
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(WEIGHTS, WeightsFile.encode(model, version));
    files.put(METADATA, MetadataFile.encode(model, version));
    return files;
  }

  /**
   * The name of {@link #WEIGHTS} in an object store, where the two files of a model cannot be
   * replaced together: {@code weights-} and the first 16 digits of modelSha256.
   *
   * @param metadata the content of {@link #METADATA}; empty if it has no checksum of the model
   */
  public static Optional<String> objectOfWeights(byte[] metadata) {
    return MetadataFile.storedSha256(metadata)
        .map(sha256 -> "weights-" + sha256.substring(0, 16) + ".bin");
  }

  private static int version(SoftmaxModel model) {
    if (!model.schema().isPlain()) {
      return WITH_PARTS;
    }
    if (!model.units().isRaw()) {
      return WITH_UNITS;
    }
    return model.isLinear() ? WITH_TEMPERATURE : WITH_HIDDEN_LAYERS;
  }

  /**
   * Decodes a model.
   *
   * @throws CorruptModelException if the files are damaged, have an unsupported version or do not
   *     belong together
   */
  public static SoftmaxModel decode(byte[] metadata, byte[] weights) {
    WeightsFile parameters = WeightsFile.decode(weights);
    // The checksum of the weights protects the version, which decides whether the metadata must
    // have a checksum.
    MetadataFile description = MetadataFile.decode(metadata, parameters.version());
    require(
        description.classes().size() == parameters.classes()
            && description.schema().features() == parameters.features()
            && (description.intercept() || parameters.units().isCentred()) == parameters.intercept()
            && Arrays.equals(description.hidden().widths(), parameters.hidden()),
        () ->
            String.format(
                Locale.ROOT,
                "%s and %s do not belong together (their sizes differ)",
                METADATA,
                WEIGHTS));
    SoftmaxModel model = model(description, parameters);
    require(
        model.sha256().equals(description.modelSha256()),
        () ->
            String.format(
                Locale.ROOT,
                "%s and %s do not belong together (modelSha256 differs)",
                METADATA,
                WEIGHTS));
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
          .withTemperature(description.temperature())
          .withLabelType(description.labelType());
    } catch (IllegalArgumentException invalid) {
      throw new CorruptModelException(invalid.getMessage());
    }
  }

  static void requireReadable(String file, int version) {
    require(
        version >= OLDEST && version <= NEWEST,
        () ->
            String.format(
                Locale.ROOT,
                "%s has format version %d (this version of spark-softmax reads %d to %d)",
                file,
                version,
                OLDEST,
                NEWEST));
  }

  static void require(boolean condition, Supplier<String> message) {
    if (!condition) {
      throw new CorruptModelException(message.get());
    }
  }
}
